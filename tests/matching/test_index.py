"""The index against real claim files in a folder: what is found, what is kept in step, what is survived."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
from pathlib import Path

import pytest

from quotecheck.matching import cache
from quotecheck.matching.index import open_index
from quotecheck.matching.normal import norms
from quotecheck.model import Claim, Origin, Span, TextQuote
from quotecheck.records.schema import ClaimFile
from quotecheck.records.store import Store

ARTICLE = """\
Dredging of the harbour will start in April, the port authority said on Monday.

“We have waited eleven years for this. The silt will be gone by autumn,” said Orla Quist, the harbour master.

Fishermen were less pleased. Nobody had asked them, Tadeo Brandt said.
"""


def claim(number: int, exact: str, *, path: str = "sources/harbour.txt", speaker: str | None = "Orla Quist") -> Claim:
    start = ARTICLE.find(exact)
    span = Span(start=start, end=start + len(exact)) if start >= 0 else None
    return Claim(
        id=f"harbour-{number:06x}",
        kind="direct",
        speaker=speaker,
        source="Orla Quist",
        cue="said",
        content=(TextQuote(exact=exact, span=span, line=3 if span else None),),
        origin=Origin(path=path),
    )


def save(store: Store, name: str, *claims: Claim, path: str = "sources/harbour.txt") -> None:
    store.save(ClaimFile(path=f"claims/{name}.yaml", origin=Origin(path=path, title="The harbour"), claims=claims))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    made = Store.open(tmp_path)
    save(made, "harbour", claim(1, "We have waited eleven years for this. The silt will be gone by autumn,"))
    return made


def found(store: Store, text: str, limit: int = 50) -> list[str]:
    index = open_index(store)
    try:
        return [evidence.claim or f"sentence {evidence.line}" for evidence in index.candidates(norms(text), limit)]
    finally:
        index.close()


def test_a_claim_and_the_sentence_around_it_are_both_candidates(store: Store) -> None:
    assert found(store, "we waited eleven years")[:2] == ["harbour-000001", "sentence 3"]


def test_words_that_no_claim_covers_are_found_with_their_place(store: Store) -> None:
    index = open_index(store)
    (best, *_) = index.candidates(norms("nobody had asked them"))
    assert best.claim is None and best.kind is None and best.speaker is None
    assert ARTICLE[best.start : best.end] == best.exact == "Nobody had asked them, Tadeo Brandt said."
    assert best.line == 5 and best.path == "sources/harbour.txt"


def test_markdown_sentences_point_into_the_file(tmp_path: Path) -> None:
    text = "# Notes\n\nThe *old* quay &amp; the new one **will** close. Both are unsafe.\n"
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "notes.md").write_text(text, encoding="utf-8")
    made = Store.open(tmp_path)
    save(made, "notes", path="sources/notes.md")
    (best, *_) = open_index(made).candidates(norms("the old quay will close"))
    assert text[best.start : best.end] == "The *old* quay &amp; the new one **will** close."
    assert best.exact == "The old quay & the new one will close."


@pytest.mark.parametrize("words", ["silt", "the silt", "autumn", "for this"])
def test_quotes_of_one_or_two_words_are_found_in_a_small_store(store: Store, words: str) -> None:
    assert "harbour-000001" in found(store, words)


def test_unknown_words_and_no_words_give_nothing(store: Store) -> None:
    assert found(store, "zeppelin quinoa") == []
    assert found(store, "") == []
    assert found(store, "silt", limit=0) == []


def test_claims_and_sentences_each_have_their_share() -> None:
    made = Store.from_claims(claim(n, f"the ferry is late again {n}", path="") for n in range(30))
    index = open_index(made)
    assert len(index.candidates(norms("the ferry is late"), 10)) == 10
    assert index.count == 30


def test_the_right_claim_comes_first_among_many_like_it() -> None:
    made = Store.from_claims(claim(n, f"the ferry number {n} is late again", path="") for n in range(500))
    assert open_index(made).candidates(norms("ferry number 321 is late"))[0].claim == f"harbour-{321:06x}"


def test_word_order_counts() -> None:
    made = Store.from_claims((claim(1, "dogs bite men", path=""), claim(2, "men bite dogs", path="")))
    assert open_index(made).candidates(norms("men bite dogs"))[0].claim == "harbour-000002"


def test_nothing_is_written_when_nothing_changed(store: Store) -> None:
    open_index(store).close()
    path = store.root / ".quotecheck" / "index.sqlite"
    for file in (*store.claim_files(), store.root / "sources" / "harbour.txt"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    open_index(store).close()  # takes note of the new times
    before = path.read_bytes(), path.stat().st_mtime_ns
    open_index(store).close()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_the_cache_folder_is_never_committed(store: Store) -> None:
    open_index(store).close()
    assert (store.root / ".quotecheck" / ".gitignore").read_text() == "*\n"


def test_an_added_a_changed_and_a_removed_file(store: Store) -> None:
    open_index(store).close()
    save(store, "more", claim(2, "The pier needs new bolts", path=""), path="sources/pier.txt")
    assert found(store, "pier bolts") == ["harbour-000002"]
    save(store, "more", claim(3, "The crane needs new cables", path=""), path="sources/pier.txt")
    assert found(store, "pier bolts") == []
    assert found(store, "crane cables") == ["harbour-000003"]
    (store.claims_dir / "more.yaml").unlink()
    assert found(store, "crane cables") == []
    assert found(store, "silt autumn")[0] == "harbour-000001"


def test_a_change_that_keeps_size_and_time_is_seen_by_its_hash(store: Store) -> None:
    open_index(store).close()
    path = store.claims_dir / "harbour.yaml"
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"eleven", b"twelve"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "harbour-000001" in found(store, "twelve")


def test_an_edited_source_is_read_again(store: Store) -> None:
    open_index(store).close()
    source = store.root / "sources" / "harbour.txt"
    source.write_text(ARTICLE + "\nA whale was sighted off the mole.\n", encoding="utf-8")
    assert found(store, "whale sighted") == ["sentence 7"]


def test_a_source_that_is_gone_leaves_its_claims(store: Store) -> None:
    (store.root / "sources" / "harbour.txt").unlink()
    assert found(store, "waited eleven years") == ["harbour-000001"]


def test_a_broken_claim_file_is_a_problem_and_leaves_the_others(store: Store) -> None:
    (store.claims_dir / "bad.yaml").write_text("schema: 1\nsource: [", encoding="utf-8")
    for _ in range(2):
        index = open_index(store)
        assert [problem.path for problem in index.problems] == ["claims/bad.yaml"]
        assert index.candidates(norms("silt"))
        index.close()


@pytest.mark.parametrize(
    ("spoil", "notice"),
    [
        (lambda path: path.write_bytes(b"no database at all, only some text"), "damaged"),
        (lambda path: path.write_bytes(b""), "not an index"),
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "damaged"),
        (lambda path: alter(path, "PRAGMA user_version = 999"), "another version"),
        (lambda path: alter(path, "PRAGMA application_id = 7"), "not an index"),
        (lambda path: alter(path, "DROP TABLE files"), "damaged"),
    ],
)
def test_a_file_that_is_not_our_whole_index_is_built_anew_with_a_notice(store: Store, spoil, notice: str) -> None:
    open_index(store).close()
    spoil(store.root / ".quotecheck" / "index.sqlite")
    index = open_index(store)
    assert len(index.notices) == 1 and notice in index.notices[0]
    assert index.candidates(norms("silt autumn"))[0].claim == "harbour-000001"
    index.close()
    assert open_index(store).notices == ()


def alter(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_damage_that_shows_only_while_searching_is_survived(store: Store) -> None:
    open_index(store).close()
    alter(store.root / ".quotecheck" / "index.sqlite", "UPDATE postings SET rows = x'010203'")
    index = open_index(store)
    assert index.candidates(norms("silt autumn"))[0].claim == "harbour-000001"
    assert "damaged" in index.notices[0]


def test_a_folder_in_the_place_of_the_index_is_left_alone(store: Store) -> None:
    (store.root / ".quotecheck" / "index.sqlite").mkdir(parents=True)
    assert found(store, "silt autumn")[0] == "harbour-000001"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(store: Store) -> None:
    store.root.chmod(stat.S_IREAD | stat.S_IEXEC)
    try:
        assert found(store, "silt autumn")[0] == "harbour-000001"
    finally:
        store.root.chmod(stat.S_IRWXU)


def test_no_cache_is_made_where_nothing_is_stored(tmp_path: Path) -> None:
    index = open_index(Store.open(tmp_path))
    assert index.count == 0 and index.candidates(norms("silt")) == ()
    assert list(tmp_path.iterdir()) == []


def test_many_updates_stay_few_segments_and_drop_the_dead(store: Store) -> None:
    for number in range(40):
        claims = (claim(n, f"gull {n} round {number}", path="") for n in range(2, 60))
        save(store, "more", *claims, path="sources/x.txt")
        assert found(store, f"gull 7 round {number}")[0] == f"harbour-{7:06x}"
    for number in range(40):
        save(store, f"one{number}", claim(number + 100, f"tern {number}", path=""), path="sources/x.txt")
        index = open_index(store)
        index.close()
    connection = sqlite3.connect(store.root / ".quotecheck" / "index.sqlite")
    assert connection.execute("SELECT count(*) FROM segments").fetchone()[0] <= 20
    counts = dict(connection.execute("SELECT name, value FROM state"))
    assert counts["dead"] * 3 <= counts["alive"] + 1000
    alive = connection.execute("SELECT sum(claims + sentences) FROM files").fetchone()[0]
    assert alive == counts["alive"]
    assert found(store, "tern 31")[0] == f"harbour-{131:06x}"


def test_a_file_changed_many_times_does_not_crowd_out_the_living(store: Store) -> None:
    for number in range(15):
        save(store, "more", claim(2, "gulls nest here" + " again" * number, path=""), path="sources/x.txt")
        open_index(store).close()
    assert found(store, "gulls nest here", limit=1) == ["harbour-000002"]


def test_lookups(store: Store) -> None:
    more = (claim(2, "The pier", speaker="Ada Roth"), claim(3, "The mole", speaker=None))
    save(store, "more", *more, path="sources/x.txt")
    index = open_index(store)
    assert index.speakers() == (("Ada Roth", 1), ("Orla Quist", 1))
    assert index.ids("harbour-") == ("harbour-000001", "harbour-000002", "harbour-000003")
    assert index.ids("harbour-", limit=1) == ("harbour-000001",)
    assert index.ids("x") == ()
    assert index.claim("harbour-000002").speaker == "Ada Roth"
    assert index.claim("nothing") is None
    assert index.claim_file("harbour-000002") == store.root / "claims" / "more.yaml"


def test_rare_words_weigh_more_even_in_a_small_store(store: Store) -> None:
    index = open_index(store)
    assert index.rarity("the") < index.rarity("have") < index.rarity("silt") <= index.rarity("zeppelin")
    assert index.rarity("the") > 0


def test_rarity_follows_the_store(tmp_path: Path) -> None:
    claims = [claim(n, f"the dredger is late {n}", path="") for n in range(5000)]
    index = open_index(Store.from_claims(claims))
    assert index.rarity("dredger") < 1 < index.rarity("4999")


def test_a_store_from_claims_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    index = open_index(Store.from_claims([claim(1, "The silt", path="sources/harbour.txt")]))
    assert index.candidates(norms("silt"))[0].path == "sources/harbour.txt"
    assert list(tmp_path.iterdir()) == []


def test_a_claim_file_that_points_out_of_the_project_reads_nothing_there(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "sources").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("The vault code is seven.", encoding="utf-8")
    (root / "sources" / "link.txt").symlink_to(tmp_path / "secret.txt")
    made = Store.open(root)
    save(made, "link", path="sources/link.txt")
    assert found(made, "vault code") == []


def test_progress_tells_files_read_and_to_read(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    open_index(store, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 1)]


def test_an_interrupted_build_leaves_no_half_index(store: Store) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_index(store, progress=stop)
    assert [path.name for path in (store.root / ".quotecheck").iterdir()] == [".gitignore"]
    assert cache.NAME == "index.sqlite"
    assert found(store, "silt autumn")[0] == "harbour-000001"


def test_a_file_in_the_place_of_the_cache_folder_means_an_index_in_memory(store: Store) -> None:
    (store.root / ".quotecheck").write_text("not a folder", encoding="utf-8")
    assert found(store, "silt autumn")[0] == "harbour-000001"
    assert (store.root / ".quotecheck").read_text() == "not a folder"


def test_a_cache_folder_that_leads_out_of_the_project_is_left_alone(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (store.root / ".quotecheck").symlink_to(outside)
    assert found(store, "silt autumn")[0] == "harbour-000001"
    assert list(outside.iterdir()) == []


def test_any_bytes_of_an_index_may_be_spoilt(store: Store) -> None:
    more = (claim(number, f"gull {number} over the mole", path="sources/x.txt") for number in range(2, 40))
    save(store, "more", *more, path="sources/x.txt")
    open_index(store).close()
    path = store.root / ".quotecheck" / "index.sqlite"
    whole = path.read_bytes()
    chance = random.Random(7)
    used = [place for place, byte in enumerate(whole) if byte]  # most of a small index is empty
    for _ in range(250):
        spoilt = bytearray(whole)
        for place in chance.sample(used, chance.randint(1, 6)):
            spoilt[place] = chance.randrange(256)
        path.write_bytes(spoilt)
        index = open_index(store)
        index.candidates(norms("gull 17 over the silt"))
        index.claim("harbour-000002")
        index.ids("harbour")
        index.claim_file("harbour-000002")
        index.speakers()
        index.drifted()
        index.rarity("gull")
        index.close()
