"""`doctor`: checks the store, its journal, the fonts and this computer, and says what to do."""

import platform
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cso_desk import __version__
from cso_desk.bundles.attachments import namings
from cso_desk.bundles.histories import copied_computers, what_was_set_aside
from cso_desk.bundles.network_part import own_problem
from cso_desk.commands.opening import opened, store_folder
from cso_desk.commands.result import USER_MUST_ACT, Result
from cso_desk.documents.text import Style, line, measure
from cso_desk.journal.mending import make_anew
from cso_desk.journal.soundness import soundness
from cso_desk.places.gazetteer import show_place
from cso_desk.rescue.checking import Checked, check
from cso_desk.rescue.telling import told_of_check
from cso_desk.store.backups import backups_in, own_place
from cso_desk.store.blobs import blobs_of
from cso_desk.store.file_copies import sha256_of
from cso_desk.store.files import DATABASE, has_store
from cso_desk.store.migrations import VERSION, version_of
from cso_desk.store.search import refresh
from cso_desk.store.soundness import damage, versions
from cso_desk.store.store import Store
from cso_desk.trust.overview import network_state
from cso_desk.wording import _

_PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "uharfbuzz", "reportlab", "pyicu-wheels")
_LEAST_FREE = 200 * 1024 * 1024
_SAMPLE_PLACE = "02"
_MOST_NAMED = 10  # missing and unnamed files that are listed


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `advice` says what to do where it is not in order."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


def add_arguments(parser: ArgumentParser) -> None:
    deep = _("also look at the chains of the journal, the search and every backup")
    parser.add_argument("--deep", action="store_true", help=deep)
    parser.add_argument("--mend", action="store_true", help=_("make anew what is shown wrongly"))


def run(args: Namespace) -> Result:
    folder = store_folder(args)
    findings = [*_computer(folder), _fonts()]
    if has_store(folder) or args.store:
        with opened(args) as store:
            # All of it is read once, whatever is told of it.
            found = check(store) if args.deep or args.mend else None
            findings += _store(store, found)
            if found is not None:
                # Its files are told of already.
                findings += _deep(store, replace(found, damaged=(), missing=()), mend=args.mend)
    else:
        findings.append(Finding("store", ok=True, detail=_("There is no store yet.")))
    ok = all(finding.ok for finding in findings)
    lines = []
    for each in findings:
        lines.append(f"{_('in order') if each.ok else _('NOT IN ORDER')}  {each.name}: {each.detail}")
        if each.advice and not each.ok:
            lines.append(f"    {each.advice}")
    lines.append(_("Everything is in order.") if ok else _("Something is not in order; see above."))
    data = {"ok": ok, "checks": [asdict(each) for each in findings]}
    return Result(data, lines, code=0 if ok else USER_MUST_ACT)


