"""The surroundings that tests/conftest.py makes for every test are really there."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_no_test_reaches_the_network() -> None:
    with socket.socket() as plug, pytest.raises(AssertionError, match="network"):
        plug.connect(("192.0.2.1", 9))
    with pytest.raises(AssertionError, match="network"):
        socket.getaddrinfo("example.org", 443)


def test_home_is_not_the_home_of_the_person_who_runs_the_tests() -> None:
    assert Path.home().parent.name.startswith("cso-desk-tests-")
    assert Path(os.environ["CSO_DESK_HOME"]).is_relative_to(Path.home())


def test_dev_py_tells_what_it_can_do_and_refuses_the_rest(tmp_path: Path) -> None:
    def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "dev.py"), *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)

    assert dev("--help").returncode == 0
    assert "python3 dev.py demo" in dev("--help").stdout
    refused = dev("nonsense")
    assert refused.returncode == 2
    assert "there is no command 'nonsense'" in refused.stderr
