"""Standard streams that are closed, endless or full: as schedulers leave them, and as a slip of the hand makes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells and devices of Unix")
LIMIT = "ulimit -v 2000000; "


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of the shell in which ``QC`` stands for the command; less than two gigabytes and a minute."""
    line = LIMIT + line.replace("QC", f"{sys.executable} -m quotecheck.cli.main")
    command = ["bash", "-c", line]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=60)


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("QC verify - <&-", 2, "<stdin>: cannot be read: standard input is closed"),
        ("QC verify draft.md <&-", 0, ""),
        ("QC verify draft.md >&-", 0, ""),
        ("QC verify draft.md 2>&-", 0, ""),
        ("QC list >&- 2>&- <&-", 0, ""),
        ("QC review <&-", 2, "asks its questions on a terminal"),
        ("QC verify - < /dev/zero", 2, "<stdin>: is too large"),
        ("QC verify draft.md --output /dev/full", 2, "/dev/full: cannot be written: No space left on device"),
        ("QC list -o /dev/stdout", 0, ""),
    ],
)
def test_streams_of_every_kind(ingested: Path, line: str, code: int, told: str) -> None:
    (ingested / "draft.md").write_text("“Nobody asked the fishermen,” said Tadeo Brandt.\n", encoding="utf-8")
    done = shell(ingested, line)
    assert done.returncode == code and told in done.stderr
    assert "Traceback" not in done.stderr and "an error of its own" not in done.stderr
