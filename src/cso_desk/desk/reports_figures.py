"""The figures of a quarter as cards: how many and who, by hub and by meeting; each opens what it counts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from cso_desk.desk.reports_look import MOST
from cso_desk.desk.reports_rows import Opened, Opening
from cso_desk.desk.reports_tables import CARD, table_card
from cso_desk.desk.session import hub_name
from cso_desk.features.meetings.service import AGE_NAMES, Asked, MeetingLine, QuarterFigures, Sum, Totals
from cso_desk.features.meetings.service.figures import DISTRICT
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.places.gazetteer import show_place
from cso_desk.widgets.controls import Label, column, frame, holder, row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import N_, _, language


def figure_cards(found: QuarterFigures, opening: Opening) -> list[QWidget]:
    """Highlights, who they were, and the institutions by kind and district."""
    return [_highlights(found, opening), *_parts(found, opening)]


def table_cards(found: QuarterFigures, opening: Opening) -> list[QWidget]:
    """The hubs, nationally, and the meetings."""
    return [*([] if opening.hub else [_hubs(found, opening)]), _meetings(found, opening)]


def part_said(count: int | None, totals: Totals) -> str:
    """A part with its share: "18 (53%)"."""
    if count is None:
        return "—"
    if not totals.participations:
        return digits(count)
    return f"{digits(count)} ({digits(round(100 * count / totals.participations))}%)"


def _highlights(found: QuarterFigures, opening: Opening) -> QFrame:
    total, totals = found.total, found.total.totals
    held = tuple(each.meeting.id for each in found.held)
    by_heads = tuple(each.meeting.id for each in found.held if each.totals.evidence not in ("rows", ""))
    of_districts = tuple(each.meeting.id for each in found.held if len(each.meeting.place) >= DISTRICT)
    figures = [
        (_("Meetings held, of those planned"), f"{digits(total.held)} / {digits(total.planned)}",
         Opened("", meetings=held)),
        (_("Participations"), digits(totals.participations), opening.asked("participations")),
        (_("Different people"), digits(totals.people), opening.asked("people")),
        (_("Institutions"), digits(totals.institutions), opening.asked("institutions")),
        (_("Women"), part_said(totals.female, totals), opening.asked("female")),
        (_("Different women"), digits(totals.people_female), opening.asked("people_female")),
        (_("Districts where meetings were held"), digits(len(total.districts_met)),
         Opened("", meetings=of_districts)),
        (_("Counted by heads, without names"), digits(total.heads), Opened("", meetings=by_heads)),
    ]  # fmt: skip
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    for place, (label, figure, opened) in enumerate(figures):
        press = opening.link(figure, label, opened, name="figure-link")
        shown = holder(column(press, Label(label, "quiet", wrap=True), None, gap=0))
        grid.addWidget(shown, place // 4, place % 4)
    for place in range(4):
        grid.setColumnStretch(place, 1)
    inside = column(margins=(20, 8, 20, 12))
    inside.addLayout(grid)
    return frame("card", inside)


def _parts(found: QuarterFigures, opening: Opening) -> list[QWidget]:
    """Who they were: what was asked beside the sex, age, and the institutions by kind and district."""
    totals = found.total.totals
    asked = [
        (_(label), getattr(totals, name), opening.asked(name))
        for name, label in (("male", N_("Men")), ("youth", N_("Youth")), ("disability", N_("Disability")),
                            ("minority", N_("Ethnic minority")), ("id_poor", N_("ID-Poor")))
    ]  # fmt: skip
    ages = [
        (_(AGE_NAMES[group]), count, opening.asked("participations", age=group))
        for group, count in totals.by_age.items()
    ]
    kinds = [
        (_(ORGANISATION_KINDS[kind]) if kind in ORGANISATION_KINDS else kind or _("Kind not said"), count,
         opening.asked("institutions", kind=kind))
        for kind, count in sorted(totals.by_kind.items(), key=lambda pair: -pair[1])
    ]  # fmt: skip
    districts = [
        (show_place(code, language(), full=not opening.hub) if code else _("Place not said"), count,
         opening.asked("institutions", district=code))
        for code, count in sorted(totals.by_district.items(), key=lambda pair: (not pair[0], pair[0]))
    ]  # fmt: skip
    counts = (
        (_("Participations"), asked, _("By age, of those on lists"), ages),
        (_("Institutions by kind"), kinds, _("Institutions by district"), districts),
    )
    cards = []
    for first, left, second, right in counts:
        beside = row(_counts(first, left, opening), _counts(second, right, opening), gap=12)
        beside.setStretch(0, 1)
        beside.setStretch(1, 1)
        cards.append(holder(beside))
    return cards


def _counts(heading: str, counts: Sequence[tuple[str, int | None, Opened]], opening: Opening) -> QFrame:
    inside = column(Label(heading, "heading"), gap=0, margins=CARD)
    for name, count, opened in counts:
        if count is None:
            continue
        press = opening.link(digits(count), f"{heading} · {name}", opened)
        each = row(Label(name, wrap=True), press)
        each.setStretch(0, 1)
        inside.addLayout(each)
    if not counts:
        inside.addWidget(Label(_("Nothing yet."), "quiet"))
    inside.addStretch(1)
    return frame("card", inside)


def _hubs(found: QuarterFigures, opening: Opening) -> QFrame:
    heads = [_("Hub"), _("Meetings held"), _("Participations"), _("Women")]
    rows = [_hub_row(hub, each, found, opening) for hub, each in sorted(found.by_hub.items())]
    rows += [
        [Label(hub_name(hub)), Label(_("nothing received"), "warn"), Label(), Label()]
        for hub in found.missing
    ]
    return table_card(_("Hubs"), heads, rows, numbers=3)


def _hub_row(hub: str, each: Sum, found: QuarterFigures, opening: Opening) -> list[QWidget]:
    name, totals = hub_name(hub), each.totals
    held = tuple(line.meeting.id for line in found.held if line.hub == hub)
    women = part_said(totals.female, totals)
    if not hub:  # of the whole network: there is no hub to ask for
        texts = (name, digits(each.held), digits(totals.participations), women)
        return [Label(text) for text in texts]
    return [
        Label(name),
        opening.link(digits(each.held), f"{name} · {_('Meetings held')}", Opened("", meetings=held)),
        opening.link(digits(totals.participations), f"{name} · {_('Participations')}",
                     opening.asked("participations", hub=hub)),
        opening.link(women, f"{name} · {_('Women')}", opening.asked("female", hub=hub)),
    ]  # fmt: skip


def _meetings(found: QuarterFigures, opening: Opening) -> QFrame:
    heads = [_("Day"), _("Meeting"), _("Participations"), _("Women"), _("Institutions")]
    rows = [_meeting_row(each, opening) for each in found.lines[:MOST]]
    heading = _("Meetings of the quarter")
    return table_card(heading, heads, rows, numbers=3, more=len(found.lines) - MOST)


def _meeting_row(each: MeetingLine, opening: Opening) -> list[QWidget]:
    meeting, totals = each.meeting, each.totals
    name = title_of((meeting.title_km, meeting.title_en), meeting.code)
    go = WrappedLink(name, lambda: opening.session.go_to_record("meeting", meeting.id))
    figures = (
        ("participations", _("Participations"), digits(totals.participations)),
        ("female", _("Women"), part_said(totals.female, totals)),
        ("institutions", _("Institutions"), digits(totals.institutions)),
    )
    cells: list[QWidget] = [Label(short_date(meeting.starts)), go]
    for figure, label, text in figures:
        if totals.evidence == "rows":
            opened = Opened("", Asked(figure, meeting=meeting.id))
            cells.append(opening.link(text, f"{name} · {label}", opened))
        else:  # heads have no rows; the meeting itself says who counted them
            cells.append(Label(text if totals.evidence else "—"))
    return cells
