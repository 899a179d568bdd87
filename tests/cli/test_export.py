"""``quotecheck export``: claims for other programs, and back again."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from quotecheck.reporting.csv import FORMULA
from tests.cli.conftest import ARTICLE, Run

FORMATS = ("jsonl", "csv", "webannotation", "schemaorg")
TYPED = {"speaker": "=HYPERLINK(1)", "quote": "-1 is “not” a, number\n@all", "source": "+phone", "date": "2026-03-01"}


@pytest.fixture
def mixed(ingested: Path, quotecheck: Run) -> Path:
    """The ingested project with a claim that was typed in, whose every cell looks like a formula."""
    (ingested / "rows.jsonl").write_text(json.dumps(TYPED | {"note": "'=1+1", "locator": "@3"}) + "\n")
    assert quotecheck("import", "rows.jsonl").returncode == 0
    return ingested


def test_json_lines_hold_all_that_is_known(mixed: Path, quotecheck: Run) -> None:
    rows = [json.loads(line) for line in quotecheck("export").stdout.splitlines()]
    assert {row["id"] for row in rows} == {
        row["id"] for row in json.loads(quotecheck("list", "--format", "json").stdout)
    }
    found = next(row for row in rows if row["speaker"] == "Orla Quist")
    (content,) = found["content"][:1]
    assert ARTICLE[content["start"] : content["end"]] == content["exact"] and content["prefix"].endswith("“")
    assert len(found["sha256"]) == 64


def test_csv_is_harmless_and_importing_it_again_adds_nothing(mixed: Path, quotecheck: Run, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in (mixed / "claims").iterdir()}
    found = quotecheck("export", "--format", "csv", "--output", "claims.csv")
    assert found.returncode == 0 and found.stdout == ""
    rows = list(csv.reader(io.StringIO((mixed / "claims.csv").read_bytes().decode("utf-8"), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    again = quotecheck("import", "claims.csv")
    assert again.returncode == 0 and f"{len(rows) - 1} rows: 0 claims added" in again.stdout, again.stderr
    assert {path.name: path.read_bytes() for path in (mixed / "claims").iterdir()} == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "claims.csv").write_bytes((mixed / "claims.csv").read_bytes())
    assert f"{len(rows) - 1} claims added" in quotecheck("import", "claims.csv", cwd=other).stdout
    told = [json.loads(line) for line in quotecheck("export", cwd=other).stdout.splitlines()]
    typed = next(row for row in told if row["speaker"] == TYPED["speaker"])
    assert (typed["content"][0]["exact"], typed["note"], typed["locator"]) == (TYPED["quote"], "'=1+1", "@3")


def test_web_annotations_select_the_words_by_text_and_by_place(mixed: Path, quotecheck: Run) -> None:
    page = json.loads(quotecheck("export", "--format", "webannotation").stdout)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    seen = 0
    for item in page["items"]:
        assert item["type"] == "Annotation" and item["id"].startswith("urn:quotecheck:claim:")
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            words, *places = target["selector"]
            assert words["type"] == "TextQuoteSelector" and words["exact"]
            if places:
                assert target["source"]["id"] == "sources/harbour.txt" and places[0]["type"] == "TextPositionSelector"
                assert ARTICLE[places[0]["start"] : places[0]["end"]] == words["exact"]
                assert ARTICLE[: places[0]["start"]].endswith(words["prefix"])
                seen += 1
            else:
                assert target["source"]["id"] == "urn:quotecheck:source:%2Bphone"
    assert seen >= 3
    bodies = {body["value"] for item in page["items"] for body in item["body"] if body["purpose"] == "identifying"}
    assert {"Orla Quist", "Tadeo Brandt"} <= bodies


def test_schema_org_tells_quotations_from_claims(mixed: Path, quotecheck: Run) -> None:
    found = json.loads(quotecheck("export", "--format", "schemaorg").stdout)
    assert found["@context"] == "https://schema.org"
    kinds = {row["id"]: row["kind"] for row in json.loads(quotecheck("list", "--format", "json").stdout)}
    for entry in found["@graph"]:
        direct = kinds[entry["identifier"]] == "direct"
        assert entry["@type"] == ("Quotation" if direct else "Claim")
        work = entry["isPartOf" if direct else "appearance"]
        assert work["@type"] == "CreativeWork" and work["@id"]
    quist = next(entry for entry in found["@graph"] if entry.get("creator", {}).get("name") == "Tadeo Brandt")
    assert quist["spokenByCharacter"]["@type"] in ("Person", "Thing") and "comment" not in quist


@pytest.mark.parametrize("name", FORMATS)
def test_filters_and_broken_files(mixed: Path, quotecheck: Run, name: str) -> None:
    found = quotecheck("export", "--format", name, "--speaker", "Brandt")
    assert found.returncode == 0 and "Nobody asked the fishermen" in found.stdout and "eleven years" not in found.stdout
    nobody = quotecheck("export", "--format", name, "--speaker", "Brand")
    assert nobody.returncode == 0 and "did you mean Tadeo Brandt?" in nobody.stderr
    assert "fishermen" not in nobody.stdout and (name == "jsonl" or nobody.stdout)
    (mixed / "claims" / "broken.yaml").write_text("schema: 1\nclaims: [\n")
    broken = quotecheck("export", "--format", name)
    assert broken.returncode == 2 and "claims/broken.yaml" in broken.stderr and "eleven years" in broken.stdout


def test_a_speaker_without_claims_is_told_of_with_the_nearest(ingested: Path, quotecheck: Run) -> None:
    for command in (("list",), ("search", "waited eleven years")):
        found = quotecheck(*command, "--speaker", "Orla Qist")
        assert "no claim has the speaker Orla Qist (did you mean Orla Quist?)" in found.stderr
    none = quotecheck("list", "--speaker", "Zebulon")
    assert none.returncode == 0 and none.stderr == "quotecheck: no claim has the speaker Zebulon\n"
    assert quotecheck("list", "--speaker", "Quist", "--status", "disputed").stderr == ""
