"""The words for what a column of a list may mean, what a list may be, and what becomes of its rows."""

from collections.abc import Mapping

from cso_desk.catalog import RECORD_TYPES
from cso_desk.features.members.importing import COUNTS as STATE_COUNTS
from cso_desk.features.members.importing import Choice, ImportPlan, PlannedRow, Sort, State
from cso_desk.importers.joined_sheets import place_of_row
from cso_desk.importers.preview import SheetReading
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _, ngettext

PURPOSES = {
    "members": N_("List of institutions"),
    "people": N_("List of people"),
    "meetings": N_("List of meetings"),
    "attendance": N_("Attendance list"),
    "library": N_("List of library titles"),
}

OURS = "ours"
"""The choice of a list that this program wrote."""

MEANINGS = {
    "no": N_("Running number"),
    "org": N_("Institution"),
    "acronym": N_("Acronym"),
    "former_names": N_("Former names"),
    "kind": N_("Kind of institution"),
    "category": N_("Ticked: kind or sector"),
    "code": N_("Code"),
    "name": N_("Name of a person"),
    "family_name": N_("Family name"),
    "given_name": N_("Given name"),
    "contact": N_("Contact person"),
    "honorific": N_("Honorific"),
    "sex": N_("Sex"),
    "sex_m": N_("Sex: tick for men"),
    "sex_f": N_("Sex: tick for women"),
    "age": N_("Age"),
    "birth_date": N_("Date of birth"),
    "birth_year": N_("Year of birth"),
    "position": N_("Position"),
    "phones": N_("Phone numbers"),
    "email": N_("E-mail"),
    "website": N_("Website"),
    "facebook": N_("Facebook"),
    "telegram": N_("Telegram"),
    "address": N_("Address"),
    "place": N_("Place"),
    "province": N_("Province"),
    "district": N_("District"),
    "commune": N_("Commune"),
    "village": N_("Village"),
    "coverage": N_("Works in"),
    "date": N_("Date"),
    "end_date": N_("Last day"),
    "member_until": N_("Member until"),
    "start_time": N_("Starts at"),
    "time": N_("Time"),
    "title": N_("Title"),
    "venue": N_("Venue"),
    "chair": N_("Chair"),
    "total": N_("Number of people"),
    "female": N_("Number of women"),
    "male": N_("Number of men"),
    "youth": N_("Youth"),
    "disability": N_("Disability"),
    "minority": N_("Ethnic minority"),
    "id_poor": N_("ID-Poor"),
    "signature": N_("Signature"),
    "remarks": N_("Remarks"),
    "sector": N_("Sectors"),
    "founded": N_("Founded"),
    "registration_no": N_("Registration number"),
    "registration_date": N_("Registered on"),
    "staff": N_("Staff"),
    "staff_female": N_("Staff, women"),
    "staff_male": N_("Staff, men"),
    "target_groups": N_("Target groups"),
    "consent": N_("Agrees to be shared with the network"),
    "doc_kind": N_("Kind of title"),
    "number": N_("Number"),
    "agency": N_("Issued by"),
    "author": N_("Authors"),
    "publisher": N_("Publisher"),
    "year": N_("Year"),
    "isbn": N_("ISBN"),
    "shelf": N_("Shelf"),
    "copies": N_("Copies"),
    "language": N_("Language"),
    "summary": N_("Summary"),
    "status": N_("Status"),
    "file": N_("File or address"),
    "subject": N_("Subjects"),
}

IN_LANGUAGE = {"_km": N_("{meaning}, in Khmer"), "_en": N_("{meaning}, in English")}

KNOWN = {
    "fill": N_("Known already: fill what is empty"),
    "update": N_("Known already: the list is right"),
    "skip": N_("Known already: leave them out"),
}

KNOWN_OF_OURS = KNOWN | {"replace": N_("Known already: empty cells count, too")}
"""What a list of ours says in full, so that it can also empty fields."""

STATES: Mapping[State, str] = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "same": N_("Same"),
    "doubtful": N_("Doubtful"),
    "out": N_("Left out"),
}

COUNTS: Mapping[str, str] = {"": N_("All: {count}")} | dict[str, str](STATE_COUNTS.items())

CHOICES: Mapping[Choice, str] = {
    "same": N_("The same"),
    "new": N_("New"),
    "out": N_("Leave out"),
}

SORTS: Mapping[Sort, str] = {
    "name": N_("All rows with the same name ({count})"),
    "reached": N_("All rows with the same telephone, e-mail or number ({count})"),
    "alike": N_("All rows that are only alike ({count})"),
}

_TYPES = {each.name: each for each in RECORD_TYPES}


def purposes_of(reading: SheetReading) -> Mapping[str, str]:
    """What a list may be, by the codes of the choices."""
    own = {OURS: _("{kind}, saved by this program", kind=_(reading.own.kind.plural))} if reading.own else {}
    return own | {purpose: _(words) for purpose, words in PURPOSES.items()}


def state_said(row: PlannedRow) -> str:
    """What becomes of a row, in a word."""
    if row.state == "changed" and row.changes is None:
        return _("Known already")
    return _(STATES[row.state])


def row_said(row: int) -> str:
    """The number of a row, with its sheet where there are several."""
    place = place_of_row(row)
    number = digits(place["row"])
    return f"{number} ({place['sheet']})" if "sheet" in place else number


def change_said(change: str) -> str:
    """A change of a planned row in words: the field, or what is added."""
    kind, _dot, name = change.partition(".")
    type_ = _TYPES[kind]
    return _(type_.fields[name].kind.label) if name else _("{what} (new)", what=_(type_.label))


def taken_of(plan: ImportPlan) -> int:
    """How many rows would change something."""
    states = plan.states()
    return states["new"] + states["changed"] + states["doubtful"]


def go_said(plan: ImportPlan | None) -> str:
    """What the button says that takes a list over: how many rows, or that there is nothing to do."""
    taken = taken_of(plan) if plan else 0
    if plan is not None and not taken:
        return _("Close")
    return ngettext("Take over {number} row", "Take over {number} rows", taken, number=digits(taken))


def nothing_to_take(same: int) -> str:
    """Why nothing is to be taken over: all rows, `same` of them, are here already, or all are left out."""
    if not same:
        return _("Every row is left out: nothing to take over.")
    return ngettext(
        "{number} row is here already: nothing to take over.",
        "{number} rows are here already: nothing to take over.",
        same,
        number=digits(same),
    )


def emptied_said(fields: int) -> str:
    """How many fields a list empties, "" where none."""
    if not fields:
        return ""
    return ngettext(
        "Its empty cells empty {number} field: it is struck out below.",
        "Its empty cells empty {number} fields: they are struck out below.",
        fields,
        number=digits(fields),
    )
