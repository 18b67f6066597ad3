"""Imports PySide6 without what every start would pay for and hardly any needs, see docs/decisions/0308."""

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from threading import RLock
from types import ModuleType
from typing import Any

_PACKAGES = ("shibokensupport.signature", "shibokensupport.signature.lib")
_LATER = frozenset(("errorhandler", "layout", "parser", "tool", "enum_sig", "pyi_generator"))
"""What makes the text of an error or a signature. Not `mapping`: it is read past Python's own way."""

_python_imports = builtins.__import__
_reading = RLock()


class _Later(ModuleType):
    """A module that is run when something of it is first asked for."""

    def __init__(self, name: str, finder: Any) -> None:
        super().__init__(name)
        # PySide6 gives the spec another name afterwards; the finder knows only this one.
        self._source: ModuleSpec | None = finder.find_spec(name, None)
        self.__spec__ = finder.find_spec(name, None)

    def __getattr__(self, name: str) -> Any:
        with _reading:
            if self._source is not None and not name.startswith("__"):
                self._run(self._source)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None

    def _run(self, source: ModuleSpec) -> None:
        self._source = None
        spec, self.__spec__ = self.__spec__, source
        try:
            source.loader.exec_module(self)  # type: ignore[union-attr]
        finally:
            self.__spec__ = spec


def _import(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002  all five are named as Python names them
    locals: Mapping[str, object] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType:
    """Import as Python does, but put off the modules of `_LATER`."""
    if name in _PACKAGES:
        for each in _LATER.intersection(fromlist or ()):
            whole = f"{name}.{each}"
            # PySide6 reads them from an archive inside its library, by a finder that stands first meanwhile.
            finder: Any = sys.meta_path[0]
            if whole not in sys.modules and finder.find_spec(whole, None) is not None:
                sys.modules[whole] = _Later(whole, finder)
    return _python_imports(name, globals, locals, fromlist or (), level)


def import_lean() -> None:
    """Import PySide6, and let imports remain Python's own.

    For a switch nobody here uses PySide6 reads the source of every module that is imported after it, and all
    of that stays in memory: 20 MB and a fifth of a second for the desk.
    """
    if "PySide6.QtCore" not in sys.modules:
        builtins.__import__ = _import
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415  this is what it is all about
    finally:
        builtins.__import__ = _python_imports
