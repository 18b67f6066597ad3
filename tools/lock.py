"""Renews uv.lock and the hashed lists in requirements/ (needs uv; `--upgrade` takes newer versions)."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = {"run": ["--no-dev"], "dev": ["--group", "dev"], "build": ["--only-group", "build"]}
HOSTS = {"pypi.org", "files.pythonhosted.org"}


def main(arguments: list[str]) -> int:
    subprocess.run(["uv", "lock", *arguments], cwd=ROOT, check=True)
    strangers = set(re.findall(r"https?://([^/\s\"]+)", (ROOT / "uv.lock").read_text("utf-8"))) - HOSTS
    if strangers:
        print("uv.lock names other hosts than the public index:", *sorted(strangers), file=sys.stderr)
        return 1
    plain = ["--frozen", "--no-emit-project", "--no-header", "--no-annotate"]
    for name, groups in LISTS.items():
        out = ROOT / "requirements" / f"{name}.txt"
        subprocess.run(["uv", "export", "--quiet", *plain, *groups, "-o", out], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
