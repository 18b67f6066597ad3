"""Everything the demonstration prints."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from cso_desk.demo.folder import PAPERS
from cso_desk.demo.stage import HUBS, Stage, hub_called
from cso_desk.documents.paper import Paper
from cso_desk.documents.pdf import write_pdf
from cso_desk.documents.workbook import Sheet, write_workbook
from cso_desk.features.hub.printing import merge_protocol
from cso_desk.features.hub.service import profile, profiles
from cso_desk.features.library.printing import register_paper
from cso_desk.features.meetings.printing import (
    attendance_sheet,
    attendance_workbook,
    minutes_paper,
    quarterly_report,
    quarterly_workbook,
)
from cso_desk.features.members.printing import directory_paper, directory_workbook
from cso_desk.features.members.service.papers import Asked
from cso_desk.store.store import NATIONAL
from cso_desk.wording import _

REPORT_DAY = date(2026, 10, 2)


def print_attendance_sheet(stage: Stage, hub: str) -> list[str]:
    """The sheet to be signed; in a room where not everybody reads Khmer, in two languages."""
    store, meeting = stage.stores[hub], stage.meetings[hub]
    return _pdf(
        stage, hub, "attendance-sheet", lambda code: attendance_sheet(store, meeting, code), also_both=True
    )


def print_minutes(stage: Stage, hub: str) -> list[str]:
    """The minutes, and the filled attendance list as paper and as workbook."""
    store, meeting = stage.stores[hub], stage.meetings[hub]
    said = _pdf(
        stage, hub, "attendance-list", lambda code: attendance_sheet(store, meeting, code, form="filled")
    )
    said += _xlsx(stage, hub, "attendance-list", lambda code: attendance_workbook(store, meeting, code))
    return said + _pdf(stage, hub, "minutes", lambda code: minutes_paper(store, meeting, code))


def print_reports(stage: Stage) -> list[str]:
    """The quarter of each hub and of the nation, the directories, the library, and how the merge went."""
    said = []
    for hub in (*HUBS, NATIONAL):
        store = stage.stores[hub]
        quarter = f"report-{stage.quarter}"

        def report(code: str, hub: str = hub) -> Paper:
            return quarterly_report(stage.stores[hub], stage.quarter, code, on=REPORT_DAY)

        def report_sheets(code: str, hub: str = hub) -> Sequence[Sheet]:
            return quarterly_workbook(stage.stores[hub], stage.quarter, code)

        def addresses(code: str, hub: str = hub) -> Paper:
            return directory_paper(stage.stores[hub], Asked(REPORT_DAY), code)

        said += _pdf(stage, hub, quarter, report) + _xlsx(stage, hub, quarter, report_sheets)
        said += _pdf(stage, hub, "directory", addresses)
        said += _xlsx(
            stage,
            hub,
            "directory",
            lambda code, store=store: directory_workbook(store, Asked(REPORT_DAY), code),  # type: ignore[misc]
        )
    said += _pdf(stage, "02", "library", lambda code: register_paper(stage.stores["02"], code))
    return said + _protocol(stage)


def _protocol(stage: Stage) -> list[str]:
    nation = stage.nation
    hubs = [each.hub for each in profiles(nation) if each.hub != NATIONAL]

    def paper(code: str) -> Paper:
        return merge_protocol(
            profile(nation),
            code,
            quarter=stage.quarter,
            on=REPORT_DAY,
            delivered=stage.delivered,
            settled=stage.settled,
            expected=hubs,
        )

    return _pdf(stage, NATIONAL, "merge-protocol", paper)


def _pdf(
    stage: Stage, hub: str, name: str, make: Callable[[str], Paper], *, also_both: bool = False
) -> list[str]:
    both = ["both"] if also_both and len(stage.languages) > 1 else []
    return _written(
        stage, hub, name, "pdf", [*stage.languages, *both], lambda code, path: write_pdf(make(code), path)
    )


def _xlsx(stage: Stage, hub: str, name: str, make: Callable[[str], Sequence[Sheet]]) -> list[str]:
    return _written(
        stage, hub, name, "xlsx", stage.languages, lambda code, path: write_workbook(make(code), path)
    )


def _written(
    stage: Stage, hub: str, name: str, ending: str, codes: Sequence[str], write: Callable[[str, Path], None]
) -> list[str]:
    folder = stage.folder / PAPERS
    files = [folder / f"{hub}-{name}-{code}.{ending}" for code in codes]
    for code, path in zip(codes, files, strict=True):
        write(code, path)
    return [
        _(
            "{hub}: {file}",
            hub=hub_called(hub),
            file=f"{PAPERS}/{hub}-{name}-{'|'.join(codes)}.{ending}",
        )
    ]
