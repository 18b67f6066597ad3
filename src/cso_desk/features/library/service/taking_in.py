"""Papers come into the library: looked at first, then taken with what a person confirmed, in one step.

Looking reads each file in a process of its own and keeps its text under its content; no record and no file
comes of it. A file that nobody takes is forgotten by `forget_unnamed`.
"""

import hashlib
import json
import mimetypes
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from unicodedata import category

from cso_desk.errors import UserError
from cso_desk.extraction.guessing import Guess, guess
from cso_desk.extraction.limits import FILE_BYTES
from cso_desk.extraction.reading import FileReader, FileTexts
from cso_desk.features.library.record import LibraryTitle, TitleVersion
from cso_desk.features.library.service.file_texts import TABLES, KeptTexts
from cso_desk.features.members.importing import choice_of_beginning
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.records.kinds import Files, StoredFile
from cso_desk.store.blob_texts import GOOD, REFUSED
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.photos import HEAD, is_photo, without_location
from cso_desk.store.reading import Progress, Reading
from cso_desk.store.search import refresh_within
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_plural, _

MOST_FILES = 20_000
_AT_ONCE = 1 << 20
_LONGEST_NAME = 200
_COMING = "library_files_coming"
_TAKING = Lock()
"""Held while files are on their way in, so that nobody takes them for leftovers."""
_NOT_PAPERS = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))


@dataclass(frozen=True)
class SeenFile:
    """A file that was looked at. `here`: the title that has it already; `title`: the one it seems to be of.

    `guess` is what a person confirms or alters before anything is kept. `same`: what other files with the
    same content are called.
    """

    path: Path
    sha256: str
    size: int
    found: FileTexts = field(repr=False)
    guess: Guess
    here: str = ""
    title: RecordId = NOBODY
    same: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return plain_name(self.path)

    @property
    def may_be_taken(self) -> bool:
        return self.found.verdict != REFUSED and not self.here


@dataclass(frozen=True)
class Taken:
    """How many titles, versions and files came in."""

    titles: int
    versions: int
    files: int


