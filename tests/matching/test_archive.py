"""The index of more claims than one process likes to read, and what it takes to see that nothing has changed."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.errors import StoreError
from quotecheck.matching import cache, index_build, keeping, processes
from quotecheck.matching.index import Index, open_index
from quotecheck.matching.normal import norms, words
from quotecheck.matching.rows import BLOCK, blocks, row_of, unpacked
from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.records.schema import ClaimFile
from quotecheck.records.store import Store
from quotecheck.records.walking import Entry, walk

WORDS = "silt quay pilot crane buoy gull tern mole ferry bolt rope tide lamp keel mast hull".split()


def save(store: Store, number: int, most: int = 40) -> None:
    """A claim file of some claims, each different from all others; its source has sentences of its own."""
    path = f"sources/n{number:03}.txt"
    count = 1 + number * 7 % most
    texts = [" ".join(WORDS[(number * k + at * at) % 16] for k in range(1, 9)) + f" {number}" for at in range(count)]
    (store.root / path).parent.mkdir(exist_ok=True)
    (store.root / path).write_text(f"Log {number} of the harbour. The lamp was lit at {number}.\n", encoding="utf-8")
    origin = Origin(path=path, title=f"Log {number}")
    claims = tuple(
        Claim(
            id=f"n{number:03}-{at:06x}",
            kind="direct",
            speaker=f"Speaker {at % 5}" if at % 6 else None,
            source=None,
            cue=None,
            content=(TextQuote(exact=text),),
            origin=origin,
        )
        for at, text in enumerate(texts)
    )
    store.save(ClaimFile(path=f"claims/n{number:03}.yaml", origin=origin, claims=claims))


@pytest.fixture
def archive(tmp_path: Path) -> Store:
    (tmp_path / "sources").mkdir()
    store = Store.open(tmp_path)
    for number in range(60):
        save(store, number)
    return store


def answers(index: Index) -> list[object]:
    asked = ("silt quay pilot", "the lamp was lit at 31", "gull tern mole 17", "log 59 of the harbour", "keel hull 3")
    return [index.candidates(norms(text)) for text in asked] + [index.speakers(), index.ids("n01", 90), index.count]


def test_processes_make_the_index_that_one_makes(archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one = open_index(archive)
    expected = answers(one)
    one.close()
    (archive.root / ".quotecheck" / "index.sqlite").unlink()
    monkeypatch.setattr(index_build, "MANY_BYTES", 1)
    seen: list[tuple[int, int]] = []
    index = open_index(archive, progress=lambda done, total: seen.append((done, total)), jobs=3)
    assert answers(index) == expected
    assert seen and seen[-1] == (60, 60)
    assert [path.name for path in (archive.root / ".quotecheck").glob("index.sqlite?*")] == []


def test_a_process_that_ends_early_leaves_an_index_in_memory(archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = answers(open_index(archive))
    (archive.root / ".quotecheck" / "index.sqlite").unlink()
    monkeypatch.setattr(index_build, "MANY_BYTES", 1)
    monkeypatch.setattr(processes, "_read", lambda *given: os._exit(9))
    assert answers(open_index(archive, jobs=2)) == expected
    assert sorted(path.name for path in (archive.root / ".quotecheck").iterdir()) == [".gitignore"]


def test_lists_that_do_not_fit_in_memory_make_the_same_index(archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = answers(open_index(archive))
    (archive.root / ".quotecheck" / "index.sqlite").unlink()
    monkeypatch.setattr("quotecheck.matching.runs.MOST", 500)
    assert answers(open_index(archive)) == expected
    assert [path.name for path in (archive.root / ".quotecheck").glob("*.run")] == []


def age(store: Store) -> None:
    """Makes all files old enough for their times to be trusted."""
    for path in (*store.claim_files(), *(store.root / "sources").iterdir()):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_when_nothing_changed_no_file_is_read(archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    age(archive)
    expected = answers(open_index(archive))

    def never(*_: object) -> None:
        raise AssertionError("a file was read, or the index looked through")

    monkeypatch.setattr(keeping, "read_bytes", never)
    monkeypatch.setattr(index_build, "met", never)
    assert answers(open_index(archive)) == expected


def test_a_change_of_time_alone_is_looked_at_once(archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    age(archive)
    open_index(archive).close()
    path = archive.claim_files()[7]
    os.utime(path, (1_600_000_000, 1_600_000_000))  # a clock that went backwards
    open_index(archive).close()
    monkeypatch.setattr(index_build, "met", lambda _: pytest.fail("looked again"))
    open_index(archive).close()


def test_a_source_outside_of_the_folder_of_sources_is_watched_too(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    (tmp_path / "letters").mkdir()
    letter = tmp_path / "letters" / "a.txt"
    letter.write_text("The first words.", encoding="utf-8")
    store.save(ClaimFile(path="claims/a.yaml", origin=Origin(path="letters/a.txt")))
    for path in (letter, *store.claim_files()):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    open_index(store).close()
    assert open_index(store).candidates(norms("first words"))
    letter.write_text("Another thing.", encoding="utf-8")
    os.utime(letter, (1_700_000_000, 1_700_000_000))
    index = open_index(store)
    assert not index.candidates(norms("first words")) and index.candidates(norms("another thing"))
    index.close()
    letter.unlink()
    assert not open_index(store).candidates(norms("another thing"))
    letter.write_text("A third one.", encoding="utf-8")
    assert open_index(store).candidates(norms("third one"))


def test_speakers_are_counted_as_files_come_and_go(archive: Store) -> None:
    before = dict(open_index(archive).speakers())
    save(archive, 60)
    more = dict(open_index(archive).speakers())
    assert sum(more.values()) > sum(before.values())
    (archive.claims_dir / "n060.yaml").unlink()
    assert dict(open_index(archive).speakers()) == before
    for path in archive.claim_files():
        path.unlink()
    save(archive, 0, most=1)
    assert open_index(archive).speakers() == ()


def test_an_index_that_is_out_of_numbers_is_built_anew(archive: Store) -> None:
    open_index(archive).close()
    connection = sqlite3.connect(archive.root / ".quotecheck" / "index.sqlite")
    connection.execute("UPDATE state SET value = ? WHERE name = 'next'", (1 << 32,))
    connection.commit()
    connection.close()
    index = open_index(archive)
    assert "out of numbers" in index.notices[0] and index.claim("n007-000001") is not None


def test_what_a_killed_run_left_is_swept_away(archive: Store) -> None:
    cache = archive.root / ".quotecheck"
    (cache / "index.sqlite.abc").mkdir(parents=True)
    (cache / "index.sqlite.abc" / "0.spool").write_bytes(b"half")
    (cache / "index.sqlite.123").write_bytes(b"half an index")
    (cache / "index.sqlite.456").write_bytes(b"of a run that goes on")
    for name in ("index.sqlite.abc", "index.sqlite.123"):
        os.utime(cache / name, (1_700_000_000, 1_700_000_000))
    open_index(archive).close()
    assert sorted(path.name for path in cache.iterdir()) == [".gitignore", "index.sqlite", "index.sqlite.456"]


ROWS = st.lists(st.tuples(st.text(max_size=9), st.none(), st.integers(0, 9)), max_size=3 * BLOCK)


@given(ROWS)
def test_blocks_give_their_rows_back(rows: list[tuple[object, ...]]) -> None:
    packed = list(blocks(rows))
    assert [row_of(line) for block in packed for line in unpacked(block)] == rows
    assert all(len(unpacked(block)) == BLOCK for block in packed[:-1])


@given(st.data())
def test_a_damaged_block_is_an_error(data: st.DataObject) -> None:
    (block,) = blocks([("The silt will be gone by autumn", None, 3)])
    place = data.draw(st.integers(0, len(block) - 1))
    spoiled = block[:place] + bytes((block[place] ^ data.draw(st.integers(1, 255)),)) + block[place + 1 :]
    for one in (spoiled, block[:place]):
        with pytest.raises(ValueError, match="damaged"):
            unpacked(one)


PIECES = ["word", "5", " %", "[sic]", "[ sic ]", "[", "]", "U.S.", "d---", "don’t", "1,000", "$", "\u00a0", "—", "&"]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from([*PIECES, " ", "a"]), max_size=20).map("".join)))
def test_words_read_piece_by_piece_are_the_words(text: str) -> None:
    assert norms(text) == tuple(word.norm for word in words(text))


def test_parts_are_of_one_size_and_in_order() -> None:
    entries = [Entry(f"claims/{number}.yaml", size, 0, False) for number, size in enumerate([5, 5, 90, 5, 5, 5, 5])]
    parts = processes.shares(entries, 2)
    assert [entry for part in parts for entry in part] == entries
    assert [len(part) for part in parts] == [3, 4]
    assert processes.shares(entries[:1], 4) == [(entries[0],)]
    assert processes.shares([], 2) == []


def test_the_walk_sees_regular_files_only(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/z.yaml", "a/b/x.yaml", "a.yaml", "a/notes.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yaml")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    found = walk(tmp_path, "claims", (".yaml",))
    assert [(entry.name, entry.link) for entry in found] == [
        ("claims/a/b/x.yaml", False),
        ("claims/a/z.yaml", False),
        ("claims/a.yaml", False),
        ("claims/link.yaml", True),
    ]
    assert walk(tmp_path / "nowhere", "claims") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told_of(archive: Store) -> None:
    archive.claims_dir.chmod(0)
    try:
        with pytest.raises(StoreError, match="claims: cannot be read"):
            archive.claim_files()
    finally:
        archive.claims_dir.chmod(0o755)


def test_claims_by_a_link_out_of_the_project_are_not_read(tmp_path: Path) -> None:
    outside = Store.open(tmp_path / "outside") if (tmp_path / "outside").mkdir() is None else None
    (tmp_path / "outside" / "sources").mkdir()
    save(outside, 1)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "claims").symlink_to(tmp_path / "outside" / "claims")
    index = open_index(Store.open(tmp_path / "project"))
    assert index.count == 0 and "outside of the project" in index.problems[0].message



def test_another_process_may_bring_the_index_up_to_date_first(archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    age(archive)
    open_index(archive).close()
    save(archive, 60)
    expected = answers(Index(archive, cache.in_memory(archive)))
    began = cache._transaction

    def late(connection: sqlite3.Connection) -> object:
        monkeypatch.setattr(cache, "_transaction", began)
        open_index(archive).close()
        return began(connection)

    monkeypatch.setattr(cache, "_transaction", late)
    assert answers(open_index(archive)) == expected
