"""A claim is marked while its source is not what it was, until somebody looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quotecheck.checking import ingest, verify
from quotecheck.matching.index import open_index
from quotecheck.model import Status
from quotecheck.records.drift import drifts, source_now
from quotecheck.records.store import Store
from quotecheck.reporting.findings import findings

TEXT = "LOWEN, March 3.\n\n“The silt will be gone by autumn,” said Orla Quist. “We waited eleven years,” she said.\n"
DRAFT = "“The silt will be gone by autumn,” said Orla Quist.\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "pier.txt").write_text(TEXT, encoding="utf-8")
    found = Store.open(tmp_path)
    ingest(found)
    return found


def write(store: Store, text: str) -> None:
    (store.sources_dir / "pier.txt").write_text(text, encoding="utf-8")


def marks(store: Store) -> list[str]:
    """What the index says, claim by claim in order of their ids; checked against a look at the files themselves."""
    index = open_index(store)
    found = index.drifted()
    index.close()
    slow = {}
    for path in store.claim_files():
        file = store.load(path)
        slow |= drifts(file.claims, source_now(store.sources_dir / "pier.txt", "sources/pier.txt"))
    assert found == slow
    return sorted(found.values())


def told(store: Store) -> list[tuple[str, str]]:
    return [(found.rule, found.severity) for found in findings([verify(DRAFT, store)])]


def test_a_source_as_it_was_marks_nothing(store: Store) -> None:
    assert marks(store) == [] and told(store) == []


def test_a_changed_source_marks_its_claims_until_it_is_ingested(store: Store) -> None:
    write(store, "Updated at noon.\n\n" + TEXT)
    assert marks(store) == ["source-changed", "source-changed"]
    assert told(store) == [("source-drift", "warning")]
    ingest(store)
    assert marks(store) == [] and told(store) == []


def test_other_line_breaks_do_not_lose_the_words(store: Store) -> None:
    write(store, TEXT.replace("silt will", "silt\nwill"))
    assert set(marks(store)) == {"source-changed"}


def test_words_that_a_source_lost(store: Store) -> None:
    write(store, TEXT.replace("gone by autumn", "gone by winter"))
    assert marks(store) == ["source-changed", "words-gone"]
    report = verify(DRAFT, store)
    (remark,) = report.drifted
    assert "does not hold the words of claim pier-" in remark.message and (remark.line, remark.column) == (1, 2)
    assert report.quotes[0].verdict.matches[0].evidence.drift == "words-gone"


@pytest.mark.parametrize(("status", "left"), [("verified", ["words-gone"]), ("disputed", []), ("retracted", [])])
def test_lost_words_stay_marked_until_a_person_rules_on_the_claim(
    store: Store, status: Status, left: list[str]
) -> None:
    file = store.load("claims/pier.yaml")
    store.save(replace(file, claims=tuple(replace(c, status="verified") for c in file.claims if "silt" in str(c))))
    write(store, TEXT.replace("gone by autumn", "gone by winter"))
    ingest(store)
    assert marks(store) == ["words-gone"], "an ingest keeps what a person has verified, and does not clear the mark"
    file = store.load("claims/pier.yaml")
    ruled = tuple(replace(c, status=status) if c.status == "verified" else c for c in file.claims)
    store.save(replace(file, claims=ruled))
    assert marks(store) == left


def test_a_source_that_is_gone_or_cannot_be_read(store: Store) -> None:
    (store.sources_dir / "pier.txt").write_bytes(b"\0\1\2\3" * 99)
    assert set(marks(store)) == {"source-unreadable"}
    (store.sources_dir / "pier.txt").unlink()
    assert set(marks(store)) == {"source-missing"}
    assert told(store) == [], "sources may be kept elsewhere than the claims"


def test_a_typed_claim_has_no_words_to_lose(store: Store) -> None:
    file = store.load("claims/pier.yaml")
    typed = tuple(replace(c, content=tuple(replace(q, span=None, line=None) for q in c.content)) for c in file.claims)
    store.save(replace(file, claims=typed))
    write(store, "Nothing of it is left.\n")
    assert marks(store) == []