def plain_name(path: Path) -> str:
    """What a file is called, without signs that no database takes, that break lines or hide its ending."""
    name = path.name.encode("utf-8", "replace").decode()
    said = (sign if sign.isprintable() else "" if category(sign) == "Cf" else " " for sign in name)
    return " ".join("".join(said).split())[-_LONGEST_NAME:]


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths` and in the folders among them, without what programs leave behind.

    Raises UserError where there are more than anybody can look through.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for one in _walk(path):
            found[one] = None
            if len(found) > MOST_FILES:
                raise UserError(
                    _("These are more than {count} files. Add them folder by folder.", count=MOST_FILES)
                )
    return list(found)


def _walk(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if path.is_file():
            yield path
        return
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            one = Path(folder) / name
            left_behind = name.startswith((".", "~$")) or name.lower() in _NOT_PAPERS
            if not left_behind and one.is_file() and not one.is_symlink():  # a pipe would never end
                yield one


def look_at(store: Store, paths: Sequence[Path], progress: Progress | None = None) -> list[SeenFile]:
    """Read files that may come into the library. `progress` may raise to stop; nothing has come then."""
    files = files_in(paths)
    with store.reading() as reading:
        known = _Known(reading)
    seen: dict[str, SeenFile] = {}
    with FileReader() as reader, KeptTexts(store) as kept:
        for done, path in enumerate(files):
            if progress is not None:
                progress(done, len(files))
            one = _look(kept, reader, path, known, progress)
            key = one.sha256 or str(path)
            seen[key] = _as_one(seen[key], one) if key in seen else one
    return list(seen.values())


def _as_one(one: SeenFile, other: SeenFile) -> SeenFile:
    """Two files with one content: the shorter name stays, as the longer one is that of a copy."""
    stays, goes = sorted((one, other), key=lambda each: len(each.name))
    return replace(stays, same=(*one.same, *other.same, goes.name))


def _look(
    kept: KeptTexts, reader: FileReader, path: Path, known: "_Known", progress: Progress | None
) -> SeenFile:
    try:
        size = path.stat().st_size
        digest, content, length = _content(path, size)
    except OSError:
        return SeenFile(path, "", 0, FileTexts(verdict=REFUSED, refused="unreadable"), Guess())
    except UserError:
        return SeenFile(path, "", size, FileTexts(verdict=REFUSED, refused="heic"), Guess())
    here = known.files.get(digest, "")
    if here:
        return SeenFile(path, digest, size, FileTexts(), guess((), plain_name(path)), here)
    tick = None if progress is None else lambda: progress(0, 0)
    if size > FILE_BYTES:
        found = FileTexts()  # a film: kept, not read
    else:
        found = reader.read(content, length, tick)
        if found.verdict != REFUSED:
            kept.add(digest, found)
    guessed = _guessed(found, path)
    # A thousand reports in memory are not needed to ask about them.
    return SeenFile(path, digest, size, replace(found, texts=()), guessed, title=known.title_of(guessed))


def _content(path: Path, size: int) -> tuple[str, Iterable[bytes], int]:
    """The name under which a file would be kept, its content as it would be kept, and how long that is.

    No more is read than the file had when it was asked: what grows meanwhile is refused when it is kept.
    """
    with path.open("rb") as source:
        head = source.read(HEAD)
        if size <= FILE_BYTES:
            data = head + source.read(max(0, size - len(head)))
            if is_photo(head):
                data = without_location(data, plain_name(path))  # a photo is shorter afterwards
            return hashlib.sha256(data).hexdigest(), [data], len(data)
        digest = hashlib.sha256(head)
        while data := source.read(_AT_ONCE):
            digest.update(data)
        return digest.hexdigest(), (), size


def _guessed(found: FileTexts, path: Path) -> Guess:
    said = guess(found.texts if found.verdict == GOOD else (), plain_name(path))
    kind = said.kind or choice_of_beginning("library_kind", said.title_km or said.title_en)
    return replace(said, kind=kind)


class _Known:
    """What the library has: files by content, titles by number and by name."""

    def __init__(self, reading: Reading) -> None:
        self.files: dict[str, str] = {}
        self._titles: dict[tuple[str, str], RecordId] = {}
        titles = {each.id: each for each in reading.all(LibraryTitle)}
        for title in titles.values():
            self._note(title.files, title)
            self._titles.setdefault((title.kind, _digits(title.number)), title.id)
            for name in (title.title_km, title.title_en):
                self._titles.setdefault(("", fold(name)), title.id)
        for version in reading.all(TitleVersion):
            if version.title in titles:
                self._note(version.files, titles[version.title])

    def title_of(self, guessed: Guess) -> RecordId:
        """The title that a paper seems to be of, by kind and number or by its whole name."""
        number = _digits(guessed.number)
        if number and guessed.kind and (guessed.kind, number) in self._titles:
            return self._titles[guessed.kind, number]
        name = fold(guessed.title_km or guessed.title_en)
        return self._titles.get(("", name), NOBODY) if name else NOBODY

    def _note(self, files: object, title: LibraryTitle) -> None:
        if isinstance(files, tuple):
            for file in files:
                self.files.setdefault(file.sha256, title.title_km or title.title_en or title.code)


def _digits(number: str) -> str:
    """A number as it is compared: in Latin digits, without spaces and leading noughts."""
    return fold(to_latin_digits(number)).replace(" ", "").lstrip("0")


def take_files(
    store: Store, seen: Sequence[SeenFile], progress: Progress | None = None, *, initiator: object = None
) -> Taken:
    """Keep files with titles and versions as one step that can be undone.

    Files of one folder with one name but for the ending are forms of one version. Where it is stopped or the
    power fails no record is there, and files that were kept by then are removed.
    Raises UserError where a file is no longer what was looked at, or there is no room.
    """
    chosen = [each for each in seen if each.may_be_taken]
    if not chosen:
        return Taken(0, 0, 0)
    with _TAKING:
        return _take(store, chosen, progress, initiator)


def _take(store: Store, chosen: Sequence[SeenFile], progress: Progress | None, initiator: object) -> Taken:
    _forget_coming(store)
    blobs = blobs_of(store)
    blobs.refuse_without_room(sum(each.size for each in chosen))
    # What was here before, for a meeting perhaps, stays whatever happens.
    coming = [each.sha256 for each in chosen if not blobs.has(each.sha256)]
    _note_coming(store, coming)
    try:
        files = {
            each.sha256: _kept(store, blobs, each, progress, len(chosen), n) for n, each in enumerate(chosen)
        }
        label = N_plural("Add {count} paper", "Add {count} papers")
        with store.transaction(label, initiator=initiator, count=len(chosen)) as t:
            groups = _groups(chosen)
            titles = sum(_take_group(t, group, files) for group in groups)
            refresh_within(t)
    except BaseException:
        _forget_coming(store)
        raise
    _note_coming(store, [])
    return Taken(titles, len(groups), len(chosen))


def _kept(
    store: Store, blobs: Blobs, one: SeenFile, progress: Progress | None, total: int, done: int
) -> StoredFile:
    if progress is not None:
        progress(done, total)
    blob = blobs.add_file(one.path)
    if blob.sha256 != one.sha256:
        _note_coming(store, [*_coming(store), blob.sha256])  # goes with the others
        raise UserError(_("The file “{name}” was changed meanwhile. Add the files once more.", name=one.name))
    media = mimetypes.guess_type(one.name)[0] or ""
    return StoredFile(blob.sha256, blob.size, one.name, media)


def _groups(chosen: Sequence[SeenFile]) -> list[list[SeenFile]]:
    found: dict[tuple[Path, str], list[SeenFile]] = {}
    for each in chosen:
        found.setdefault((each.path.parent, each.path.stem), []).append(each)
    return list(found.values())


def _take_group(t: Transaction, group: Sequence[SeenFile], files: Mapping[str, StoredFile]) -> bool:
    """Add one version, and its title where there is none; gives whether there was none."""
    said = next((each.guess for each in group if each.guess.number or each.guess.languages), group[0].guess)
    title = next((each.title for each in group if each.title), NOBODY)
    is_new = title == NOBODY
    if is_new:
        title = t.add(_title(said)).id
    t.add(
        TitleVersion(
            title=title,
            language=said.languages[0] if len(said.languages) == 1 else "",
            dated=said.date,
            pages=max((each.found.pages for each in group), default=0) or None,
            files=tuple(files[each.sha256] for each in group),
        )
    )
    return is_new


def _title(said: Guess) -> LibraryTitle:
    return LibraryTitle(
        title_km=said.title_km,
        title_en=said.title_en,
        kind=said.kind,
        number=said.number,
        date_signed=said.date,
        issuing_agency=said.agency,
        languages=said.languages,
    )


def forget_unnamed(store: Store) -> None:
    """Remove what a taking that was cut short kept, and texts of files that were looked at and not taken.

    For the start of a session. Where files are taken just now it does nothing; of files that are looked at
    just now the text is read once more when they are taken.
    """
    if not _TAKING.acquire(blocking=False):
        return
    try:
        _forget_coming(store)
        _forget_texts(store)
    finally:
        _TAKING.release()


def _forget_texts(store: Store) -> None:
    named = " UNION ".join(_named(table, "files") for table in TABLES)
    with store.writing(derived=True) as connection:
        for table in ("blob_text", "blob_found"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE sha256 NOT IN ({named})")


def _forget_coming(store: Store) -> None:
    """Remove the files that were on their way in and that no record of any kind names."""
    coming = _coming(store)
    if not coming:
        return
    named = " UNION ".join(
        _named(kind.name, name)
        for kind in store.shelves.types.values()
        for name, each in kind.fields.items()
        if isinstance(each.kind, Files)
    )
    with store.reading() as reading:
        wanted = {row[0] for row in reading.connection.exec_driver_sql(named)}
    blobs = Blobs(store.folder)
    for sha256 in coming:
        if sha256 not in wanted:
            blobs.remove(sha256)
    _note_coming(store, [])


def _coming(store: Store) -> list[str]:
    return [str(sha256) for sha256 in json.loads(kept_fact(store, _COMING) or "[]")]


def _note_coming(store: Store, sha256s: Sequence[str]) -> None:
    keep_fact(store, _COMING, json.dumps(list(sha256s)) if sha256s else "")


def _named(table: str, column: str) -> str:
    """SQL for the contents that records of a type name, also those in the trash."""
    return (
        f"SELECT json_extract(f.value, '$[0]') AS sha256 FROM {table} t, json_each(t.{column}) f"
        f" WHERE t.{column} <> '' AND json_valid(t.{column})"
    )
