"""What is handed out: its manifest, signature, licences and libraries; quick, and without building it."""

import base64
import re
import struct
import sys
import tomllib
from email.message import Message
from pathlib import Path

import pytest
from installer.debian import ICONS
from installer.licences import allowed, gather, licence_of
from installer.linking import UnreadableError, closure, needed_libraries
from installer.manifest import differing, is_signed, release_key, sign, write_manifest
from installer.release import ROOT, BuildError, version
from installer.setup_words import for_c, for_nsis, setup_words

import cso_desk
from cso_desk.file_types import OPENED


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert version() == cso_desk.__version__
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "src/cso_desk/__init__.py"


def test_a_package_without_a_fitting_version_is_not_built(tmp_path: Path) -> None:
    package = tmp_path / "src" / "cso_desk"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "1.0.dev0"\n', "utf-8")
    with pytest.raises(BuildError, match="no version"):
        version(tmp_path)


def test_the_manifest_tells_what_was_changed_taken_and_added(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt", "d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    write_manifest(tmp_path, {"version": "1.2.3"})
    assert differing(tmp_path) == []
    (tmp_path / "a.txt").write_text("A.txt", "utf-8")
    (tmp_path / "b" / "c.txt").unlink()
    (tmp_path / "new.txt").write_text("", "utf-8")
    assert differing(tmp_path) == ["a.txt", "b/c.txt", "new.txt"]


def test_a_manifest_is_the_same_bytes_again(tmp_path: Path) -> None:
    (tmp_path / "ខ្មែរ.txt").write_text("x", "utf-8")
    first = write_manifest(tmp_path, {"version": "1.2.3"}).read_bytes()
    assert write_manifest(tmp_path, {"version": "1.2.3"}).read_bytes() == first


def test_a_changed_file_is_not_signed_any_more(tmp_path: Path) -> None:
    path = tmp_path / "setup.exe"
    path.write_bytes(b"program")
    key, development = release_key(None, tmp_path / "development.key")
    public = key.public_key().public_bytes_raw()
    sign(path, key, development=development)
    assert development
    assert is_signed(path, public)
    assert not is_signed(path, bytes(32))
    path.write_bytes(b"progra!")
    assert not is_signed(path, public)


def test_a_release_key_signs_as_such(tmp_path: Path) -> None:
    given = tmp_path / "release.key"
    given.write_bytes(base64.b64encode(bytes(range(32))))
    key, development = release_key(given, tmp_path / "none")
    assert not development
    assert key.private_bytes_raw() == bytes(range(32))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("LGPL-2.1", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
        ("GPL-2.0-only OR AGPL-3.0-only", False),
    ],
)
def test_what_is_under_gpl_alone_is_refused(licence: str, may: bool) -> None:
    assert allowed(licence) is may


def test_a_licence_is_read_from_its_class_where_the_field_holds_the_text() -> None:
    metadata = Message()
    metadata["Name"] = "thing"
    metadata["License"] = "Permission is hereby granted, " * 40
    metadata["Classifier"] = "License :: OSI Approved :: MIT License"
    assert licence_of(metadata) == "MIT"


def _package(folder: Path, licence: str, *texts: str) -> None:
    info = folder / "thing-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: thing\nVersion: 1.0\nLicense: {licence}\n", "utf-8")
    for name in texts:
        (info / name).parent.mkdir(exist_ok=True)
        (info / name).write_text("text", "utf-8")


def test_licences_are_gathered_with_their_texts(tmp_path: Path) -> None:
    _package(tmp_path / "packages", "MIT", "licenses/LICENSE", "NOTICE.txt")
    [found] = gather(tmp_path / "packages", tmp_path)
    assert found.texts == ("thing-1.0/LICENSE", "thing-1.0/NOTICE.txt")
    assert all((tmp_path / "licences" / text).read_text("utf-8") == "text" for text in found.texts)


@pytest.mark.parametrize(
    ("licence", "texts", "why"),
    [("MIT", (), "no text"), ("GPL-3.0-only", ("LICENSE",), "may not"), ("", ("LICENSE",), "may not")],
)
def test_the_build_stops_for_a_licence_that_is_missing_or_refused(
    tmp_path: Path, licence: str, texts: tuple[str, ...], why: str
) -> None:
    _package(tmp_path / "packages", licence, *texts)
    with pytest.raises(BuildError, match=why):
        gather(tmp_path / "packages", tmp_path)


