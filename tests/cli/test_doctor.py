"""``quotecheck doctor``: findings, exit codes, JSON, and what --fix mends."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import ARTICLE, Run


@pytest.fixture
def indexed(ingested: Path, quotecheck: Run) -> Path:
    """The ingested project with its index built."""
    assert quotecheck("speakers").returncode == 0
    return ingested


def troubles(quotecheck: Run, *arguments: str) -> list[tuple[str, bool]]:
    found = json.loads(quotecheck("doctor", "--format", "json", *arguments).stdout)
    return [(row["trouble"], row["fixed"]) for row in found["findings"]]


def test_all_in_order(indexed: Path, quotecheck: Run) -> None:
    found = quotecheck("doctor")
    assert found.returncode == 0 and found.stderr == ""
    assert found.stdout.endswith("claims in 1 file: all in order\n") and found.stdout.count("\n") == 1
    report = json.loads(quotecheck("doctor", "--format", "json").stdout)
    assert report["schema"] == 1 and report["findings"] == [] and report["files"] == 1 and report["claims"] >= 3


def test_findings_are_lines_with_what_to_do_and_exit_1(indexed: Path, quotecheck: Run) -> None:
    (indexed / "sources" / "harbour.txt").write_text("Erratum.\n\n" + ARTICLE, encoding="utf-8")
    found = quotecheck("doctor")
    assert found.returncode == 1
    assert "claims/harbour.yaml: its source sources/harbour.txt has changed" in found.stdout
    assert "(run: quotecheck ingest sources/harbour.txt) [source-changed]" in found.stdout
    mended = quotecheck("doctor", "--fix")
    assert mended.returncode == 1 and "[words-moved, mended]" in mended.stdout
    assert quotecheck("ingest").returncode == 0
    assert quotecheck("doctor").returncode == 0


def test_moved_words_alone_are_mended_to_exit_0(indexed: Path, quotecheck: Run) -> None:
    claims = indexed / "claims" / "harbour.yaml"
    before = claims.read_text(encoding="utf-8")
    at = ARTICLE.index("We have waited")
    claims.write_text(before.replace(f"start: {at},", f"start: {at - 1},"), encoding="utf-8")
    assert claims.read_text(encoding="utf-8") != before
    assert troubles(quotecheck) == [("words-moved", False)]
    found = quotecheck("doctor", "--fix")
    assert found.returncode == 0 and "1 mended" in found.stdout
    assert claims.read_text(encoding="utf-8") == before


def test_a_broken_claim_file_exits_2_beside_other_findings(indexed: Path, quotecheck: Run) -> None:
    (indexed / "claims" / "broken.yaml").write_text("schema: 1\nclaims: [\n")
    (indexed / "sources" / "harbour.txt").unlink()
    assert quotecheck("doctor").returncode == 2
    assert [trouble for trouble, _ in troubles(quotecheck)] == ["schema", "source-missing"]
    assert quotecheck("doctor", "--root", str(indexed / "nowhere")).returncode == 2


@pytest.mark.parametrize("damage", ["foreign", "cut", "rows"])
def test_a_damaged_index_is_found_and_built_anew(indexed: Path, quotecheck: Run, damage: str) -> None:
    index = indexed / ".quotecheck" / "index.sqlite"
    if damage == "foreign":
        index.write_bytes(b"no database at all, but somebody's notes")
    elif damage == "cut":
        data = index.read_bytes()
        index.write_bytes(data[: len(data) // 2])
    else:
        with sqlite3.connect(index) as connection:
            connection.execute("DELETE FROM blocks")
        connection.close()
    assert troubles(quotecheck) == [("index", False)]
    assert troubles(quotecheck, "--fix") == [("index", True)]
    assert troubles(quotecheck) == [] and quotecheck("search", "eleven years").returncode == 0


def test_speakers_that_look_like_one_person(indexed: Path, quotecheck: Run) -> None:
    assert quotecheck("add", "--speaker", "O. Quist", "--quote", "It is deep.", "--source", "phone").returncode == 0
    found = quotecheck("doctor")
    assert found.returncode == 1 and "Orla Quist and O. Quist may be one person" in found.stdout
    assert "quotecheck speakers merge 'Orla Quist' 'O. Quist'" in found.stdout
    assert quotecheck("speakers", "merge", "Orla Quist", "O. Quist").returncode == 0
    assert quotecheck("doctor").returncode == 0
    (indexed / "speakers.yaml").write_text('- name: "Orla Quist"\n- name: "O. Quist"\n')
    assert quotecheck("doctor").returncode == 0


def test_nothing_is_written_without_fix(indexed: Path, quotecheck: Run) -> None:
    (indexed / "sources" / "harbour.txt").write_text("Erratum.\n\n" + ARTICLE, encoding="utf-8")
    before = {path: path.read_bytes() for path in indexed.rglob("*") if path.is_file()}
    quotecheck("doctor")
    assert {path: path.read_bytes() for path in indexed.rglob("*") if path.is_file()} == before


def test_an_empty_project_is_in_order(tmp_path: Path, quotecheck: Run) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    found = quotecheck("doctor", cwd=folder)
    assert (found.returncode, found.stdout) == (0, "0 claims in 0 files: all in order\n")
    assert list(folder.iterdir()) == []
