"""What is wrong with a store is seen, and mended where that is safe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.checking import ingest
from quotecheck.model import Claim, Origin, Span, TextQuote
from quotecheck.reading import read_text
from quotecheck.records.atomic import lock
from quotecheck.records.health import replaced, survey
from quotecheck.records.making import text_quote
from quotecheck.records.store import Store

TEXT = "LOWEN, March 3.\n\n“The silt will be gone by autumn,” said Orla Quist. “We waited,” she said.\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "pier.txt").write_text(TEXT, encoding="utf-8")
    found = Store.open(tmp_path)
    ingest(found)
    return found


def troubles(store: Store, *, fix: bool = False) -> list[tuple[str, bool]]:
    return [(found.trouble, found.fixed) for found in survey(store, fix=fix).findings]


def claim_of(*spans: tuple[int, int], text: str = TEXT) -> Claim:
    document = read_text(text)
    content = tuple(text_quote(document, Span(start=start, end=end)) for start, end in spans)
    origin = Origin(path="sources/pier.txt")
    return Claim(id="a-1", kind="direct", speaker=None, source=None, cue=None, content=content, origin=origin)


def test_a_store_in_order_has_no_findings(store: Store) -> None:
    seen = survey(store)
    assert seen.findings == [] and seen.files == 1 and seen.claims == len(seen.ids) >= 1
    assert "Orla Quist" in seen.speakers


def test_a_source_that_changed_moved_words_and_lost_words(store: Store) -> None:
    source = store.sources_dir / "pier.txt"
    source.write_text("A word from the desk.\n\n" + TEXT, encoding="utf-8")
    found = troubles(store)
    assert found[0] == ("source-changed", False) and set(found[1:]) == {("words-moved", False)}
    before = store.claims_dir.joinpath("pier.yaml").read_bytes()
    assert troubles(store) == found and store.claims_dir.joinpath("pier.yaml").read_bytes() == before
    source.write_text("Nothing of it is left.\n", encoding="utf-8")
    assert {trouble for trouble, _ in troubles(store)} == {"source-changed", "words-gone"}
    source.unlink()
    assert troubles(store) == [("source-missing", False)]


def test_fix_gives_moved_words_their_place_and_nothing_else(store: Store) -> None:
    (store.sources_dir / "pier.txt").write_text("A word from the desk.\n\n" + TEXT, encoding="utf-8")
    old = store.load("claims/pier.yaml")
    store.save(replace(old, claims=tuple(replace(claim, note="mine", status="verified") for claim in old.claims)))
    assert {fixed for trouble, fixed in troubles(store, fix=True) if trouble == "words-moved"} == {True}
    new = store.load("claims/pier.yaml")
    text = (store.sources_dir / "pier.txt").read_text(encoding="utf-8")
    assert all(quote.span and quote.span.of(text) == quote.exact for claim in new.claims for quote in claim.content)
    assert new.origin == old.origin  # so that the next ingest still reads the changed source
    assert [(c.id, c.speaker, c.status, c.note) for c in new.claims] == [
        (c.id, c.speaker, "verified", "mine") for c in old.claims
    ]
    assert troubles(store) == [("source-changed", False)]


def test_words_in_two_places_are_left_to_a_person() -> None:
    claim = claim_of((18, 22))
    assert claim.content[0].exact == "The "
    twice = read_text("“The ” or “The ”")
    assert replaced(claim, twice) is None
    around = read_text("The end.\n\n" + TEXT + "\nThe end.")
    moved = replaced(claim, around)
    assert moved is not None and moved.content[0].span == Span(start=28, end=32) and moved.content[0].line == 5


def test_parts_that_would_change_their_order_are_left_to_a_person() -> None:
    first, second = TEXT.index("The silt"), TEXT.index("We waited")
    claim = claim_of((first, first + 8), (second, second + 9))
    assert replaced(claim, read_text("x " + TEXT)) is not None
    assert replaced(claim, read_text("“We waited,” she said. “The silt ” it was.")) is None
    typed = replace(claim, content=(*claim.content, TextQuote(exact="We waited")))
    assert replaced(typed, read_text("x " + TEXT)) is None


@given(st.text(max_size=30), st.text(min_size=1, max_size=8), st.text(max_size=30), st.text(max_size=20))
def test_whatever_is_found_again_is_the_words(before: str, words: str, after: str, new: str) -> None:
    text = before + words + after
    claim = claim_of((len(before), len(before) + len(words)), text=text)
    moved = replaced(claim, read_text(new + text))
    if moved is not None:
        span = moved.content[0].span
        assert span is not None and span.of(new + text) == words


def test_duplicate_ids_orphans_and_broken_files(store: Store) -> None:
    text = (store.claims_dir / "pier.yaml").read_text(encoding="utf-8")
    (store.claims_dir / "pier-copy.yaml").write_text(text, encoding="utf-8")
    (store.claims_dir / "z.yaml").write_text("schema: 2\n")
    number = survey(Store.open(store.claims_dir.parent)).claims // 2
    found = [trouble for trouble, _ in troubles(store)]
    assert found.count("duplicate-id") == number and found.count("orphan") == 1 and found.count("schema") == 1
    assert "pier-copy.yaml" in survey(store).findings[0].problem.message


def test_broken_settings_and_a_source_that_cannot_be_read(store: Store) -> None:
    root = store.claims_dir.parent
    (root / "quotecheck.yaml").write_text("profle: ap\n")
    (root / "speakers.yaml").write_text("- nam: x\n")
    (store.sources_dir / "pier.txt").write_bytes(b"\xff\xfa\x00")
    assert [trouble for trouble, _ in troubles(store)] == ["schema", "schema", "source-unreadable"]


def test_what_another_run_is_writing_now_is_no_leftover(store: Store) -> None:
    assert store.root is not None
    (store.claims_dir / ".tmpx1y2.part").write_text("schema: 1\n", encoding="utf-8")
    with lock(store.root):
        assert troubles(store) == []
    assert troubles(store) == [("leftover", False)]


def test_leftovers_of_a_killed_run_are_told_of_and_swept_up(store: Store) -> None:
    part = store.claims_dir / ".tmpx1y2.part"
    part.write_text("schema: 1\nsour")
    assert troubles(store) == [("leftover", False)] and part.exists()
    assert troubles(store, fix=True) == [("leftover", True)] and not part.exists()
    assert troubles(store) == []
