"""Ingest, on a project folder: what is new, what has changed, what people did, what is broken."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from pathlib import Path

import pytest

from quotecheck.checking import ingest
from quotecheck.errors import StoreError
from quotecheck.records.ingesting import FileResult
from quotecheck.records.store import Store

PIER = """\
The harbour office of Senneby will stay open, Ada Nordin said on Monday.

“We have kept this pier for ninety years,” said Ada Nordin, the harbour master. “We are not selling it now.”

“Nobody asked the fishermen,” said Karl Holm, who owns two boats.
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "pier.txt").write_text(PIER, encoding="utf-8")
    return Store.open(tmp_path)


def put(store: Store, name: str, text: str) -> Path:
    path = store.sources_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def bytes_of(store: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.claim_files()}


def by_path(results: tuple[FileResult, ...]) -> dict[str, str]:
    return {result.path: result.outcome for result in results}


def edit(store: Store, name: str, old: str, new: str) -> None:
    path = store.claims_dir / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_claim_file_that_cannot_be_written_fails_alone(store: Store) -> None:
    put(store, "inside/quay.txt", PIER)
    put(store, "zander.txt", PIER)
    store.claims_dir.mkdir()
    (store.claims_dir / "inside").write_text("no folder", encoding="utf-8")
    report = ingest(store)
    assert by_path(report.files) == {
        "sources/inside/quay.txt": "failed", "sources/pier.txt": "new", "sources/zander.txt": "new",
    }  # fmt: skip
    assert [problem.message for problem in report.problems] == ["cannot be written: File exists"]
    (store.claims_dir / "inside").unlink()
    assert by_path(ingest(store).files)["sources/inside/quay.txt"] == "new"


def test_claims_point_into_their_source(store: Store) -> None:
    report = ingest(store)
    assert by_path(report.files) == {"sources/pier.txt": "new"}
    claims = list(store.claims())
    assert len(claims) == report.files[0].claims == report.files[0].added > 0
    assert any("ninety years" in claim.content[0].exact and claim.speaker == "Ada Nordin" for claim in claims)
    for quote in (quote for claim in claims for quote in claim.content):
        assert quote.span is not None
        assert quote.span.of(PIER) == quote.exact
        assert PIER[: quote.span.start].endswith(quote.prefix)
        assert PIER[quote.span.end :].startswith(quote.suffix)
        assert quote.line == PIER.count("\n", 0, quote.span.start) + 1
        assert len(quote.prefix) <= 32 >= len(quote.suffix)


def test_a_second_ingest_changes_no_byte(store: Store) -> None:
    put(store, "note.md", "---\ntitle: A note\n---\n> We *stay*.\n\n— Ada Nordin\n\n“I **sail**,” said Karl Holm.\n")
    ingest(store)
    before = bytes_of(store)
    assert set(by_path(ingest(store).files).values()) == {"unchanged"}
    assert set(by_path(ingest(store, force=True).files).values()) == {"unchanged"}
    assert bytes_of(store) == before


def test_an_edited_source_changes_only_what_changed(store: Store) -> None:
    ingest(store)
    before = {claim.content[0].exact: claim.id for claim in store.claims()}
    holm = next(words for words in before if "fishermen" in words)
    put(store, "pier.txt", "A new first line.\n\n" + PIER.replace("Nobody asked the fishermen", "Nobody asked us"))
    report = ingest(store)
    assert (report.files[0].outcome, report.files[0].added, report.files[0].removed) == ("changed", 1, 1)
    after = {claim.content[0].exact: claim.id for claim in store.claims()}
    assert {words: name for words, name in before.items() if words != holm}.items() <= after.items()
    assert holm not in after


def test_the_work_of_people_survives(store: Store) -> None:
    ingest(store)
    place = next(claim for claim in store.claims() if "fishermen" in claim.content[0].exact)
    text = (store.claims_dir / "pier.yaml").read_text(encoding="utf-8")
    before, behind = text.split(f"- id: {place.id}\n", 1)
    behind = behind.replace('speaker: "Karl Holm"', "speaker: Karl Holm Jr.", 1)
    behind = behind.replace("status: extracted", "status: disputed\n  note: He denies it: ask again?", 1)
    (store.claims_dir / "pier.yaml").write_text(
        f"{before}- id: {place.id}\n{behind}".replace("k again?", "k again"), "utf-8"
    )
    put(store, "pier.txt", PIER + "\nMore.\n")
    with pytest.raises(Exception, match=r"pier.yaml:\d+"):
        store.load("claims/pier.yaml")
    failed = ingest(store)
    assert by_path(failed.files) == {"sources/pier.txt": "failed"}
    assert "claims/pier.yaml" in str(failed.problems[0])
    edit(store, "pier.yaml", "note: He denies it: ask again", 'note: "He denies it: ask again"')
    assert by_path(ingest(store).files) == {"sources/pier.txt": "changed"}
    kept = next(claim for claim in store.claims() if claim.id == place.id)
    assert (kept.speaker, kept.status, kept.note) == ("Karl Holm Jr.", "disputed", "He denies it: ask again")
    put(
        store, "pier.txt", PIER.replace("“Nobody asked the fishermen,” said Karl Holm, who owns two boats.", "The end.")
    )
    report = ingest(store)
    assert report.files[0].kept == 1
    assert place.id in report.files[0].remarks[0]
    assert any(claim.id == place.id for claim in store.claims())


