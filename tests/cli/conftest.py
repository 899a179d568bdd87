"""A project of invented sources, and the command line as a user meets it: a process of its own, or in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ARTICLE = """\
LOWEN, March 3. Dredging of the harbour will start in April, the port authority said on Monday.

“We have waited eleven years for this. The silt will be gone by autumn,” said Orla Quist, the harbour master.

“Nobody asked the fishermen,” said Tadeo Brandt. “We read it in the paper.”
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with one source, not yet ingested."""
    root = tmp_path / "project"
    (root / "sources").mkdir(parents=True)
    (root / "claims").mkdir()
    (root / "sources" / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    return root


@pytest.fixture
def quotecheck(project: Path) -> Run:
    """Runs ``quotecheck`` in the project folder, its output into pipes, 80 columns wide."""

    def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
        environment |= {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
        settings = {"cwd": project, "capture_output": True, "encoding": "utf-8", "env": environment} | more
        return subprocess.run([sys.executable, "-m", "quotecheck.cli.main", *arguments], check=False, **settings)

    return run


@pytest.fixture
def ingested(project: Path, quotecheck: Run) -> Path:
    """The project with its source ingested."""
    assert quotecheck("ingest").returncode == 0
    return project
