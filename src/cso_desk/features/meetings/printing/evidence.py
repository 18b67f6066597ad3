"""The evidence of one activity as one PDF: contents, agenda, figures, scans of the sheet, minutes, photos."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.joined import is_pdf, is_picture, joined_pdf, lighter_picture, page_count, whole_pdf
from cso_desk.documents.paper import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Table,
)
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.errors import DamagedFileError
from cso_desk.features.hub.printing import paper_foot, paper_head, practice_stamp
from cso_desk.features.meetings.printing.agenda import agenda_paper
from cso_desk.features.meetings.printing.guests import Gathering, gathering, titled
from cso_desk.features.meetings.printing.minutes import minutes_paper
from cso_desk.features.meetings.printing.sheet import FILLED, attendance_sheet, facts_of, totals_facts
from cso_desk.features.meetings.service import meeting_totals
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.store import Store
from cso_desk.wording import N_

_LARGEST = 60_000_000  # bytes of one file that goes along
_PHOTO_WIDTH, _SCAN_WIDTH = 150, 175  # millimetres
_PHOTOS_ON_PAGE = 2
_LAST_STEPS = 4  # what is still to come is not known beforehand: about so many parts

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Part:
    """Some pages of the pack."""

    title: Text
    pdf: bytes
    pages: int


def evidence_pack(
    store: Store, meeting: str, language: str = "km", progress: Progress = lambda _done, _total: None
) -> bytes:
    """The pack as a PDF. A file that is missing, broken or of another kind is named on its first page.

    `progress(done, total)` may raise CancelledError.
    """
    speech, of = Speech(language), gathering(store, meeting)
    packer = _Packer(store, of, speech)
    parts: list[_Part] = []
    for number, part in enumerate(packer.parts(), 1):
        progress(number, number + _LAST_STEPS)
        parts += [part] if part.pages else []
    cover = packer.cover(parts)
    return joined_pdf([cover, *(part.pdf for part in parts)], progress)


class _Packer:
    """Makes the parts of a pack one after the other, and remembers what could not go along."""

    def __init__(self, store: Store, of: Gathering, speech: Speech) -> None:
        self._store, self._of, self._speech = store, of, speech
        self._blobs: Blobs = blobs_of(store)
        self._left_out: list[Text] = []

    def parts(self) -> Iterator[_Part]:
        """The papers and files in their order; one without pages only says that work went on."""
        store, now, language = self._store, self._of.meeting, self._speech.language
        yield self._paper(N_("Agenda"), agenda_paper(store, now.id, language))
        yield self._paper(N_("Attendance list"), attendance_sheet(store, now.id, language, form=FILLED))
        yield from self._files(N_("Scan of the signed sheet: {file}"), now.scans)
        yield self._paper(N_("Minutes of the meeting"), minutes_paper(store, now.id, language, annex=False))
        photos: list[tuple[str, bytes]] = []
        for file, data in self._read(now.papers):
            if is_picture(data):
                photos += self._picture(file, data)
                yield _Part("", b"", 0)
            else:
                yield from self._file(N_("Paper: {file}"), file, data)
        if photos:
            yield self._photos(photos)

    def cover(self, parts: Sequence[_Part]) -> bytes:
        """What is in the pack and on which pages, the figures, and what could not go along."""
        made = pdf_bytes(self._cover(parts, 1))
        pages = page_count(made)
        return made if pages == 1 else pdf_bytes(self._cover(parts, pages))

    def _paper(self, title: str, paper: Paper) -> _Part:
        pdf = pdf_bytes(paper)
        return _Part(self._speech(title), pdf, page_count(pdf))

    def _read(self, files: Iterable[StoredFile]) -> Iterator[tuple[str, bytes]]:
        """The name and content of each file that is here."""
        # What a newer version wrote may be no list of files.
        for file in files if isinstance(files, tuple) else ():
            if not self._blobs.has(file.sha256):
                self._miss(N_("{file}: it is not on this computer yet."), file.name)
            elif file.size > _LARGEST:
                self._miss(N_("{file}: it is too large to go along."), file.name)
            else:
                try:
                    yield file.name, b"".join(self._blobs.content(file.sha256))
                except DamagedFileError:
                    self._miss(N_("{file}: it is damaged."), file.name)

    def _files(self, title: str, files: Iterable[StoredFile]) -> Iterator[_Part]:
        for name, data in self._read(files):
            yield from self._file(title, name, data)

    def _file(self, title: str, name: str, data: bytes) -> Iterator[_Part]:
        """The pages of one file."""
        said = self._speech(title, file=name)
        if is_pdf(data):
            try:
                copy = whole_pdf(data)
                yield _Part(said, copy, page_count(copy))
            except DamagedFileError:
                self._miss(N_("{file}: it is damaged or locked with a password."), name)
        elif is_picture(data):
            for caption, picture in self._picture(name, data):
                block = Picture(picture, _SCAN_WIDTH, caption)
                yield replace(self._paper(title, self._plain([block])), title=said)
        else:
            self._miss(N_("{file}: only PDF files and pictures can go along."), name)

    def _picture(self, name: str, data: bytes) -> list[tuple[str, bytes]]:
        try:
            return [(name, lighter_picture(data))]
        except DamagedFileError:
            self._miss(N_("{file}: it is damaged."), name)
            return []

    def _photos(self, photos: Sequence[tuple[str, bytes]]) -> _Part:
        blocks: list[Block] = []
        for number, (name, data) in enumerate(photos):
            blocks += [PageBreak()] if number and number % _PHOTOS_ON_PAGE == 0 else []
            blocks.append(Picture(data, _PHOTO_WIDTH, name, most_height=115))
        return self._paper(N_("Photographs"), self._plain(blocks))

    def _plain(self, blocks: Sequence[Block]) -> Paper:
        """Pages that hold nothing but what is shown, and the code of the meeting."""
        stamp = practice_stamp(self._store.practice, self._speech)
        return Paper(
            "", blocks, self._speech.language, show_title=False, code=self._of.meeting.code, stamp=stamp,
            page_numbers=False,
        )  # fmt: skip

    def _miss(self, message: str, name: str) -> None:
        self._left_out.append(self._speech(message, file=name))

    def _cover(self, parts: Sequence[_Part], cover_pages: int) -> Paper:
        speech, now, hub = self._speech, self._of.meeting, self._of.hub
        totals = meeting_totals(self._store, now.id)
        blocks: list[Block] = [
            Facts(facts_of(now, speech), columns=1),
            Heading(speech("Attendance"), 2),
            totals_facts(now, totals, speech),
            Heading(speech("Contents"), 2),
            Table(
                [
                    Column(speech("No."), weight=0, align="center"),
                    Column(speech("Contents"), weight=4),
                    Column(speech("Pages"), weight=0, align="center"),
                ],
                list(_contents(parts, cover_pages, speech)),
                numbered=True,
                size=10,
            ),
        ]
        if self._left_out:
            blocks += [Heading(speech("Not in this pack"), 2), Bullets(self._left_out)]
        unwilling = sum(row.attendance.photo_consent == "no" for row in self._of.present)
        if unwilling:
            said = speech.plural(
                "{count} participant did not agree to photographs: look at the photos before sending this.",
                "{count} participants did not agree to photographs: look at the photos before sending this.",
                unwilling,
            )
            blocks.append(Paragraph(said, bold=True))
        return Paper(
            speech("Evidence of an activity"), blocks, speech.language, subtitle=titled(now, speech),
            head=paper_head(hub, speech), code=now.code, foot=paper_foot(hub, speech),
            stamp=practice_stamp(self._store.practice, speech),
        )  # fmt: skip


def _contents(parts: Sequence[_Part], first: int, speech: Speech) -> Iterator[list[Cell]]:
    for part in parts:
        last = first + part.pages
        said = f"{first + 1}" if part.pages == 1 else f"{first + 1}–{last}"
        yield [None, part.title, speech.digits(said)]
        first = last
