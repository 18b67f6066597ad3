"""The agenda of a meeting, to lie on the table or to go with the invitation."""

from cso_desk.documents.bilingual import Cell, Speech
from cso_desk.documents.paper import Block, Column, Facts, Paper, Table, TableRow
from cso_desk.features.hub.printing import (
    digits_on,
    hub_paper,
)
from cso_desk.features.meetings.printing.proceedings import earlier_actions
from cso_desk.features.meetings.printing.sheet import facts_of
from cso_desk.features.meetings.record import AGENDA_KINDS, AgendaItem
from cso_desk.features.meetings.service import agenda_in, carried_over_in, meeting_in
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store
from cso_desk.wording import N_

_BLANK_ROWS = 8


def agenda_paper(store: Store, meeting: str, language: str = "km") -> Paper:
    """What a meeting is about, item by item; rows to fill in by hand where nothing was entered."""
    with store.reading() as reading:
        now, items = meeting_in(reading, meeting), agenda_in(reading, meeting)
        earlier = carried_over_in(reading, now)
        wanted = {action.person for action, _meeting in earlier}
        found = reading.all(Person, reading.table(Person).c.id.in_(wanted), trash=True) if wanted else []
    speech = Speech(language)
    objective = speech.pick(now.objective_km, now.objective_en)
    blocks: list[Block] = [Facts(facts_of(now, speech), columns=2)]
    blocks += [Facts([(speech("Objective"), objective)])] if objective else []
    timed = not items or any(item.time for item in items)
    columns = [
        Column(speech("No."), weight=0, align="center"),
        *([Column(speech("Time"), width=18)] if timed else []),
        Column(speech("Agenda item"), weight=4),
        Column(speech("Presenter")),
    ]
    rows: list[TableRow] = [_cells(item, speech, timed=timed) for item in items]
    blocks.append(Table(columns, rows, blank_rows=0 if items else _BLANK_ROWS, numbered=True))
    blocks += earlier_actions(earlier, {each.id: each for each in found}, speech)
    title = speech.pick(now.title_km, now.title_en)
    return hub_paper(store, speech, N_("Agenda"), blocks, subtitle=title, code=now.code)


def _cells(item: AgendaItem, speech: Speech, *, timed: bool) -> list[Cell]:
    title = speech.pick(item.title_km, item.title_en) or speech(AGENDA_KINDS.get(item.kind, ""))
    return [None, *([digits_on(speech, item.time)] if timed else []), title, item.presenter]
