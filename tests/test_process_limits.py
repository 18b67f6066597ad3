"""A process that reads foreign files is ended by the system before it takes the computer."""

import subprocess
import sys

import pytest

from cso_desk import process_limits

LIMITED = f"""
import importlib.util, sys
spec = importlib.util.spec_from_file_location("limits", {process_limits.__file__!r})
limits = importlib.util.module_from_spec(spec)
spec.loader.exec_module(limits)
"""


def ended(program: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-c", LIMITED + program], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip()


def test_memory_beyond_the_limit_is_refused():
    asks = "limits.limit_process(400 << 20)\nprint(len(bytearray({} << 20)) >> 20)"
    assert ended(asks.format(100)) == (0, "100")
    code, told = ended(asks.format(600))
    assert code != 0
    assert not told


def test_a_process_that_computes_without_end_is_ended():
    code, told = ended("limits.limit_computing(1)\nprint('began', flush=True)\nwhile True: pass")
    assert code != 0
    assert told == "began"


def test_each_task_gets_its_time_anew():
    spent = "import time\nend = time.process_time() + 1.2\nwhile time.process_time() < end: pass\n"
    assert ended(f"limits.limit_computing(2)\n{spent}limits.limit_computing(2)\n{spent}print('both')") == (
        0,
        "both",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_process_that_only_reads_writes_no_file(tmp_path):
    writing = f"\nwith open({str(tmp_path / 'x')!r}, 'w') as file: file.write('a')"
    assert ended("limits.limit_process(400 << 20)" + writing)[0] == 0
    assert ended("limits.limit_process(400 << 20, writes=False)" + writing)[0] != 0
