"""Gathers the messages of src/ from the syntax trees; what cannot be gathered is told, never skipped."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MsgId = str | tuple[str, ...]
PLURALS = {"ngettext", "N_plural"}
SPEAKERS = {"Words", "Speech"}  # types whose values are called with a message


@dataclass
class Found:
    """What the sources say: messages with the files they stand in, and what could not be gathered."""

    messages: dict[MsgId, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Files that do not parse at the moment: their messages are kept as they were."""


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Constant) and isinstance(node.value, str):  # an annotation in quotes
        return node.value.rpartition(".")[2]
    return ""


def _is_words_call(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and _last_name(node.func) in {"words", *SPEAKERS}


def _names_that_speak(tree: ast.AST) -> set[str]:
    """Names in this file that hold a speaker: assigned from words(…), or annotated so."""
    names = {"_", "N_", "say", "_say"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_words_call(node.value):
            names |= {_last_name(target) for target in node.targets}
        elif isinstance(node, ast.AnnAssign) and (
            _is_words_call(node.value) or _last_name(node.annotation) in SPEAKERS
        ):
            names.add(_last_name(node.target))
        elif isinstance(node, ast.arg) and node.annotation and _last_name(node.annotation) in SPEAKERS:
            names.add(node.arg)
    return names - {""}


class _File:
    """One source file while it is read."""

    def __init__(self, name: str, source: str, found: Found) -> None:
        self.name, self.found = name, found
        self.tree = ast.parse(source, name)
        self.speaking = _names_that_speak(self.tree)
        self.plain = {
            _last_name(target)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
        }

        # A function of this name hands on what its callers say, and those are gathered.
        self.handed_on = {
            id(inner)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef) and node.name in {"plural", "ngettext", "counted"}
            for inner in ast.walk(node)
        }

    def gather(self) -> None:
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = _last_name(node.func)
            if name in PLURALS or (name == "plural" and isinstance(node.func, ast.Attribute)):
                self._plural(node)
            elif name in self.speaking or _is_words_call(node.func):
                self._message(node, node.args[0], must_be_text=name == "N_")

    def _message(self, call: ast.Call, argument: ast.expr, *, must_be_text: bool) -> None:
        if isinstance(argument, ast.IfExp):
            self._message(call, argument.body, must_be_text=must_be_text)
            self._message(call, argument.orelse, must_be_text=must_be_text)
        elif isinstance(argument, ast.BoolOp):
            for value in argument.values:
                self._message(call, value, must_be_text=must_be_text)
        elif (text := _literal(argument)) is not None:
            if text:
                self.found.messages.setdefault(text, set()).add(self.name)
        elif isinstance(argument, ast.JoinedStr | ast.BinOp) or (
            isinstance(argument, ast.Call) and _last_name(argument.func) == "format"
        ):
            self._problem(call, "is put together before translating; use {placeholders}")
        elif must_be_text or isinstance(argument, ast.Starred):
            self._problem(call, "is no text that can be gathered")
        elif isinstance(argument, ast.Name) and argument.id in self.plain:
            self._problem(call, f"{argument.id} is plain text; wrap it with N_ where it is written")

    def _plural(self, call: ast.Call) -> None:
        one, many = (_literal(a) for a in call.args[:2]) if len(call.args) >= 2 else (None, None)
        if one is None or many is None:
            if id(call) not in self.handed_on:
                self._problem(call, "a plural needs two texts and a count")
            return
        self.found.messages.setdefault((one, many), set()).add(self.name)

    def _problem(self, call: ast.Call, what: str) -> None:
        self.found.problems.append(f"{self.name}:{call.lineno}: {ast.unparse(call)[:80]} – {what}")


def _literal(node: ast.expr) -> str | None:
    """The text of a literal, also one put together of literals with +."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return left + right if left is not None and right is not None else None
    return None


def gather(root: Path) -> Found:
    """Every message in the sources below `root`/src, and what could not be gathered."""
    found = Found()
    for path in sorted((root / "src").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        try:
            _File(name, path.read_text("utf-8"), found).gather()
        except FileNotFoundError:
            continue
        except SyntaxError as error:
            found.unread.add(name)
            found.problems.append(f"{name}:{error.lineno}: does not parse; its words are kept as they were")
    _merge_plurals(found)
    return found


def _merge_plurals(found: Found) -> None:
    """A message that stands alone and in a plural is one entry; two plurals of one message are a fault."""
    plural_of: dict[str, tuple[str, ...]] = {}
    for msgid in sorted(m for m in found.messages if isinstance(m, tuple)):
        other = plural_of.setdefault(msgid[0], msgid)
        if other != msgid:
            found.problems.append(f"two plurals of one message: {other[1]!r} and {msgid[1]!r}")
            found.messages[other] |= found.messages.pop(msgid)
    for one, msgid in plural_of.items():
        found.messages[msgid] |= found.messages.pop(one, set())
