"""Qt comes without what hardly any start needs, and everything that is asked for later is there."""

import subprocess
import sys

PROGRAM = """
import builtins, sys
own = builtins.__import__
import cso_desk.desk
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

assert builtins.__import__ is own, "imports are Python's own"
later = [name for name in ("errorhandler", "layout", "parser") if "_Later" in str(
    type(sys.modules["shibokensupport.signature." + name]))]
print(len(later), "argparse" in sys.modules)

class Bell(QObject):
    rung = Signal(int)

made, heard = QApplication([]), []
bell = Bell()
bell.rung.connect(heard.append)
bell.rung.emit(3)
print(heard, all(vars(sys.modules["shibokensupport.signature." + name])["_source"] for name in later))
for call in (lambda: QLabel().setText(5), lambda: QWidget().resize("a")):
    try:
        call()
    except TypeError as error:
        print(str(error).splitlines()[-1].strip())
print(QWidget.resize.__doc__.splitlines()[-1])
from PySide6.support.signature import parser
print(hasattr(parser, "nothing"), parser.__name__)
"""


def test_what_explains_faults_is_read_when_a_fault_is_explained() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "3 False",
        "[3] True",
        "PySide6.QtWidgets.QLabel.setText(arg__1: str, /)",
        "PySide6.QtWidgets.QWidget.resize(w: int, h: int, /)",
        "resize(self, w: int, h: int, /) -> None",
        "False shibokensupport.signature.parser",
    ]
