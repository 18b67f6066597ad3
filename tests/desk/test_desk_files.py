"""The files of a record in the window: added, dropped, saved as a copy, taken away, asked for."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QToolButton

from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.record import LibraryTitle
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import Blobs
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label
from cso_desk.widgets.editors.files import FilesEditor, called, size_said


@pytest.fixture
def title(store: Store) -> LibraryTitle:
    with store.transaction("Add") as t:
        return t.add(LibraryTitle(title_en="Water law"))


@pytest.fixture
def editor(desk: DeskWindow, title: LibraryTitle) -> FilesEditor:
    desk.open_record("library_title", title.id)
    page: Any = desk._pages["library"]
    found = page.pane.editor.editors["files"]
    assert isinstance(found, FilesEditor)
    return found


def files_of(store: Store, title: LibraryTitle) -> Any:
    with store.reading() as reading:
        found = reading.get(LibraryTitle, title.id)
    assert found is not None
    return found.files


def written(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(name.encode() * 100)
    return [folder / name for name in names]


def buttons(editor: FilesEditor) -> dict[str, QToolButton]:
    return {each.accessibleName(): each for each in editor._rows.findChildren(QToolButton)}


def test_several_files_are_added_at_once_and_taken_back_as_one_step(
    editor: FilesEditor, desk: DeskWindow, store: Store, title: LibraryTitle, tmp_path: Path
) -> None:
    editor.add(written(tmp_path, "law.pdf", "scan.jpg"))
    kept = files_of(store, title)
    assert [(each.name, each.media) for each in kept] == [
        ("law.pdf", "application/pdf"), ("scan.jpg", "image/jpeg"),
    ]  # fmt: skip
    assert "Save a copy of law.pdf…" in buttons(editor)
    assert desk.session.undo_name() == "Add 2 files"
    desk.session.undo()
    assert files_of(store, title) == ()
    assert buttons(editor) == {}


def test_the_same_content_is_kept_and_listed_once(
    editor: FilesEditor, desk: DeskWindow, store: Store, title: LibraryTitle, tmp_path: Path
) -> None:
    first, second = written(tmp_path, "law.pdf", "copy.pdf")
    second.write_bytes(first.read_bytes())
    editor.add([first, second])
    editor.add([second])
    assert [each.name for each in files_of(store, title)] == ["law.pdf"]
    assert len(Blobs(store.folder).held()) == 1
    assert "already" in desk.notice.text()


def test_files_are_dropped_and_folders_are_not(
    editor: FilesEditor, store: Store, title: LibraryTitle, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in (*written(tmp_path, "law.pdf"), tmp_path)])
    drop = QDropEvent(
        QPointF(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    editor.dropEvent(drop)
    assert [each.name for each in files_of(store, title)] == ["law.pdf"]


def test_a_copy_is_what_was_kept(
    editor: FilesEditor, store: Store, title: LibraryTitle, tmp_path: Path
) -> None:
    (path,) = written(tmp_path, "law.pdf")
    editor.add([path])
    editor.save_copy(files_of(store, title)[0], tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == path.read_bytes()


def test_a_file_is_taken_away_and_its_name_stands_in_no_step(
    editor: FilesEditor, desk: DeskWindow, store: Store, title: LibraryTitle, tmp_path: Path
) -> None:
    editor.add(written(tmp_path, "Sok Dara.pdf", "law.pdf"))
    buttons(editor)["Take away Sok Dara.pdf"].click()
    assert [each.name for each in files_of(store, title)] == ["law.pdf"]
    assert desk.session.undo_name() == "Take away a file"
    desk.session.undo()
    assert len(files_of(store, title)) == 2


def test_a_file_that_is_not_here_is_asked_for(
    editor: FilesEditor, desk: DeskWindow, store: Store, title: LibraryTitle
) -> None:
    missing = StoredFile("ab" * 32, 5_000_000, "book.pdf")
    with store.transaction("From elsewhere") as t:
        t.change(LibraryTitle, title.id, files=(missing,))
    assert "not here yet" in [each.text_shown() for each in editor.findChildren(Label)]
    buttons(editor)["Ask for book.pdf: the next file to another hub does it"].click()
    assert desk.stack.currentWidget() is desk._pages["exchange"]


def test_what_is_added_goes_to_its_record_also_when_another_one_is_shown_by_then(
    editor: FilesEditor, desk: DeskWindow, store: Store, title: LibraryTitle, tmp_path: Path
) -> None:
    with store.transaction("Add") as t:
        other = t.add(LibraryTitle(title_en="Another"))
    blob = Blobs(store.folder)
    assert not blob.held()
    owner = editor.owner
    desk.open_record("library_title", other.id)
    editor._added(owner, [StoredFile("ab" * 32, 5, "law.pdf")])
    assert [each.name for each in files_of(store, title)] == ["law.pdf"]
    assert files_of(store, other) == ()


def test_a_list_of_a_newer_version_is_left_alone(editor: FilesEditor) -> None:
    editor.show_value('[{"new": 1}]')
    assert not editor.adding.isEnabled()
    assert editor.hint()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("law.pdf", "law.pdf"), ("../../etc/x", "_.._etc_x"), ("a\u202efdp.exe", "a fdp.exe"), ("", "abababab")],
)
def test_a_name_from_elsewhere_is_no_path_and_hides_nothing(name: str, shown: str) -> None:
    assert called(StoredFile("ab" * 32, 1, name)) == shown


def test_sizes_are_said_as_people_say_them(look: None) -> None:
    assert [size_said(size) for size in (0, 1, 999, 2000, 1_500_000, 3_000_000_000)] == [
        "0 bytes", "1 byte", "999 bytes", "2 KB", "1.5 MB", "3 GB",
    ]  # fmt: skip
