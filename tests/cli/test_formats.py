"""The formats of ``verify`` for build servers, and where output goes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quotecheck.cli.verify import FORMATS
from tests.cli.conftest import Run
from tests.cli.test_verify import CLEAN, WRONG


@pytest.fixture
def drafts(ingested: Path) -> Path:
    (ingested / "clean.md").write_text(CLEAN, encoding="utf-8")
    (ingested / "wrong.md").write_text(WRONG, encoding="utf-8")
    return ingested


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_exit_codes_and_goes_to_a_file(drafts: Path, quotecheck: Run, name: str) -> None:
    found = quotecheck("verify", "wrong.md", "clean.md", "--format", name)
    assert found.returncode == 1 and found.stderr == "" and "misquote" in found.stdout
    assert quotecheck("verify", "clean.md", "--format", name).returncode == 0
    missing = quotecheck("verify", "gone.md", "wrong.md", "--format", name, "--exit-zero")
    assert missing.returncode == 2 and "misquote" in missing.stdout
    kept = quotecheck("verify", "wrong.md", "clean.md", "--format", name, "--output", "report.out")
    assert kept.returncode == 1 and kept.stdout == ""
    assert (drafts / "report.out").read_bytes().decode("utf-8") == found.stdout.replace("\n", "\r\n") or (
        (drafts / "report.out").read_text(encoding="utf-8") == found.stdout
    )


def test_sarif_finds_the_source_from_another_folder(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "../wrong.md", "--format", "sarif", cwd=drafts / "sources")
    (result,) = json.loads(found.stdout)["runs"][0]["results"]
    uri = result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "../sources/harbour.txt"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "../wrong.md"


def test_junit_fails_at_the_fail_level_of_the_settings(drafts: Path, quotecheck: Run) -> None:
    assert ElementTree.fromstring(quotecheck("verify", "wrong.md", "--format", "junit").stdout).get("failures") == "1"
    (drafts / "quotecheck.yaml").write_text("fail_level: never\n")
    found = quotecheck("verify", "wrong.md", "--format", "junit")
    assert found.returncode == 0 and ElementTree.fromstring(found.stdout).get("failures") == "0"


def test_csv_is_one_table_over_all_drafts(drafts: Path, quotecheck: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(quotecheck("verify", "wrong.md", "clean.md", "--format", "csv").stdout)))
    assert [(row["path"], row["severity"]) for row in rows] == [("wrong.md", "error"), ("clean.md", "none")]


def test_output_takes_the_place_of_an_old_file_and_never_of_the_draft(drafts: Path, quotecheck: Run) -> None:
    report = drafts / "report.json"
    report.write_text("x" * 100_000)
    report.chmod(0o640)
    quotecheck("verify", "wrong.md", "--format", "json", "--output", "report.json")
    assert json.loads(report.read_text(encoding="utf-8"))["summary"]["error"] == 1
    assert report.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in drafts.iterdir() if path.name.endswith(".part")) == []
    found = quotecheck("verify", "wrong.md", "--output", "./wrong.md")
    assert found.returncode == 2 and "would overwrite the draft" in found.stderr
    assert (drafts / "wrong.md").read_text(encoding="utf-8") == WRONG


def test_output_that_cannot_be_written_leaves_the_old_file(drafts: Path, quotecheck: Run) -> None:
    for place in ("no/such/report.json", "sources"):
        found = quotecheck("verify", "wrong.md", "--output", place)
        assert found.returncode == 2 and "cannot be written" in found.stderr and "Traceback" not in found.stderr
    assert not (drafts / "no").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_output_to_a_pipe_leaves_it_a_pipe(drafts: Path, quotecheck: Run) -> None:
    pipe = drafts / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    found: subprocess.CompletedProcess[str] = quotecheck("verify", "wrong.md", "--format", "json", "-o", "pipe")
    reader.join(30)
    assert found.returncode == 1 and json.loads(got[0])["summary"]["error"] == 1 and pipe.is_fifo()


@pytest.mark.parametrize(("variable", "value"), [("QUOTECHECK_FAIL_LEVEL", "never"), ("QUOTECHECK_PROFILE", "loud")])
def test_settings_of_the_environment(drafts: Path, quotecheck: Run, variable: str, value: str) -> None:
    found = quotecheck("verify", "wrong.md", env=os.environ | {variable: value})
    assert found.returncode == (0 if value == "never" else 2)
    assert quotecheck("verify", "wrong.md", "--fail-level", "error").returncode == 1
