"""``quotecheck verify``: formats, exit codes, several drafts at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CLEAN = "“The silt will be gone by autumn,” said Orla Quist.\n"
WRONG = "“We have waited twelve years for this,” said Orla Quist.\n"


@pytest.fixture
def drafts(ingested: Path) -> Path:
    """The ingested project with a clean draft and one with a changed number."""
    (ingested / "clean.md").write_text(CLEAN, encoding="utf-8")
    (ingested / "wrong.md").write_text(WRONG, encoding="utf-8")
    return ingested


def test_a_clean_draft_prints_nothing_in_a_pipe_and_exits_0(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "clean.md")
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_a_changed_number_is_a_line_in_a_pipe_and_exits_1(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "wrong.md")
    assert found.returncode == 1 and found.stderr == ""
    (line,) = found.stdout.splitlines()
    assert line.startswith("wrong.md:1:2: error misquote: ")


def test_text_shows_both_wordings_with_the_differing_words_marked(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "--format", "text", "wrong.md", "clean.md")
    assert "wrong.md:1:2: error misquote (number-changed)\n" in found.stdout
    words = " ".join(found.stdout.split())
    assert "draft “We have waited {+twelve+} years for this" in words
    assert "source “We have waited [-eleven-] years for this" in words
    assert "sources/harbour.txt:3 · Orla Quist · claim harbour-" in words
    assert found.stdout.endswith("1 of 2 quotes verified; 1 error (misquote)\n")


def test_json_is_one_object_also_when_a_draft_is_missing(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "--format", "json", "wrong.md", "claen.md", "clean.md")
    assert found.returncode == 2
    report = json.loads(found.stdout)
    assert [draft["path"] for draft in report["drafts"]] == ["wrong.md", "claen.md", "clean.md"]
    assert "did you mean clean.md?" in report["drafts"][1]["error"] and report["drafts"][1]["quotes"] == []
    assert "claen.md: there is no such file" in found.stderr
    (row,) = report["drafts"][0]["quotes"]
    assert (row["verdict"], row["severity"], row["reasons"]) == ("misquote", "error", ["number-changed"])
    assert WRONG[row["start"] : row["end"]] == row["exact"]
    assert (row["line"], row["column"], row["end_line"]) == (1, 2, 1)
    assert row["matches"][0]["claim"].startswith("harbour-") and row["matches"][0]["line"] == 3
    assert {edit["op"] for edit in row["diff"]} >= {"equal", "replace"}
    assert report["summary"] == {"drafts": 3, "quotes": 2, "verified": 1, "note": 0, "warning": 0, "error": 1}


def test_json_lines(drafts: Path, quotecheck: Run) -> None:
    rows = [
        json.loads(line)
        for line in quotecheck("verify", "--format", "jsonl", "wrong.md", "clean.md").stdout.splitlines()
    ]
    assert [(row["path"], row["severity"]) for row in rows] == [("wrong.md", "error"), ("clean.md", "none")]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("wrong.md",), 1),
        (("wrong.md", "--fail-level", "never"), 0),
        (("wrong.md", "--fail-level", "note"), 1),
        (("wrong.md", "--exit-zero"), 0),
        (("clean.md", "--fail-level", "note"), 0),
        (("clean.md", "wrong.md"), 1),
        (("missing.md",), 2),
        (("wrong.md", "missing.md", "--exit-zero"), 2),
        (("missing.md", "--fail-level", "never"), 2),
        (("sources",), 2),
    ],
)
def test_exit_codes(drafts: Path, quotecheck: Run, arguments: tuple[str, ...], code: int) -> None:
    assert quotecheck("verify", *arguments).returncode == code


def test_the_fail_level_of_the_settings(drafts: Path, quotecheck: Run) -> None:
    (drafts / "quotecheck.yaml").write_text("fail_level: never\n")
    assert quotecheck("verify", "wrong.md").returncode == 0
    assert quotecheck("verify", "wrong.md", "--fail-level", "error").returncode == 1


def test_a_broken_claim_file_is_told_of_beside_the_findings(drafts: Path, quotecheck: Run) -> None:
    (drafts / "claims" / "broken.yaml").write_text("schema: 1\nclaims: [\n")
    for _ in range(2):
        found = quotecheck("verify", "wrong.md", "--exit-zero")
        assert found.returncode == 2
        assert "claims/broken.yaml" in found.stderr and "error misquote" in found.stdout


def test_standard_input(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "-", "--stdin-filename", "desk/draft.md", input=WRONG)
    assert found.returncode == 1 and found.stdout.startswith("desk/draft.md:1:2: error misquote")
    assert quotecheck("verify", "-", input=WRONG).stdout.startswith("<stdin>:1:2: error misquote")


def test_output_to_a_file(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "wrong.md", "--format", "json", "--output", "report.json")
    assert found.returncode == 1 and found.stdout == ""
    assert json.loads((drafts / "report.json").read_text(encoding="utf-8"))["summary"]["error"] == 1


def test_no_project_at_all_still_gives_a_report(tmp_path: Path, quotecheck: Run) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "draft.md").write_text(WRONG, encoding="utf-8")
    found = quotecheck("verify", "--format", "json", "draft.md", cwd=folder)
    assert found.returncode == 1
    assert json.loads(found.stdout)["drafts"][0]["quotes"][0]["verdict"] == "unsourced"
    assert [path.name for path in folder.iterdir()] == ["draft.md"]


def test_a_damaged_index_is_told_of_in_one_line_and_built_anew(drafts: Path, quotecheck: Run) -> None:
    first = quotecheck("verify", "wrong.md").stdout
    (drafts / ".quotecheck" / "index.sqlite").write_bytes(b"SQLite format 3\0 and nothing more")
    found = quotecheck("verify", "wrong.md")
    assert found.stdout == first and len(found.stderr.splitlines()) == 1 and "building it anew" in found.stderr
    assert quotecheck("verify", "wrong.md").stderr == ""


def test_hostile_words_in_a_draft(drafts: Path, quotecheck: Run) -> None:
    words = "“We have waited [/quote] \x1b[31mtwelve \u202eyears for this,” said Orla [bold]Quist[/bold].\n"
    (drafts / "evil.md").write_text(words, encoding="utf-8")
    for format_ in ("text", "concise"):
        found = quotecheck("verify", "--format", format_, "evil.md")
        assert found.returncode in (0, 1) and found.stderr == ""
        assert "\x1b" not in found.stdout and "\u202e" not in found.stdout
    assert json.loads(quotecheck("verify", "--format", "json", "evil.md").stdout)["drafts"][0]["error"] is None


def test_a_suppression_that_suppresses_nothing_counts_as_a_warning(drafts: Path, quotecheck: Run) -> None:
    text = "<!-- quotecheck: ignore[misquote] the desk knows -->\n\n\n\n" + CLEAN
    (drafts / "idle.md").write_text(text, encoding="utf-8")
    found = quotecheck("verify", "idle.md")
    assert found.returncode == 0 and found.stdout.startswith("idle.md:1:1: warning ")
    assert quotecheck("verify", "idle.md", "--fail-level", "warning").returncode == 1


def test_a_misspelt_folder_is_found_too(drafts: Path, quotecheck: Run) -> None:
    found = quotecheck("verify", "sorces/harbor.txt", "nothing/like/it.md")
    assert found.returncode == 2 and "did you mean sources/harbour.txt?" in found.stderr
    assert "nothing/like/it.md: there is no such file (check" in found.stderr
    assert "did you mean sources/harbour.txt?" in quotecheck("ingest", "sorces/harbour.txt").stderr
