"""The window of CSO Desk: its places, its search, its steps back, and the pages no feature owns."""

import builtins

# For a switch nobody here uses PySide6 reads the source of every module that is imported after it, and all
# of that stays in memory: 20 MB and a fifth of a second for the desk. So imports remain Python's own.
_python_imports = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _python_imports