def _pe(*imported: str) -> bytes:
    """A program file of 64-bit Windows that asks for these libraries and does nothing."""
    head, begin = 0x80, 0x400
    data = bytearray(begin)
    data[:2], data[60:64] = b"MZ", struct.pack("<I", head)
    data[head : head + 24] = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 240, 0)
    data[head + 24 : head + 26] = struct.pack("<H", 0x20B)
    data[head + 144 : head + 148] = struct.pack("<I", 0x1000)  # the second directory: imports
    area = struct.pack("<8sIIII", b".idata", 0x1000, 0x1000, 0x1000, begin)
    data[head + 264 : head + 264 + len(area)] = area
    names, table = bytearray(), bytearray()
    for name in imported:
        table += struct.pack("<IIIII", 0, 0, 0, 0x1000 + 20 * (len(imported) + 1) + len(names), 0)
        names += name.encode() + b"\0"
    return bytes(data + table + bytes(20) + names)


def test_the_imports_of_a_windows_program_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.dll"
    path.write_bytes(_pe("Qt6Core.dll", "KERNEL32.dll"))
    assert needed_libraries(path) == ["Qt6Core.dll", "KERNEL32.dll"]


def test_what_is_needed_through_others_is_kept_and_nothing_else(tmp_path: Path) -> None:
    wants = {"root.pyd": ["B.dll"], "b.dll": ["c.dll", "system.dll"], "c.dll": ["b.dll"], "d.dll": []}
    for name, needed in wants.items():
        (tmp_path / name).write_bytes(_pe(*needed))
    offered = {path.name: path for path in tmp_path.glob("*.dll")}
    kept = closure([tmp_path / "root.pyd"], offered)
    assert {path.name for path in kept} == {"root.pyd", "b.dll", "c.dll"}


@pytest.mark.skipif(sys.platform != "linux", reason="Python is no ELF file elsewhere")
def test_the_libraries_of_a_linux_program_are_read() -> None:
    assert any(name.startswith("libc.so") for name in needed_libraries(Path(sys.executable).resolve()))


@pytest.mark.parametrize("data", [b"", b"text", b"MZ", b"MZ" + bytes(200), b"\x7fELF" + b"\xff" * 60])
def test_what_is_no_program_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.dll"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=r"^a\.dll"):
        needed_libraries(path)


def test_every_word_of_the_setup_stands_in_both_languages() -> None:
    script = (ROOT / "installer" / "windows_setup" / "setup.nsi").read_text("utf-8")
    launcher = (ROOT / "installer" / "windows_setup" / "launcher.c").read_text("utf-8")
    words = setup_words()
    used = set(re.findall(r"\$\{WORD_(\w+)\}", script)) | {"CANNOT_START"}
    assert used == {key.upper() for key in words}
    assert "WORD_CANNOT_START" in launcher
    for english, khmer in words.values():
        assert re.search("[ក-៿]", khmer)
        assert not re.search("[ក-៿]", english)
        assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", khmer)
    assert not re.search(r"[{]\w+[}]", for_nsis(words).replace("${VERSION}", ""))
    assert for_c(words).isascii()


def test_each_file_of_ours_is_opened_by_a_double_click_on_both_systems() -> None:
    script = (ROOT / "installer" / "windows_setup" / "setup.nsi").read_text("utf-8")
    registered = re.findall(r'!insertmacro Register "(\.\w+)" "([\w.]+)"', script)
    assert {ending for ending, _kind in registered} == set(OPENED)
    assert registered == re.findall(r'!insertmacro Unregister "(\.\w+)" "([\w.]+)"', script)
    linux = ROOT / "installer" / "linux"
    types = dict(
        re.findall(
            r'type="(application/[\w.-]+)">.*?<glob pattern="\*(\.\w+)"/>',
            (linux / "cso-desk.xml").read_text("utf-8"),
            re.DOTALL,
        )
    )
    assert set(types.values()) == set(OPENED)
    desktop = (linux / "cso-desk.desktop").read_text("utf-8")
    assert re.search(r"^MimeType=(.*);$", desktop, re.MULTILINE)[1].split(";") == list(types)  # type: ignore[index]
    assert "Exec=cso-desk %f\n" in desktop
    pictures = {name for place, name in ICONS if place == "mimetypes"}
    assert pictures == {kind.replace("/", "-") for kind in types}


def test_a_word_in_one_language_only_stops_the_build(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("key\tEnglish\tKhmer\ninstall\tInstall\t\n", "utf-8")
    with pytest.raises(BuildError, match="install"):
        setup_words(path)