def _computer(folder: Path) -> Iterator[Finding]:
    yield Finding("program", ok=True, detail=f"CSO Desk {__version__}, Python {platform.python_version()}")
    for name in _PACKAGES:
        try:
            yield Finding(name, ok=True, detail=version(name))
        except PackageNotFoundError:
            advice = _("A part of the program is missing. Install the program again.")
            yield Finding(name, ok=False, detail=_("missing"), advice=advice)
    there = next((each for each in (folder, *folder.absolute().parents) if each.exists()), Path.cwd())
    free = shutil.disk_usage(there).free
    yield Finding(
        "disk",
        ok=free >= _LEAST_FREE,
        detail=_("{megabytes} MB free", megabytes=free // 1024**2),
        advice=_("The disk is nearly full. Free some space before you go on."),
    )


def _fonts() -> Finding:
    """Whether Khmer is shaped: put together, a word is narrower than its letters side by side."""
    sample = show_place(_SAMPLE_PLACE, "km")
    style = Style(size=12)
    apart = sum(measure(letter, style) for letter in sample)
    return Finding(
        "khmer fonts",
        ok=0 < measure(sample, style) < apart and bool(line(sample, style)),
        detail=sample,
        advice=_("Khmer is not drawn correctly. Install the program again."),
    )


def _network(store: Store) -> Iterator[Finding]:
    """Whether this computer stands as it should in its network, where it belongs to one."""
    state = network_state(store)
    if not state.root:
        return
    with store.reading() as reading:
        problem = own_problem(reading.connection)
    if state.twins:
        problem = problem or _(
            "Two directories of one number went round. Tell the national hub; its next one settles it."
        )
    detail = f"{state.root_version}: {state.root}, {state.directory}"
    yield Finding("network", ok=not problem, detail=detail, advice=problem)


def _files(store: Store, found: Checked | None) -> Finding:
    """Whether the files of records are here and whole; a damaged one is put aside and asked for again."""
    blobs = blobs_of(store)
    damaged = sorted(found.damaged if found and found.journal_sound else blobs.check())
    with store.reading() as reading:
        named = {each.sha256 for each in namings(reading.connection, store.shelves.types)}
    held = set(blobs.held())
    missing, unnamed = sorted(named - held), sorted(held - named)
    detail = _(
        "{held} files, {damaged} damaged, {missing} not here, {unnamed} of no record",
        held=len(held),
        damaged=len(damaged),
        missing=len(missing),
        unnamed=len(unnamed),
    )
    listed = [*damaged, *missing[:_MOST_NAMED], *unnamed[:_MOST_NAMED]]
    return Finding(
        "files",
        ok=not damaged,
        detail="; ".join([detail, *dict.fromkeys(sha256[:12] for sha256 in listed)]),
        advice=_("Damaged files were put aside. The next file from another hub may bring them again."),
    )


def _store(store: Store, found: Checked | None) -> Iterator[Finding]:
    """What is told of every store; `found` by a check of everything, where there was one."""
    with store.reading() as reading:
        sqlite, cipher = versions(reading.connection)
        number = version_of(reading.connection)
        complaints = found.pages if found else damage(reading.connection)
    yield Finding("sqlite", ok=True, detail=f"{sqlite}, SQLCipher {cipher}")
    kind = _("practice, not encrypted") if store.practice else _("encrypted")
    yield Finding(
        "store",
        ok=number == VERSION,
        detail=f"{store.folder}: {store.hub} {store.abbreviation}, {number}, {kind}",
    )
    yield Finding(
        "store file",
        ok=not complaints,
        detail="; ".join(complaints) or _("no damage"),
        advice=_("The file of the store is damaged. Restore the last backup."),
    )
    if complaints:
        return
    yield from _network(store)
    with store.reading() as reading:
        copied = copied_computers(reading.connection)
    yield Finding("copied computers", ok=True, detail=copied or _("none"))
    yield Finding("set aside", ok=True, detail=what_was_set_aside(store.folder) or _("nothing"))
    yield _files(store, found)
    shown = (found and found.derived) or soundness(store)
    wrong = sum(shown.wrong_rows.values()) + shown.wrong_heads
    yield Finding(
        "journal",
        ok=shown.sound,
        detail=_("{changes} changes, {wrong} differences", changes=shown.changes, wrong=wrong),
        advice=_(
            "The store does not show what its journal says. Keep a copy of the folder and ask for help."
        ),
    )


def _deep(store: Store, found: Checked, *, mend: bool) -> Iterator[Finding]:
    """The chains of the journal, the search, and whether every backup is what it was."""
    mended = mend and found.journal_sound and not found.shown_sound
    if mended:
        with store.writing() as connection:
            make_anew(connection, store.shelves.types.values())
        refresh(store)
        found = check(store, files=False)
    said = " ".join(told_of_check(found))
    yield Finding(
        "deep check",
        ok=found.sound,
        detail=_("It was made anew. {found}", found=said) if mended else said,
        advice=_("Mend it with: cso-desk doctor --mend")
        if found.journal_sound
        else _("Mend it with: cso-desk rescue"),
    )
    broken = [
        each.folder.name
        for each in backups_in(own_place(store.folder))
        if each.told.sha256 and sha256_of(each.folder / DATABASE) != each.told.sha256
    ]
    yield Finding(
        "backups",
        ok=not broken,
        detail=", ".join(broken) or str(len(backups_in(own_place(store.folder)))),
        advice=_("These backups are damaged. Make a new one with: cso-desk backup"),
    )
