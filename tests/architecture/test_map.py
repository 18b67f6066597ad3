"""The rules of ARCHITECTURE.md that a machine can watch."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
SOURCES = sorted((SRC / "cso_desk").rglob("*.py"))
# Two letters make a word; one letter or a range of them is a rule about writing.
KHMER = re.compile("[\u1780-\u17b3][\u1780-\u17ff]*[\u1780-\u17b3]")
MOST_LINES = 400
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "core", "manager", "managers", "misc"}


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def belongs_to_qt(module: str) -> bool:
    return bool(
        re.match(r"cso_desk\.(desk|widgets|self_test)\b", module)
        or re.match(r"cso_desk\.features\.\w+\.(page|form)\b", module)
    )


def texts(tree: ast.Module) -> list[ast.Constant]:
    """The string literals, without docstrings."""
    docstrings = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docstrings
    ]


def test_there_are_sources_to_watch() -> None:
    assert SRC / "cso_desk" / "wording.py" in SOURCES


def test_every_import_keeps_to_the_map(capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter.cli import lint_imports

    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_no_name_says_nothing() -> None:
    said = {
        p: re.split(r"[_.]", p.relative_to(SRC).with_suffix("").as_posix().replace("/", "_")) for p in SOURCES
    }
    assert [str(p) for p, words in said.items() if EMPTY_NAMES.intersection(words)] == []


def test_every_module_opens_with_a_sentence() -> None:
    def sentence(path: Path) -> str:
        return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""

    assert [
        dotted(p) for p in SOURCES if not re.match(r"\S[^\n]+[.:](\s|$)", sentence(p).replace("\n", " "))
    ] == []


def test_every_module_outside_the_window_imports_without_qt() -> None:
    modules = [dotted(p) for p in SOURCES if not belongs_to_qt(dotted(p))]
    assert "cso_desk.wording" in modules
    program = f"""
import importlib, sys, traceback
for name in ("PySide6", "shiboken6", "qtawesome", "qtpy"):
    sys.modules[name] = None  # importing it raises ImportError
failed = []
for name in {modules!r}:
    try:
        importlib.import_module(name)
    except ImportError:
        failed.append(name)
        traceback.print_exc()
sys.exit(f"these need Qt: {{failed}}" if failed else 0)
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    assert done.returncode == 0, done.stderr


def test_khmer_words_stand_in_translations_and_resources_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{text.lineno}: {text.value[:40]}"
        for path in SOURCES
        if path.relative_to(SRC / "cso_desk").parts[0] not in {"khmer", "places"}
        for text in texts(ast.parse(path.read_text("utf-8")))
        if KHMER.search(text.value)
    ]
    assert found == []


def test_no_file_is_long() -> None:
    files = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").glob("*.py"), ROOT / "dev.py"]
    lengths = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in files}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_tests_have_names_of_their_own() -> None:
    names = [p.name for p in (ROOT / "tests").rglob("test_*.py")]
    assert [name for name in names if names.count(name) > 1] == []


def test_qt_calls_do_not_use_up_none(qapp: object) -> None:
    """PySide6 6.12.0 dropped a reference to None at every void call, until Python 3.11 aborted."""
    from PySide6.QtCore import QObject, QTimer

    thing, timer = QObject(), QTimer()
    before = sys.getrefcount(None)
    for number in range(5000):
        thing.setObjectName("a")
        timer.setInterval(number)
    assert abs(sys.getrefcount(None) - before) < 500


def test_the_hashed_lists_say_what_the_lock_says() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    locked = {package["name"]: package.get("version") for package in lock["package"]}  # ours is in the code
    names = {}
    for kind in ("run", "dev", "build"):
        text = (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8")
        assert "://" not in text
        pins = re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
        assert {name: locked.get(name) for name, _version in pins} == dict(pins)
        names[kind] = {name for name, _version in pins}
    assert names["run"] < names["dev"] == locked.keys() - {"cso-desk"} - names["build"]


def test_the_lock_covers_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    wanted = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line)[0]).lower() for line in asked}  # type: ignore[index]
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "dev.txt").read_text("utf-8"), re.MULTILINE)
    assert wanted - set(pins) == set()


# What a package is called where it is imported, unless that is its name; "" = used without an import.
IMPORTED_AS = {
    "pyside6-essentials": "PySide6", "python-calamine": "python_calamine", "pyicu-wheels": "icu",
    "python-docx": "docx", "charset-normalizer": "charset_normalizer", "pillow": "PIL", "babel": "babel",
    "rl-accel": "", "qtawesome": "",
}  # fmt: skip


def test_every_package_the_program_asks_for_is_used() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    text = "\n".join(p.read_text("utf-8") for p in [*SOURCES, ROOT / "tools" / "words.py"])
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", text, re.MULTILINE))
    names = [re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line)[0]).lower() for line in asked]  # type: ignore[index]
    wanted = {IMPORTED_AS.get(name, name) for name in names} - {""}
    assert wanted - imported == set()


def test_only_public_hosts_stand_in_the_lock() -> None:
    hosts = set(re.findall(r"https?://([^/\s\"]+)", (ROOT / "uv.lock").read_text("utf-8")))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
