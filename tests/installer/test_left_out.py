"""What the build leaves out of the packages is asked for by no module of ours."""

import json
import os
import subprocess
import sys

from installer.packages import UNUSED
from installer.release import ROOT

_ALONE = """
import importlib, importlib.abc, json, pkgutil, sys
left_out, asked = json.loads(sys.argv[1]), []

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == each or name.startswith(each + ".") for each in left_out):
            asked.append(name)
            raise ModuleNotFoundError(name=name)

sys.meta_path.insert(0, Missing())
import cso_desk
broken = []
for module in pkgutil.walk_packages(cso_desk.__path__, "cso_desk."):
    try:
        importlib.import_module(module.name)
    except ImportError:
        broken.append(module.name)
import sqlalchemy, reportlab.graphics.barcode.code128 as bars
with sqlalchemy.create_engine("sqlite://").connect() as connection:
    assert connection.scalar(sqlalchemy.select(sqlalchemy.func.upper("a"))) == "A"
assert bars.Code128("CSO-1").width > 0
print(json.dumps([broken, asked]))
"""


def test_every_module_loads_without_what_is_left_out() -> None:
    parts = [pattern.replace("/", ".") for pattern in UNUSED if "*" not in pattern and "." not in pattern]
    assert {"sqlalchemy.dialects.postgresql", "reportlab.graphics.samples", "sqlalchemy.orm"} <= set(parts)
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, json.dumps(parts)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "QT_QPA_PLATFORM": "offscreen"},
    )
    broken, asked = json.loads(done.stdout.splitlines()[-1])
    assert broken == []
    # Packages may look whether a part is there; ours never name one.
    assert not any(name.startswith("sqlalchemy.dialects") for name in asked)