def test_a_vanished_source_is_reported_and_keeps_its_claims(store: Store) -> None:
    ingest(store)
    before = bytes_of(store)
    (store.sources_dir / "pier.txt").unlink()
    for paths in ((), [store.sources_dir], [store.sources_dir / "pier.txt"]):
        report = ingest(store, paths)
        assert by_path(report.files) == {"sources/pier.txt": "vanished"}
        assert "claims/pier.yaml" in str(report.files[0].problem)
        assert not report.problems
    put(store, "other.txt", PIER)
    assert by_path(ingest(store, [store.sources_dir / "other.txt"]).files) == {"sources/other.txt": "new"}
    assert bytes_of(store)["pier.yaml"] == before["pier.yaml"]


def test_sources_of_one_name_do_not_collide(store: Store) -> None:
    put(store, "pier.md", PIER)
    put(store, "sub/pier.txt", PIER)
    ingest(store)
    names = {path.relative_to(store.claims_dir).as_posix() for path in store.claim_files()}
    assert names == {"pier.yaml", "pier.txt.yaml", "sub/pier.yaml"}
    ids = [claim.id for claim in store.claims()]
    assert len(ids) == len(set(ids))
    assert set(by_path(ingest(store, force=True).files).values()) == {"unchanged"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_one_bad_file_does_not_stop_the_others(store: Store) -> None:
    (store.sources_dir / "bad.txt").write_bytes(b"caf\xe9")
    (store.sources_dir / "photo.jpg").write_bytes(b"\0")
    (store.sources_dir / ".hidden.txt").write_text("“No,” said Karl Holm.", encoding="utf-8")
    (store.sources_dir / "out.txt").symlink_to("/etc/hostname")
    os.mkfifo(store.sources_dir / "pipe.txt")
    report = ingest(store, [store.sources_dir, store.sources_dir / "missing.txt"])
    outcomes = by_path(report.files)
    assert outcomes.pop(str(store.sources_dir / "out.txt")) == "failed"
    assert outcomes == {
        "sources/bad.txt": "failed",
        "sources/missing.txt": "failed",
        "sources/photo.jpg": "skipped",
        "sources/pier.txt": "new",
        "sources/pipe.txt": "failed",
    }
    assert len(report.problems) == 4


def test_a_broken_claim_file_is_reported_with_whatever_is_ingested(store: Store) -> None:
    store.claims_dir.mkdir()
    (store.claims_dir / "old.yaml").write_text("schema: 1\nsourc: {}\n", encoding="utf-8")
    report = ingest(store)
    assert by_path(report.files) == {"claims/old.yaml": "failed", "sources/pier.txt": "new"}
    assert "claims/old.yaml:2: sourc: unknown key" in str(report.problems[0])


def test_a_dry_run_writes_nothing(store: Store) -> None:
    report = ingest(store, dry_run=True)
    assert (by_path(report.files), report.dry_run) == ({"sources/pier.txt": "new"}, True)
    assert sorted(path.name for path in store.claims_dir.parent.iterdir()) == ["sources"]


def test_several_processes_write_the_same(store: Store, tmp_path: Path) -> None:
    for number in range(6):
        put(store, f"n{number}.txt", PIER.replace("ninety", str(number)))
    seen: list[tuple[int, int]] = []
    ingest(store, jobs=2, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 7) for number in range(1, 8)]
    before = bytes_of(store)
    for path in store.claim_files():
        path.unlink()
    ingest(store)
    assert bytes_of(store) == before


def test_without_sources_there_is_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder of sources"):
        ingest(Store.open(tmp_path))
    with pytest.raises(StoreError, match="in memory"):
        ingest(Store.open([]))


def _ingest(root: Path) -> None:
    ingest(Store.open(root), force=True)


def test_a_kill_at_any_moment_leaves_whole_files(store: Store) -> None:
    for number in range(40):
        put(store, f"n{number:02}.txt", PIER * 20)
    for wait in (0.3, 0.5, 0.7):
        running = multiprocessing.get_context("spawn").Process(target=_ingest, args=(store.root,))
        running.start()
        time.sleep(wait)
        running.kill()
        running.join()
        for path in store.claim_files():
            assert store.load(path).claims
    ingest(store)
    assert len(store.claim_files()) == 41
