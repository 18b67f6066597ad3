r"""Keeps translations/: gathers the messages of src/, merges Khmer, finds what is missing, compiles.

    python tools/words.py update              gather the messages, renew km.po and en.po, compile
    python tools/words.py missing [PATH...]   untranslated messages as lines  msgid<TAB>
    python tools/words.py translate FILE.tsv  merge lines  msgid<TAB>khmer  (FILE may be - for standard input)
    python tools/words.py check               exit 1 where a word is missing or a placeholder differs
    python tools/words.py compile             only make the .mo files that are older than their .po

In the lines \n, \t and \\ stand for line end, tab and backslash; a message with a plural is one|||many.
"""

from __future__ import annotations

import argparse
import os
import re
import string
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from messages import Found, MsgId, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"km": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
DOMAIN = "cso_desk"
PLURAL_MARK = "|||"
_NO_TIME = datetime.fromtimestamp(0, UTC)


# --- catalogues --------------------------------------------------------------------------------------------


def _po(root: Path, language: str) -> Path:
    return root / "translations" / f"{language}.po"


def _mo(root: Path, language: str) -> Path:
    return root / "translations" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def _read(root: Path, language: str) -> Catalog:
    path = _po(root, language)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


def _kept(catalog: Catalog) -> dict[str, Message]:
    """What was translated before, also the entries not in use now, by the (singular) message."""
    entries = [*catalog.obsolete.values(), *(m for m in catalog if m.id)]
    return {_single(m.id): m for m in entries if _texts(m) and all(_texts(m))}


