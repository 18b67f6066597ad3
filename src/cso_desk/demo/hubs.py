"""The first steps: three hubs, their lists, and the institutions that agree to be shared."""

import shutil

from cso_desk.assembly import create_store
from cso_desk.catalog import plan_import, run_import
from cso_desk.demo.folder import LISTS, PASSPHRASE, store_folder
from cso_desk.demo.stage import HUBS, Stage, hub_called, number
from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import find_organisations, set_consent
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.resources import resource
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import N_, _

MEMBER_LISTS = {"02": "battambang_members.xlsx", "17": "siem_reap_focal_persons.csv"}
ATTENDANCE_LIST = "battambang_attendance_2026-07-21.xlsx"
LIBRARY_LIST = "battambang_library.xlsx"
_HEADS = ("Executive Director", "Network Coordinator", "Community leader", "Secretary")


def make_hubs(stage: Stage) -> list[str]:
    """Three encrypted stores, each with the profile of its hub."""
    stage.clock.go_to("2026-09-01")
    said = []
    for hub in (NATIONAL, *HUBS):
        # A demonstration need not hold a guesser up: its passphrase stands in the folder.
        store, _code = create_store(
            store_folder(stage.folder, hub),
            hub,
            passphrase=PASSPHRASE,
            actor=stage.story["actors"][hub],
            cost=CHEAP,
            clock=stage.clock,
        )
        stage.stores[hub] = store
        name_hub(stage, hub)
        said.append(
            _(
                "{hub}: an encrypted store in {folder}",
                hub=hub_called(hub),
                folder=_short(stage, store.folder),
            )
        )
    return said


def name_hub(stage: Stage, hub: str) -> None:
    """Give a store the profile that the story tells of its hub."""
    told = stage.story["profiles"][hub]
    save_profile(stage.stores[hub], **{name: _tuple(value) for name, value in told.items()})


def import_battambang(stage: Stage) -> list[str]:
    """The first list, one organisation a row below its district; and the library."""
    stage.clock.go_to("2026-09-02")
    return _import(stage, "02", MEMBER_LISTS["02"]) + _import(stage, "02", LIBRARY_LIST)


def import_siem_reap(stage: Stage) -> list[str]:
    """Another layout: one person a row, some of them of an institution that was shared before."""
    stage.clock.go_to("2026-09-04")
    said = _import(stage, "17", MEMBER_LISTS["17"])
    said.append(_complete(stage.stores["17"]))
    return said


def _complete(store: Store) -> str:
    """A list of people does not say where their organisations are and who of them represents each."""
    with store.transaction(N_("Change a record")) as t:
        people = {person.id: person for person in t.all(Person)}
        heads = [position for position in t.all(Position) if position.title_en in _HEADS]
        for position in heads:
            t.change(position, role="representative")
            t.change(Organisation, position.organisation, place=people[position.person].place)
    return _("  places and representatives were added to {count} institutions", count=number(len(heads)))


def share(stage: Stage, hub: str) -> list[str]:
    """Institutions that agree go into the directory of the whole network."""
    store, said = stage.stores[hub], []
    for name in stage.story["shared"][hub]:
        organisation = organisation_called(store, name)
        set_consent(store, organisation, consent=True)
        said.append(_("{hub} shares {name} with the network.", hub=hub_called(hub), name=name))
    return said


def organisation_called(store: Store, name: str) -> Organisation:
    """The one organisation with this Khmer name."""
    (found,) = [each for each in find_organisations(store, name) if each.name_km == name]
    return found


def read_sample(stage: Stage, name: str) -> SheetReading:
    """The only list in a sample file; the file itself is put beside the stores to be looked at."""
    path = stage.folder / LISTS / name
    shutil.copyfile(resource("samples", name), path)
    (reading,) = read_list(path)
    return reading


def _import(stage: Stage, hub: str, name: str) -> list[str]:
    reading = read_sample(stage, name)
    store = stage.stores[hub]
    plan = plan_import(store, reading)
    report = run_import(store, plan)
    said = [
        _(
            "{hub}: {file}, {count} rows below the header in row {row}; left aside as titles, districts, "
            "totals and signatures: {skipped}. {result}",
            hub=hub_called(hub),
            file=name,
            count=number(reading.records),
            row=number(reading.header_rows[-1]),
            skipped=number(len(reading.skipped)),
            result=report.sentence(),
        )
    ]
    said += [
        _("  to look at, row {row}: {problem}", row=number(each.row), problem=each.message)
        for each in reading.problems
    ]
    known = sum(1 for row in plan.rows if row.existing)
    if known:
        said.append(_("  rows about somebody or something known already: {count}", count=number(known)))
    return said


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _short(stage: Stage, path: object) -> str:
    return str(path).removeprefix(f"{stage.folder}")[1:]
