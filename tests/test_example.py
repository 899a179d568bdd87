"""The worked example shows one each of the usual troubles, and the Makefile's demo is built on it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QUOTECHECK = str(Path(sys.executable).parent / "quotecheck")

# The start of each row's words in the draft, its verdict, and the reason that weighs most.
EXPECTED = (
    ("We were open for thirty", "exact", None),
    ("We are going to park", "excerpt", None),
    ("The four beams are", "acceptable-edit", None),
    ("I am asking for $4.2", "misquote", "number-changed"),
    ("We will close the library", "misquote", "negation-changed"),
    ("I do not buy a horse", "misattributed", None),
    ("This county has never", "unsourced", None),
    ("What I cannot promise", "unattributed", None),
    ("the crack was fourteen", "supported", None),
    ("the loan would now come", "contradicted", None),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with its committed claims, apart from the project."""
    copy = tmp_path_factory.mktemp("example")
    for name in ("sources", "claims", "example"):
        shutil.copytree(ROOT / name, copy / name)
    return copy


def verify(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [QUOTECHECK, "verify", *more, "example/draft.md"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_trouble_of_the_draft_is_called_by_its_name(folder: Path) -> None:
    done = verify(folder, "--format", "json")
    assert done.returncode == 1, done.stderr
    (draft,) = json.loads(done.stdout)["drafts"]
    found = [
        (words, row["verdict"], row["reasons"][0] if reason else None)
        for row, (words, _, reason) in zip(draft["quotes"], EXPECTED, strict=True)
        if row["exact"].removeprefix("that ").startswith(words)
    ]
    assert found == list(EXPECTED)


def test_the_text_shows_the_draft_s_wording_and_the_source_s(folder: Path) -> None:
    done = verify(folder, "--format", "text")
    assert done.returncode == 1, done.stderr
    for shown in ("$4.2", "$2.4", "Sarah Pruitt", "sources/2026-03-05-press-release.txt", "of 10 quotes verified"):
        assert shown in done.stdout
