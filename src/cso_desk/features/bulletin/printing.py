"""The bulletin on paper: two to four pages for a printer that has only black, and for Word."""

from collections.abc import Sequence

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
    Box,
    Bullets,
    Column,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Space,
    Table,
)
from cso_desk.features.bulletin.record import AFTER, SECTIONS, Issue, Item
from cso_desk.features.bulletin.service import Offered, offered
from cso_desk.features.hub.printing import (
    choice_on,
    date_on,
    days_on,
    digits_on,
    paper_foot,
    paper_head,
    place_on,
    practice_stamp,
    quarter_on,
)
from cso_desk.features.hub.service import profile
from cso_desk.features.library.record import KINDS
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.store.store import Store
from cso_desk.wording import N_

_MOST_ABOUT = 220  # characters of what stands below a title: the bulletin has four pages at most


def bulletin_paper(store: Store, issue: Issue, language: str = "km") -> Paper:
    """One issue: the hub's own words, the quarter at a glance, and what was chosen of each section."""
    speech, hub, found = Speech(language), profile(store), offered(store, issue.quarter)
    chosen = found.chosen(issue)
    blocks: list[Block] = [*_words(issue, speech), _glance(found, speech)]
    for section, label in SECTIONS.items():
        some = [each for each in chosen if each.section == section]
        if some:
            blocks += [Space(2), Heading(speech(label), 1), *_SECTION_BLOCKS[section](some, speech)]
    return Paper(
        speech("Bulletin"), blocks, language, subtitle=_subtitle(issue, speech),
        head=paper_head(hub, speech, kingdom=False), foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )  # fmt: skip


def issue_title(issue: Issue, language: str) -> str:
    """What an issue is called in "km" or "en"."""
    speech = Speech(language)
    return str(speech("Bulletin, {issue}", issue=_subtitle(issue, speech)))


def _subtitle(issue: Issue, speech: Speech) -> Text:
    quarter = quarter_on(speech, issue.quarter)
    if not issue.number:
        return quarter
    return speech("No. {number}, {quarter}", number=digits_on(speech, issue.number), quarter=quarter)


def _words(issue: Issue, speech: Speech) -> list[Block]:
    said = {"km": [issue.words_km or issue.words_en], "en": [issue.words_en or issue.words_km]}
    both = list(dict.fromkeys(filter(None, (issue.words_km, issue.words_en))))
    lines = [line for text in said.get(speech.language, both) for line in text.splitlines() if line.strip()]
    return [Box([Paragraph(line, size=11) for line in lines]), Space(2)] if lines else []


def _glance(found: Offered, speech: Speech) -> Table:
    total = found.figures.total
    figures: list[tuple[str, int | None]] = [
        (N_("Meetings held"), total.held),
        (N_("Participations"), total.totals.participations),
        (N_("Women"), total.totals.female),
        (N_("Institutions"), total.totals.institutions),
        (N_("Districts reached"), len(total.districts_reached)),
        (N_("Decisions"), total.decisions),
    ]
    columns = [Column(speech(label), align="center") for label, _count in figures]
    row: list[Cell] = ["–" if count is None else speech.digits(count) for _label, count in figures]
    return Table(columns, [row], size=10.5, row_height=9)


# --- sections ---


def _meetings(items: Sequence[Item], speech: Speech) -> list[Block]:
    blocks: list[Block] = []
    for each in items:
        blocks.append(Paragraph(_title(each, speech), bold=True, keep=True))
        facts = days_on(speech, each.starts, each.ends)
        if each.place:
            facts = speech("{text}, {more}", text=facts, more=place_on(speech, each.place, full=False))
        blocks.append(
            Paragraph(_with_people(each, facts, speech), size=9.5, indent=4, keep=bool(each.about_km))
        )
        about = speech.pick(_short(each.about_km), _short(each.about_en))
        blocks += [Paragraph(about, indent=4)] if about else []
    return blocks


def _with_people(item: Item, facts: Text, speech: Speech) -> Text:
    totals = item.totals
    if totals is None or not totals.participations:
        return facts
    if totals.female is None:
        return speech("{facts}: {count} came", facts=facts, count=totals.participations)
    return speech(
        "{facts}: {count} came, {female} of them women", facts=facts, count=totals.participations,
        female=totals.female,
    )  # fmt: skip


def _decisions(items: Sequence[Item], speech: Speech) -> list[Block]:
    said = [
        speech("{decision} ({number})", decision=_title(each, speech), number=digits_on(speech, each.number))
        if each.number else _title(each, speech)
        for each in items
    ]  # fmt: skip
    return [Numbered(said)]


def _members(items: Sequence[Item], speech: Speech) -> list[Block]:
    return [Bullets([_named(each, _body_facts(each, speech), speech) for each in items])]


def _body_facts(item: Item, speech: Speech) -> list[Text]:
    facts = [item.number, choice_on(speech, ORGANISATION_KINDS, item.kind)]
    return [*facts, place_on(speech, item.place, full=False) if item.place else ""]


def _titles(items: Sequence[Item], speech: Speech) -> list[Block]:
    return [
        Bullets(
            [
                _named(each, [choice_on(speech, KINDS, each.kind), digits_on(speech, each.number),
                              date_on(speech, each.starts) if each.starts else ""], speech)
                for each in items
            ]
        )
    ]  # fmt: skip


def _trainings(items: Sequence[Item], speech: Speech) -> list[Block]:
    return [
        Bullets(
            [_named(each, [date_on(speech, each.starts) if each.starts else ""], speech) for each in items]
        )
    ]


def _next(items: Sequence[Item], speech: Speech) -> list[Block]:
    columns = [
        Column(speech("Date"), width=44),
        Column(speech("Meeting"), weight=2),
        Column(speech("Venue"), weight=1.2),
    ]
    rows: list[Sequence[Cell]] = [
        [days_on(speech, each.starts, each.ends), _title(each, speech),
         speech.pick(each.about_km, each.about_en) or place_on(speech, each.place, full=False)]
        for each in items
    ]  # fmt: skip
    return [Table(columns, rows, size=9.5)]


_SECTION_BLOCKS = {
    "meetings": _meetings,
    "decisions": _decisions,
    "members": _members,
    "titles": _titles,
    "trainings": _trainings,
    "next": _next,
}


def _title(item: Item, speech: Speech) -> Text:
    title = speech.pick(item.title_km, item.title_en)
    return speech("The meeting after “{title}”", title=title) if item.kind == AFTER else title


def _named(item: Item, facts: Sequence[Text], speech: Speech) -> Text:
    """A name with what is known beside it in brackets."""
    said, known = _title(item, speech), [each for each in facts if each]
    for each in known:
        said = speech("{text}, {more}", text=said, more=each)
    return said


def _short(text: str) -> str:
    """The beginning of a long text, up to a word."""
    plain = " ".join(text.split())
    if len(plain) <= _MOST_ABOUT:
        return plain
    return plain[:_MOST_ABOUT].rsplit(" ", 1)[0] + " …"