def _single(msgid: MsgId | list[str]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def merged(root: Path, language: str, found: Found) -> Catalog:
    """The catalogue of `language` as it should be: what the sources say, with what was translated before."""
    old = _read(root, language)
    kept = _kept(old)
    messages = dict(found.messages)
    for message in old:
        files = {file for file, _line in message.locations} & found.unread
        if message.id and files:
            known = tuple(message.id) if not isinstance(message.id, str) else message.id
            messages[known] = messages.get(known, set()) | files
    new = Catalog(locale=language, domain=DOMAIN)
    for msgid, files in messages.items():
        before = kept.pop(_single(msgid), None)
        new.add(
            msgid,
            _string(language, msgid, before),
            [(file, 0) for file in sorted(files)],
            flags=sorted(before.flags & {"fuzzy"}) if before else (),
            user_comments=before.user_comments if before else (),
        )
    if language != "en":
        # Unused Khmer is kept as #~ lines: a message that comes back finds its translation again.
        for message in kept.values():
            new.obsolete[_single(message.id)] = message
    return new


def _string(language: str, msgid: MsgId, before: Message | None) -> str | tuple[str, ...]:
    texts = _texts(before) if before else []
    if isinstance(msgid, str):
        if texts:
            return texts[0]
        return msgid if language == "en" else ""
    if language == "en":
        return tuple(texts) if len(texts) == 2 else msgid
    return (texts[0] if texts else "",)


def _write(root: Path, language: str, catalog: Catalog) -> None:
    out = BytesIO()
    out.write(
        (
            f"# The words of CSO Desk, language {language}. See tools/words.py.\n"
            'msgid ""\nmsgstr ""\n'
            f'"Project-Id-Version: CSO Desk\\n"\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
            f'"Plural-Forms: {LANGUAGES[language]}\\n"\n\n'
        ).encode()
    )
    write_po(out, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    text = out.getvalue().rstrip() + b"\n"
    path = _po(root, language)
    if not path.exists() or path.read_bytes() != text:
        _replace(path, text)


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_bytes(data)
    new.replace(path)


@contextmanager
def locked(root: Path = ROOT) -> Iterator[None]:
    """Only one process at a time changes translations/."""
    path = root / "build" / "words.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  exists on Windows only

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415  exists elsewhere only

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def compile_words(root: Path = ROOT) -> list[Path]:
    """Make each .mo file that is missing or older than its .po; the ones made."""
    made = []
    for language in LANGUAGES:
        po, mo = _po(root, language), _mo(root, language)
        if not po.exists() or (mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns):
            continue
        out, catalog = BytesIO(), _read(root, language)
        catalog.creation_date = _NO_TIME  # the same words are the same bytes, whenever they are compiled
        write_mo(out, catalog)
        _replace(mo, out.getvalue())
        made.append(mo)
    return made


# --- checking ----------------------------------------------------------------------------------------------


def placeholders(text: str) -> set[str] | None:
    """The names in {braces}; None where the braces are no placeholders."""
    try:
        return {
            re.split(r"[.\[]", name)[0]
            for _t, name, _f, _c in string.Formatter().parse(text)
            if name is not None
        }
    except ValueError:
        return None


def entry_problems(message: Message) -> list[str]:
    """What is wrong with one entry, empty when it is good."""
    texts = _texts(message)
    if not texts or not all(texts):
        return ["no translation"]
    problems = ["fuzzy"] if message.fuzzy else []
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    # With one plural form (Khmer) the form stands for the "many" text.
    for source, text in zip(sources[-len(texts) :], texts, strict=False):
        wanted, given = placeholders(source), placeholders(text)
        if wanted != given:
            problems.append(f"placeholders {sorted(given or ())} instead of {sorted(wanted or ())}")
    return problems


def check(root: Path = ROOT) -> list[str]:
    """Everything that is wrong with the words, empty when all is well."""
    found = gather(root)
    problems = list(found.problems)
    for language in LANGUAGES:
        if not _po(root, language).exists():
            problems.append(f"translations/{language}.po is missing")
            continue
        catalog = _read(root, language)
        listed = {_single(m.id): m for m in catalog if m.id}
        problems += [
            f"{language}.po: not in the catalogue (run words.py update): {show(msgid)}"
            for msgid in sorted(found.messages, key=_single)
            if _single(msgid) not in listed
        ]
        problems += [
            f"{language}.po: {problem}: {show(message.id)}"
            for message in listed.values()
            for problem in entry_problems(message)
        ]
    return problems


# --- the lines of a TSV ------------------------------------------------------------------------------------


def show(msgid: MsgId | list[str]) -> str:
    text = msgid if isinstance(msgid, str) else PLURAL_MARK.join(msgid)
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _unescape(text: str) -> str:
    marks = {"n": "\n", "t": "\t", "\\": "\\"}
    return re.sub(r"\\([nt\\])", lambda m: marks[m[1]], text)


def translate(lines: Iterable[str], root: Path = ROOT) -> list[str]:
    """Merge lines `msgid<TAB>khmer` into km.po; lines that could not be merged come back with the reason."""
    catalog = merged(root, "km", gather(root))
    listed = {_single(m.id): m for m in catalog if m.id}
    refused = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        source, _tab, khmer = line.rstrip("\r\n").partition("\t")
        message = listed.get(_unescape(source.split(PLURAL_MARK)[0]))
        text = _unescape(khmer)
        if message is None:
            refused.append(f"line {number}: no such message in src/: {source}")
            continue
        if not text:
            continue
        new = text if isinstance(message.id, str) else (text,)
        problems = entry_problems(Message(message.id, new))
        if problems:
            refused.append(f"line {number}: {'; '.join(problems)}: {source}")
            continue
        message.string = new
        message.flags.discard("fuzzy")
    _write(root, "km", catalog)
    return refused


def missing(paths: Iterable[str] = (), root: Path = ROOT) -> list[str]:
    """Lines `msgid<TAB>` of all messages without Khmer, or those of the sources below `paths`."""
    wanted = [Path(p).resolve() for p in paths]
    catalog = merged(root, "km", gather(root))
    return [
        show(message.id) + "\t"
        for message in sorted((m for m in catalog if m.id), key=lambda m: _single(m.id))
        if not all(_texts(message))
        and (
            not wanted
            or any((root / file).is_relative_to(w) for file, _l in message.locations for w in wanted)
        )
    ]


def update(root: Path = ROOT) -> tuple[Found, int]:
    """Renew both catalogues from the sources and compile; what was found, and how many lack Khmer."""
    found = gather(root)
    empty = 0
    for language in LANGUAGES:
        catalog = merged(root, language, found)
        empty += sum(1 for m in catalog if m.id and not all(_texts(m)))
        _write(root, language, catalog)
    compile_words(root)
    return found, empty


def main(arguments: list[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["update", "translate", "missing", "check", "compile"])
    parser.add_argument("files", nargs="*")
    given = parser.parse_args(arguments)
    problems: list[str] = []
    with locked():
        if given.what == "update":
            found, empty = update()
            problems = found.problems
            print(f"{len(found.messages)} messages, {empty} without Khmer")
        elif given.what == "missing":
            print(*missing(given.files), sep="\n")
        elif given.what == "translate":
            for name in given.files:
                text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
                problems += translate(text.decode("utf-8-sig").splitlines())
            update()
        elif given.what == "check":
            problems = check()
        else:
            compile_words()
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    if given.what == "check" and problems:
        print(
            f"{len(problems)} words to mend: python tools/words.py missing, then translate", file=sys.stderr
        )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
