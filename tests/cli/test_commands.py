"""Every command but ``verify``: what it prints, writes and exits with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from quotecheck.cli.commands import COMMANDS
from quotecheck.version import VERSION
from tests.cli.conftest import ARTICLE, Run

ROWS = """\
{"speaker": "Ada Roth", "quote": "The mole is safe.", "source": "phone call", "date": "2026-03-01"}
{"speaker": "A. Roth", "quote": "The mole was never safe.", "source": "letter", "date": "2026-04-01"}
"""


def test_version_and_help(quotecheck: Run) -> None:
    assert quotecheck("--version").stdout == f"quotecheck {VERSION}\n"
    help_ = quotecheck("--help").stdout
    assert [name for name in COMMANDS if f"  {name} " not in help_] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(quotecheck: Run, name: str) -> None:
    found = quotecheck(name, "--help")
    assert found.returncode == 0 and found.stdout.startswith(f"Usage: quotecheck {name}")


def test_an_unknown_command_names_the_nearest(quotecheck: Run) -> None:
    found = quotecheck("verfy", "draft.md")
    assert found.returncode == 2 and "Did you mean 'verify'?" in found.stderr and found.stdout == ""


@pytest.mark.parametrize("arguments", [("list", "--no-such"), ("extract",), ("list", "--kind", "loud"), ("show",)])
def test_wrong_usage_exits_2(quotecheck: Run, arguments: tuple[str, ...]) -> None:
    found = quotecheck(*arguments)
    assert found.returncode == 2 and "Error:" in found.stderr and "Traceback" not in found.stderr


def test_init_makes_a_project_and_leaves_an_old_one_alone(quotecheck: Run, tmp_path: Path) -> None:
    root = tmp_path / "new"
    found = quotecheck("init", str(root))
    assert found.returncode == 0
    assert sorted(path.name for path in root.iterdir()) == ["claims", "quotecheck.yaml", "sources"]
    (root / "quotecheck.yaml").write_text("profile: strict\n")
    again = quotecheck("init", str(root))
    assert again.returncode == 0 and again.stdout == ""
    assert (root / "quotecheck.yaml").read_text() == "profile: strict\n"


def test_the_settings_that_init_writes_are_valid(quotecheck: Run, tmp_path: Path) -> None:
    from quotecheck.records.settings import Settings, load_settings

    quotecheck("init", str(tmp_path / "new"))
    assert load_settings(tmp_path / "new") == Settings()


def test_ingest_writes_claims_once(project: Path, quotecheck: Run) -> None:
    dry = quotecheck("ingest", "--dry-run")
    assert dry.returncode == 0 and "nothing written" in dry.stdout
    assert list((project / "claims").iterdir()) == []
    first = quotecheck("ingest")
    assert first.returncode == 0 and "sources/harbour.txt: new," in first.stdout and first.stderr == ""
    written = (project / "claims" / "harbour.yaml").read_bytes()
    assert quotecheck("ingest").stdout == "1 source: 0 new, 0 changed, 1 unchanged\n"
    assert (project / "claims" / "harbour.yaml").read_bytes() == written


def test_ingest_goes_on_after_a_file_that_cannot_be_read(project: Path, quotecheck: Run) -> None:
    (project / "sources" / "bad.txt").write_bytes(b"\xff\xfa not text")
    found = quotecheck("ingest", "--format", "json")
    assert found.returncode == 2 and "bad.txt" in found.stderr
    outcomes = {row["path"]: row["outcome"] for row in json.loads(found.stdout)["files"]}
    assert outcomes == {"sources/bad.txt": "failed", "sources/harbour.txt": "new"}


def test_extract_prints_and_stores_nothing(project: Path, quotecheck: Run) -> None:
    found = quotecheck("extract", "sources/harbour.txt", "--format", "jsonl")
    assert found.returncode == 0
    row = json.loads(found.stdout)
    assert row["path"] == "sources/harbour.txt"
    told = [ARTICLE[slice(*attribution["content"][0])] for attribution in row["attributions"]]
    assert any(words.startswith("We have waited eleven years") for words in told)
    assert {tuple(attribution) for attribution in row["attributions"]} == {
        ("kind", "speaker", "source", "cue", "content")
    }
    assert list((project / "claims").iterdir()) == []


def test_extract_reads_standard_input_and_goes_on_after_a_missing_file(quotecheck: Run) -> None:
    found = quotecheck("extract", "-", "harbor.txt", "sources/harbor.txt", "--stdin-filename", "memo.md", input=ARTICLE)
    assert found.returncode == 2
    assert "\nmemo.md:3:2: direct Orla Quist: We have waited eleven years" in "\n" + found.stdout
    assert "harbor.txt: there is no such file" in found.stderr
    assert "did you mean sources/harbour.txt?" in found.stderr


def test_list_understands_parts_of_a_name(ingested: Path, quotecheck: Run) -> None:
    for name in ("Quist", "quist", "Orla Quist", "ORLA"):
        rows = json.loads(quotecheck("list", "--speaker", name, "--format", "json").stdout)
        assert {row["speaker"] for row in rows} == {"Orla Quist"}
    assert json.loads(quotecheck("list", "--speaker", "Qui", "--format", "json").stdout) == []


def test_list_filters(project: Path, quotecheck: Run) -> None:
    (project / "rows.jsonl").write_text(ROWS)
    assert quotecheck("import", "rows.jsonl").returncode == 0

    def listed(*arguments: str) -> list[str]:
        found = quotecheck("list", "--format", "jsonl", *arguments)
        assert found.returncode == 0
        return [json.loads(line)["speaker"] for line in found.stdout.splitlines()]

    assert sorted(listed()) == ["A. Roth", "Ada Roth"]
    assert listed("--since", "2026-03-02") == ["A. Roth"]
    assert listed("--until", "2026-03-01") == ["Ada Roth"]
    assert listed("--since", "2026-03-01", "--until", "2026-03-31") == ["Ada Roth"]
    assert listed("--source", "PHONE") == ["Ada Roth"]
    assert listed("--grep", "never s[ae]fe") == ["A. Roth"]
    assert listed("--status", "disputed") == [] and listed("--kind", "indirect") == []
    assert quotecheck("list", "--grep", "(").returncode == 2
    assert quotecheck("list", "--since", "yesterday").returncode == 2


def test_list_as_text_and_concise(project: Path, quotecheck: Run) -> None:
    (project / "rows.jsonl").write_text(ROWS)
    quotecheck("import", "rows.jsonl")
    concise = quotecheck("list").stdout.splitlines()
    assert len(concise) == 2 and concise[0].startswith("letter: letter-") and concise[0].endswith("never safe.")
    text = quotecheck("list", "--format", "text", "--speaker", "Ada").stdout
    assert text.splitlines()[1:] == ["          “The mole is safe.”", "          phone call · direct · 2026-03-01", ""]


def test_list_goes_on_after_a_broken_claim_file(ingested: Path, quotecheck: Run) -> None:
    (ingested / "claims" / "a-broken.yaml").write_text("schema: 1\nclaims: [\n")
    found = quotecheck("list", "--format", "json")
    assert found.returncode == 2 and "claims/a-broken.yaml" in found.stderr
    assert len(json.loads(found.stdout)) >= 2


def test_speakers_and_their_merging(project: Path, quotecheck: Run) -> None:
    (project / "rows.jsonl").write_text(ROWS)
    quotecheck("import", "rows.jsonl")
    assert quotecheck("speakers").stdout == "     1  A. Roth\n     1  Ada Roth\n"
    unknown = quotecheck("speakers", "merge", "Ada Rothe", "Cy Dale")
    assert unknown.returncode == 0 and "did you mean Ada Roth?" in unknown.stderr
    (project / "speakers.yaml").unlink()
    assert quotecheck("speakers", "merge", "Ada Roth", "A. Roth").returncode == 0
    assert quotecheck("speakers").stdout == "     2  Ada Roth (also A. Roth)\n"
    assert json.loads(quotecheck("speakers", "--format", "json").stdout) == [
        {"speaker": "Ada Roth", "aliases": ["A. Roth"], "claims": 2}
    ]
    assert len(json.loads(quotecheck("list", "--speaker", "Ada Roth", "--format", "json").stdout)) == 2
    assert yaml.safe_load((project / "speakers.yaml").read_text()) == [{"name": "Ada Roth", "aliases": ["A. Roth"]}]
    assert quotecheck("speakers", "merge", "Ada Roth", "Ada Roth").returncode == 2


def test_show_gives_the_context(ingested: Path, quotecheck: Run) -> None:
    rows = json.loads(quotecheck("list", "--grep", "eleven", "--format", "json").stdout)
    found = quotecheck("show", rows[0]["id"])
    assert found.returncode == 0
    words = " ".join(found.stdout.split())
    assert "the port authority said on Monday" in words and "Nobody asked" in words
    shown = json.loads(quotecheck("show", rows[0]["id"], "--format", "json").stdout)
    assert shown["content"][0]["prefix"].endswith("“")
    (ingested / "sources" / "harbour.txt").write_text("Something else.\n")
    assert "the source has changed since" in quotecheck("show", rows[0]["id"]).stdout


def test_show_takes_the_beginning_of_an_id_and_names_the_nearest(ingested: Path, quotecheck: Run) -> None:
    ids = [row["id"] for row in json.loads(quotecheck("list", "--format", "json").stdout)]
    assert json.loads(quotecheck("show", ids[0][:-1], "--format", "json").stdout)["id"] == ids[0]
    several = quotecheck("show", "harbour-")
    assert several.returncode == 2 and "several claim ids" in several.stderr
    wrong = quotecheck("show", "x" + ids[0])
    assert wrong.returncode == 2 and f"did you mean {ids[0]}?" in wrong.stderr


def test_add_keeps_a_claim_once(project: Path, quotecheck: Run) -> None:
    words = ("--quote", "The mole is safe.", "--source", "phone call", "--speaker", "Ada Roth", "--note", "at noon")
    assert "added phone-call-" in quotecheck("add", *words).stdout
    again = quotecheck("add", *words)
    assert again.returncode == 0 and again.stdout == "" and "already" in again.stderr
    (row,) = json.loads(quotecheck("list", "--format", "json").stdout)
    assert (row["speaker"], row["note"], row["title"]) == ("Ada Roth", "at noon", "phone call")
    assert quotecheck("add", "--quote", " ", "--source", "x").returncode == 2


def test_import_works_in_an_empty_folder_and_twice(tmp_path: Path, quotecheck: Run) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "rows.jsonl").write_text(ROWS)
    first = quotecheck("import", "rows.jsonl", cwd=tmp_path / "empty")
    assert first.returncode == 0 and first.stdout == "2 rows: 2 claims added in 2 files\n"
    assert quotecheck("import", "rows.jsonl", cwd=tmp_path / "empty").stdout.startswith("2 rows: 0 claims added")


def test_import_of_a_wrong_line_adds_nothing(project: Path, quotecheck: Run) -> None:
    (project / "rows.csv").write_text("speaker,quote\nAda,The mole\nBo,\n")
    found = quotecheck("import", "rows.csv")
    assert found.returncode == 2 and "rows.csv:3" in found.stderr
    assert list((project / "claims").iterdir()) == []
    assert "did you mean rows.csv?" in quotecheck("import", "rows.cvs").stderr


def test_root_is_found_upward_or_given(ingested: Path, quotecheck: Run, tmp_path: Path) -> None:
    inside = ingested / "sources"
    rows = json.loads(quotecheck("list", "--format", "json", cwd=inside).stdout)
    assert (
        rows == json.loads(quotecheck("list", "--format", "json", "--root", str(ingested), cwd=tmp_path).stdout) != []
    )
    assert quotecheck("list", "--root", str(tmp_path / "nowhere")).returncode == 2


def test_missing_paths_name_the_nearest(ingested: Path, quotecheck: Run, tmp_path: Path) -> None:
    found = quotecheck("ingest", "sources/harbor.txt")
    assert found.returncode == 2 and "(did you mean sources/harbour.txt?)" in found.stderr
    far = quotecheck("ingest", "harbor.txt", cwd=ingested / "sources")
    assert far.returncode == 2 and "(did you mean sources/harbour.txt?)" in far.stderr
    root = quotecheck("list", "--root", "projct", cwd=tmp_path)
    assert root.returncode == 2 and "projct: there is no such folder (did you mean project?)" in root.stderr
    nothing = quotecheck("list", "--root", "zzz", cwd=tmp_path)
    assert nothing.returncode == 2 and "did you mean" not in nothing.stderr


def test_output_goes_to_a_file(ingested: Path, quotecheck: Run) -> None:
    found = quotecheck("list", "--format", "json", "--output", "out.json")
    assert found.stdout == "" and len(json.loads((ingested / "out.json").read_text())) >= 2
    assert quotecheck("list", "--output", "no/such/folder.txt").returncode == 2
    quotecheck("list", "--output", "out.txt")
    assert (
        "Orla Quist  harbour-" in (ingested / "out.txt").read_text()
        and "\x1b" not in (ingested / "out.txt").read_text()
    )


def test_search_ranks_claims_and_finds_sentences(ingested: Path, quotecheck: Run) -> None:
    rows = json.loads(quotecheck("search", "waited", "eleven years", "--format", "json").stdout)
    assert rows[0]["speaker"] == "Orla Quist" and rows[0]["claim"].startswith("harbour-")
    assert rows[0]["score"] == 100 and rows[0]["line"] == 3
    assert [row for row in rows[1:] if row["line"] == 3] == []  # the sentence around the claim is not listed again
    text = quotecheck("search", "waited eleven years", "--format", "text").stdout
    assert text.startswith("100  Orla Quist  harbour-")
    concise = quotecheck("search", "waited eleven years", "--limit", "1").stdout
    assert concise.startswith("sources/harbour.txt:3: 100 harbour-") and concise.count("\n") == 1


def test_search_of_one_speaker_and_of_nothing(ingested: Path, quotecheck: Run) -> None:
    assert quotecheck("search", "waited eleven years", "--speaker", "Brandt").returncode == 1
    nothing = quotecheck("search", "zeppelin", "--format", "json")
    assert nothing.returncode == 1 and json.loads(nothing.stdout) == []


def test_explain_covers_every_verdict_and_reason(quotecheck: Run) -> None:
    rows = json.loads(quotecheck("explain", "--format", "json").stdout)
    names = [row["name"] for row in rows]
    assert {"exact", "misquote", "unsourced", "negation-changed", "filler-removed"} <= set(names)
    overview = quotecheck("explain").stdout
    assert [name for name in names if f"  {name} " not in overview] == []
    assert max(map(len, overview.splitlines())) <= 80


def test_explain_one_and_an_unknown_one(quotecheck: Run) -> None:
    found = quotecheck("explain", "Misquote")
    assert found.returncode == 0 and found.stdout.startswith("misquote (verdict; severity error or warning")
    assert [label for label in ("means", "why", "example", "answer") if f"\n  {label} " not in found.stdout] == []
    wrong = quotecheck("explain", "misqoute")
    assert wrong.returncode == 2 and "did you mean misquote?" in wrong.stderr
