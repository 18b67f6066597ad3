"""The files of a record: what is kept, added from a dialog or dropped, saved as a copy, taken away.

Nothing is ever opened from here: what came from others is only copied to where the person says.
"""

import mimetypes
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cso_desk.records.kinds import StoredFile
from cso_desk.records.record_type import Field, RecordType
from cso_desk.widgets.controls import Label, button, holder, icon_button, row
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, N_plural, _, ngettext

if TYPE_CHECKING:
    from cso_desk.store.blobs import Blobs
    from cso_desk.store.transaction import Transaction

_LONGEST_NAME = 200
_LONGEST_SHOWN = 60
_UNITS = ((1_000_000_000, N_("{number} GB")), (1_000_000, N_("{number} MB")), (1_000, N_("{number} KB")))
_ADD = N_plural("Add {count} file", "Add {count} files")


class FilesEditor(Editor):
    """Changes the list of files of the record `owner` by steps of its own, each of which can be undone."""

    def __init__(self, host: Host, kind: RecordType, field: Field) -> None:
        super().__init__()
        self._host, self._kind, self._field = host, kind, field
        self._files: tuple[StoredFile, ...] = ()
        self._unknown = False
        whole = QWidget()
        self._lines = QVBoxLayout(whole)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(2))
        self.adding = button(lambda: _("Add files…"), self.ask, picture="paperclip", writes="data")
        self._rows = QWidget()
        self._lines.addWidget(self._rows)
        self._lines.addWidget(holder(row(self.adding, None)))
        self.place(whole)
        self.setAcceptDrops(True)
        live(self, self._draw)

    def control(self) -> QPushButton:
        return self.adding

    def name(self, say: Any) -> None:
        self.adding.setAccessibleName(f"{say()}: {_('Add files…')}")

    def show_value(self, value: Any) -> None:
        self._unknown = isinstance(value, str)
        self._files = () if self._unknown else tuple(value or ())
        self.adding.setEnabled(not self._unknown)
        self.tell(
            _("The list of files was written by a newer version, so it is left as it is.")
            if self._unknown
            else "",
            wrong=False,
        )
        self._draw()

    def add(self, paths: Sequence[Path]) -> None:
        """Keep copies of these files with the record; one that it has already is not added twice."""
        owner, store = self.owner, self._host.store

        def work(progress: Any) -> list[StoredFile]:
            from cso_desk.store.blobs import blobs_of  # noqa: PLC0415  most sessions keep no file

            return _kept(blobs_of(store), paths, progress)

        self._host.work(_("Keeping the files…"), work, lambda found: self._added(owner, found))

    def remove(self, file: StoredFile) -> None:
        """Take a file away from the record; Undo brings it back."""

        def act(transaction: "Transaction") -> None:
            self._change(transaction, owner, [each for each in self._now(transaction, owner) if each != file])

        owner = self.owner
        # The name of a file may name a person: it does not stand in the step, which is never erased.
        if self._host.change(N_("Take away a file"), act):
            self._host.notify(_("{file} was taken away.", file=called(file)), undo=True)

    def save_copy(self, file: StoredFile, path: Path) -> None:
        """Write a copy of a file to `path`."""
        store = self._host.store

        def work(_progress: Any) -> Path:
            from cso_desk.store.blobs import blobs_of  # noqa: PLC0415

            blobs_of(store).save_copy(file.sha256, path)
            return path

        self._host.work(
            _("Saving…"), work, lambda out: self._host.notify(_("Saved as {file}.", file=out.name))
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        may = not self._unknown and not self._host.store.why_not()
        if may and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.accept()
        self.add([path for path in paths if path.is_file()])

    # --- within ---

    def _added(self, owner: str, found: list[StoredFile]) -> None:
        new: list[StoredFile] = []

        def act(transaction: "Transaction") -> None:
            now = self._now(transaction, owner)
            have = {each.sha256 for each in now}
            new.extend(each for each in found if each.sha256 not in have)
            if new:
                self._change(transaction, owner, [*now, *new])

        if not self._host.change(_ADD, act, count=len(found)):
            return
        if new:
            said = ngettext(
                "{number} file was added.", "{number} files were added.", len(new), number=digits(len(new))
            )
            self._host.notify(said, undo=True)
        else:
            self._host.notify(_("These files are kept here already."))

    def _now(self, transaction: "Transaction", owner: str) -> list[StoredFile]:
        record = transaction.get(self._kind.record, owner)
        value = getattr(record, self._field.name, ())
        return [] if isinstance(value, str) else list(value)

    def _change(self, transaction: "Transaction", owner: str, files: list[StoredFile]) -> None:
        transaction.change(self._kind.record, owner, **{self._field.name: tuple(files)})

    def ask(self) -> None:
        """Ask which files are to be kept with the record."""
        self._host.choose_files(self, _("Choose the files to keep"), self.add)

    def _ask_where(self, file: StoredFile) -> None:
        self._host.choose_where(
            self, _("Where to write the copy"), called(file), lambda path: self.save_copy(file, path)
        )

    def _draw(self) -> None:
        from cso_desk.store.blobs import Blobs  # noqa: PLC0415  see above

        blobs = Blobs(self._host.store.folder)
        rows = QWidget()
        inside = QVBoxLayout(rows)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for file in self._files:
            inside.addWidget(self._line(file, here=blobs.has(file.sha256)))
        self._lines.replaceWidget(self._rows, rows)
        self._rows.deleteLater()
        self._rows = rows
        rows.setVisible(bool(self._files))

    def _line(self, file: StoredFile, *, here: bool) -> QWidget:
        name = Label(_short(called(file)), wrap=True)
        name.setToolTip(called(file))
        size = Label(size_said(file.size) if here else _("not here yet"), "quiet" if here else "warn")
        if here:
            act = icon_button(
                "floppy-disk",
                lambda: _("Save a copy of {file}…", file=called(file)),
                partial(self._ask_where, file),
            )
        else:
            act = icon_button(
                "arrows-left-right",
                lambda: _("Ask for {file}: the next file to another hub does it", file=called(file)),
                partial(self._host.go, "exchange"),
            )
        take = icon_button(
            "x", lambda: _("Take away {file}", file=called(file)), partial(self.remove, file), writes="data"
        )
        inside = row(name, size, act, take, gap=4)
        inside.setStretch(0, 1)
        return holder(inside)


def called(file: StoredFile) -> str:
    """What people call a file: never a path, and without what could hide its ending."""
    plain = "".join(letter if letter.isprintable() else " " for letter in file.name)
    return " ".join(plain.replace("/", "_").replace("\\", "_").split()).lstrip(".") or file.sha256[:8]


def size_said(size: int) -> str:
    """A size as people say it: "3 KB", "1.5 MB"."""
    for unit, words in _UNITS:
        if size >= unit:
            number = f"{size / unit:.1f}".removesuffix(".0")
            return _(words, number=digits(number))
    return ngettext("{number} byte", "{number} bytes", size, number=digits(size))


def _short(name: str) -> str:
    """A long name with its middle left out: its ending says what it is."""
    half = _LONGEST_SHOWN // 2
    return name if len(name) <= _LONGEST_SHOWN else f"{name[:half]}…{name[-half:]}"


def _kept(blobs: "Blobs", paths: Sequence[Path], progress: Any) -> list[StoredFile]:
    """Keep each file; `progress` counts bytes."""
    sizes = [path.stat().st_size if path.exists() else 0 for path in paths]
    blobs.refuse_without_room(sum(sizes))
    found: dict[str, StoredFile] = {}
    for place, path in enumerate(paths):
        blob = blobs.add_file(path, _shifted(progress, sum(sizes[:place]), sum(sizes)))
        media = mimetypes.guess_type(path.name)[0] or ""
        found.setdefault(blob.sha256, StoredFile(blob.sha256, blob.size, path.name[:_LONGEST_NAME], media))
    return list(found.values())


def _shifted(progress: Any, before: int, total: int) -> Callable[[int, int], None]:
    """Progress of one of several files, told as progress of all."""
    return lambda done, _size: progress(before + done, total)
