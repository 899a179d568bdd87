"""The desk: ``report``, ``verify --against``, and the marks of sources that drifted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ARTICLE, Run

OLD = """\
“The silt will be gone by autumn,” said Orla Quist.

“Nobody asked the fishermen,” said Tadeo Brandt.

“We read it in the paper,” Brandt said.
"""
MOVED = """\
“Nobody asked the fishermen,” said Tadeo Brandt.

“We read it in the paper,” Brandt said.

“The silt will be gone by autumn,” said Orla Quist.
"""


@pytest.fixture
def desk(ingested: Path) -> Path:
    """The ingested project with a draft."""
    (ingested / "draft.md").write_text(OLD, encoding="utf-8")
    (ingested / "old.md").write_text(OLD, encoding="utf-8")
    return ingested


def test_a_report_is_one_file_with_a_line_on_what_is_in_it(desk: Path, quotecheck: Run) -> None:
    found = quotecheck("report", "draft.md")
    assert (found.returncode, found.stdout) == (0, "")
    assert found.stderr == "quotecheck: report.html: 3 of 3 quotes verified\n"
    page = (desk / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and page.count("<article") == 3
    assert 'href="./sources/harbour.txt"' in page and "3 of 3 quotes verified" in page
    assert quotecheck("report", "draft.md").returncode == 0, "a report of ours is replaced"


def test_links_hold_from_where_the_report_lies(desk: Path, quotecheck: Run) -> None:
    (desk / "out").mkdir()
    assert quotecheck("report", "draft.md", "--output", "out/page.html").returncode == 0
    assert 'href="../sources/harbour.txt"' in (desk / "out" / "page.html").read_text(encoding="utf-8")
    found = quotecheck("report", "draft.md", "-o", "-")
    assert found.stdout.endswith("</html>\n") and 'href="./sources/harbour.txt"' in found.stdout
    assert quotecheck("verify", "--format", "html", "draft.md").stdout == found.stdout


def test_several_drafts_of_which_one_is_missing(desk: Path, quotecheck: Run) -> None:
    found = quotecheck("report", "draft.md", "drift.md", "old.md")
    assert found.returncode == 2 and "did you mean draft.md?" in found.stderr and "Traceback" not in found.stderr
    page = (desk / "report.html").read_text(encoding="utf-8")
    assert page.count("<article") == 6 and "could not be read" in page and page.count('class="export tool"') == 2


def test_a_report_overwrites_neither_a_draft_nor_a_page_of_others(desk: Path, quotecheck: Run) -> None:
    assert quotecheck("report", "draft.md", "--output", "draft.md").returncode == 2
    (desk / "report.html").write_text("<p>the annual report</p>", encoding="utf-8")
    found = quotecheck("report", "draft.md")
    assert found.returncode == 2 and "is no report of quotecheck (name another file with --output)" in found.stderr
    assert (desk / "report.html").read_text(encoding="utf-8") == "<p>the annual report</p>"


@pytest.mark.parametrize(
    ("new", "code", "counts"),
    [
        (OLD, 0, (3, 0, 0, 0, 0)),
        (MOVED, 0, (3, 1, 0, 0, 0)),
        (OLD.replace("by autumn", "by winter"), 1, (2, 0, 1, 0, 0)),
        (OLD.replace("the fishermen,” said Tadeo Brandt", "the fishermen,” said Orla Quist"), 1, (2, 0, 1, 0, 0)),
        (OLD + "\n“We have waited eleven years for this,” said Orla Quist.\n", 0, (3, 0, 0, 1, 0)),
        (OLD[OLD.index("“Nobody") :], 0, (2, 0, 0, 0, 1)),
    ],
    ids=["same", "moved", "altered", "speaker", "new", "gone"],
)  # fmt: skip
def test_against_an_older_draft(desk: Path, quotecheck: Run, new: str, code: int, counts: tuple[int, ...]) -> None:
    (desk / "draft.md").write_text(new, encoding="utf-8")
    found = quotecheck("verify", "draft.md", "--against", "old.md", "--format", "json")
    assert (found.returncode, found.stderr) == (code, "")
    row = json.loads(found.stdout)["drafts"][0]["changes"]
    assert row["against"] == "old.md"
    assert tuple(row[name] for name in ("kept", "moved", "altered", "new", "gone")) == counts
    assert len(row["quotes"]) == counts[0] + sum(counts[2:])
    warned = quotecheck("verify", "draft.md", "--against", "old.md", "--fail-level", "warning").returncode
    assert warned == (1 if code or counts[3] else 0)


def test_an_altered_quote_that_is_fair_is_told_all_the_same(desk: Path, quotecheck: Run) -> None:
    """The late edit gives words that a source has too: only the older draft shows that they are others."""
    (desk / "draft.md").write_text(OLD.replace("The silt will", "We have waited eleven years for this. The silt will"))
    assert quotecheck("verify", "draft.md").returncode == 0
    found = quotecheck("verify", "draft.md", "--against", "old.md", "--format", "text")
    assert found.returncode == 1
    assert "draft.md:1:2: error altered-quote\n  old     “The silt will be gone by autumn,”\n" in found.stdout
    assert "{+We have waited eleven years for this.+} The silt" in " ".join(found.stdout.split())
    assert "\nsince old.md: 2 quotes kept, 1 altered, 0 new, 0 gone\n3 of 3 quotes verified\n" in found.stdout
    (line,) = quotecheck("verify", "draft.md", "--against", "old.md").stdout.splitlines()
    assert line == (
        "draft.md:1:2: error altered-quote: since the older draft, "
        "“We have waited eleven years for this.” was added"
    )  # fmt: skip


@pytest.mark.parametrize("format_", ["sarif", "github", "checkstyle", "junit", "csv"])
def test_every_format_tells_of_an_altered_quote(desk: Path, quotecheck: Run, format_: str) -> None:
    (desk / "draft.md").write_text(OLD.replace("by autumn", "by winter"), encoding="utf-8")
    found = quotecheck("verify", "draft.md", "--against", "old.md", "--format", format_)
    assert found.returncode == 1 and "altered-quote" in found.stdout
    assert "altered-quote" not in quotecheck("verify", "draft.md", "--format", format_).stdout.replace(
        '"id": "altered-quote"', ""
    )


def test_the_older_draft_on_standard_input_and_wrong_usage(desk: Path, quotecheck: Run) -> None:
    (desk / "draft.md").write_text(OLD.replace("by autumn", "by winter"), encoding="utf-8")
    arguments = ("verify", "draft.md", "--against", "-", "--stdin-filename", "old.md")
    assert "altered-quote" in quotecheck(*arguments, input=OLD).stdout
    assert quotecheck("verify", "draft.md", "old.md", "--against", "old.md").returncode == 2
    assert quotecheck("verify", "-", "--against", "-", input=OLD).returncode == 2
    assert quotecheck("verify", "draft.md", "--against", "old.md", "--output", "old.md").returncode == 2
    found = quotecheck("verify", "draft.md", "--against", "odl.md", "--exit-zero")
    assert found.returncode == 2 and "odl.md: there is no such file (did you mean old.md?)" in found.stderr
    assert "error misquote" in found.stdout, "the draft is checked all the same"


def signed(desk: Path, quotecheck: Run, by: str = "Wim Aalto") -> None:
    """Signs off every quote of draft.md as it stands."""
    from quotecheck.judging.fingerprints import words_print
    from quotecheck.model import SignOff
    from quotecheck.records.signoffs import load_signoffs, save_signoffs

    rows = json.loads(quotecheck("verify", "draft.md", "--format", "json").stdout)["drafts"][0]["quotes"]
    given = (
        SignOff(
            draft="draft.md",
            fingerprint=row["fingerprint"],
            words=words_print(row["exact"]),
            exact=row["exact"],
            verdict=row["verdict"],
            by=by,
            at="2026-04-03T10:15:00+00:00",
        )
        for row in rows
    )
    save_signoffs(desk, load_signoffs(desk).with_(given))


def test_signoffs_follow_a_quote_that_moved_fall_with_its_words_and_settle_a_change(
    desk: Path, quotecheck: Run
) -> None:
    signed(desk, quotecheck)
    late = MOVED.replace("“We read it in the paper", "“Nobody asked the fishermen. We read it in the paper")
    (desk / "draft.md").write_text(late, encoding="utf-8")
    found = quotecheck("verify", "draft.md", "--against", "old.md", "--format", "json")
    rows = json.loads(found.stdout)["drafts"][0]["changes"]["quotes"]
    assert [(row["change"], row["moved"], bool(row["new"]["signed_off"])) for row in rows] == [
        ("kept", False, True),
        ("altered", False, False),
        ("kept", True, True),
    ]
    assert rows[1]["old"]["signed_off"]["by"] == "Wim Aalto" and found.returncode == 1
    text = quotecheck("verify", "draft.md", "--against", "old.md", "--format", "text").stdout
    assert "the sign-off by Wim Aalto, 2026-04-03, holds no more" in text
    signed(desk, quotecheck, by="Ida Roth")
    found = quotecheck("verify", "draft.md", "--against", "old.md", "--format", "text")
    assert found.returncode == 0 and "note altered-quote" in found.stdout
    assert "signed off by Ida Roth, 2026-04-03" in found.stdout
    assert quotecheck("verify", "draft.md", "--against", "old.md").stdout == ""
    quotecheck("report", "draft.md")
    assert "Signed off by Ida Roth, 2026-04-03" in (desk / "report.html").read_text(encoding="utf-8")


def test_drift_is_told_by_verify_list_show_and_report_until_the_source_is_ingested(desk: Path, quotecheck: Run) -> None:
    assert quotecheck("verify", "draft.md").stdout == ""
    (desk / "sources" / "harbour.txt").write_text(ARTICLE.replace("by autumn", "by Easter"), encoding="utf-8")
    found = quotecheck("verify", "draft.md", "--fail-level", "warning")
    assert found.returncode == 1 and quotecheck("verify", "draft.md").returncode == 0
    assert [line.partition(" the ")[0] for line in found.stdout.splitlines()] == [
        "draft.md:1:2: warning source-drift:",
        "draft.md:3:2: warning source-drift:",
    ]
    assert "does not hold the words of claim harbour-" in found.stdout
    assert "2 quotes of this draft, from here on, rest on it" in found.stdout
    listed = quotecheck("list", "--grep", "silt").stdout.strip()
    assert listed.endswith("by autumn, [words-gone]")
    assert quotecheck("list", "--grep", "fishermen").stdout.strip().endswith("[source-changed]")
    (row,) = json.loads(quotecheck("list", "--grep", "silt", "--format", "json").stdout)
    assert row["drift"] == "words-gone"
    shown = quotecheck("show", row["id"]).stdout
    assert "look again: its source does not hold these words any more" in shown
    assert json.loads(quotecheck("show", row["id"], "--format", "json").stdout)["drift"] == "words-gone"
    quotecheck("report", "draft.md")
    assert "Look again: its source does not hold these words any more." in (desk / "report.html").read_text("utf-8")
    assert quotecheck("ingest").returncode == 0
    assert "[" not in quotecheck("list").stdout
    assert "source-drift" not in quotecheck("verify", "draft.md").stdout
