"""What people and other hubs wrote is never a path, whatever system reads it."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.store.file_names import file_name_for

HOSTILE = [
    "../../.bashrc", "..\\..\\autoexec.bat",
    "/etc/passwd", "C:\\Windows\\win.ini", "C:evil.exe", "", ".", "..",
    "\\\\server\\share\\x", "//server/share/x", "list.xlsx:stream", "CON", "con.txt", "NUL", "LPT1.pdf",
    "COM¹",
    "con .txt", "   ", "...", "name.", "name ", ".hidden", "a\0b", "a\nb", "\u202egpj.exe", "x" * 5000, "~/x",
    "ស្រ" * 400 + ".pdf", "file:///etc/passwd", "%2e%2e%2fx", "$(reboot)", "-rf", 'a?b*c|d<e>f"g', "____",
]  # fmt: skip


def is_one_name(name: str) -> bool:
    """Whether both systems take it as the name of a file in the folder it is put in."""
    windows = PureWindowsPath(name)
    return (
        bool(name.strip(". "))
        and PurePosixPath(name).name == name == windows.name
        and not windows.is_reserved()
        and name == name.rstrip(". ")
        and ":" not in name
        and len(name.encode()) <= 255 * 2
        and len(name.encode()) <= 205
        and name.isprintable()
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_path(tmp_path: Path, text: str) -> None:
    name = file_name_for(text, "paper")
    assert is_one_name(name)
    (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in tmp_path.rglob("*")] == [name]


@given(st.text(), st.sampled_from(["", ".pdf", "/", "\\", "..", ":"]))
def test_any_text_gives_one_name(text: str, more: str) -> None:
    assert is_one_name(file_name_for(text + more, "paper"))


@pytest.mark.parametrize("name", ["ជំនួបត្រីមាស ២០២៦.pdf", "BTB-0001 Minutes.docx", "2026-09-25 M-7 Sheet"])
def test_a_usual_name_stays(name: str) -> None:
    assert file_name_for(name, "paper") == name


def test_a_long_name_keeps_its_ending() -> None:
    assert file_name_for("x" * 300 + ".docx", "paper").endswith("x.docx")
