"""The store on disk: paths, whole writes, one writer."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from quotecheck.errors import RecordError, StoreError
from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.records import atomic
from quotecheck.records.paths import find_root, id_stem, is_inside, preferred_names, relative, resolve
from quotecheck.records.schema import ClaimFile
from quotecheck.records.store import Store

ORIGIN = Origin(path="sources/pier.txt")
CLAIM = Claim(
    id="pier-1",
    kind="direct",
    speaker=None,
    source=None,
    cue=None,
    content=(TextQuote(exact="We stay"),),
    origin=ORIGIN,
)


def test_what_is_saved_is_loaded_and_saved_only_once(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert list(store.claims()) == []
    file = ClaimFile(path="claims/sub/pier.yaml", origin=ORIGIN, claims=(CLAIM,))
    assert store.save(file)
    assert not store.save(file)
    assert store.claim_files() == (tmp_path / "claims" / "sub" / "pier.yaml",)
    assert store.load(store.claim_files()[0]) == store.load("claims/sub/pier.yaml") == file
    assert store.origin("claims/sub/pier.yaml") == ORIGIN
    assert list(Store.open(tmp_path).claims()) == [CLAIM]
    assert [path.name for path in (tmp_path / "claims" / "sub").iterdir()] == ["pier.yaml"]


def test_a_store_of_claims_needs_no_folder() -> None:
    store = Store.open([CLAIM])
    assert (list(store.claims()), store.claim_files(), store.root) == ([CLAIM], (), None)
    with pytest.raises(StoreError, match="in memory"):
        _ = store.claims_dir


def test_a_store_needs_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name, message in (("gone", "no such folder"), ("file", "not a folder")):
        with pytest.raises(StoreError, match=message):
            Store.open(tmp_path / name)


def test_the_origin_is_read_without_the_claims(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    path = tmp_path / "claims" / "a.yaml"
    path.write_text('schema: 1\nsource: {path: a.txt}\nclaims:\n- id: "open', encoding="utf-8")
    assert Store.open(tmp_path).origin(path).path == "a.txt"
    path.write_text("claims: []\nsource: {path: b.txt}\nschema: 1\n", encoding="utf-8")
    assert Store.open(tmp_path).origin(path).path == "b.txt"
    path.write_bytes(b"schema: 1\nsource: {title: \xe9}\n")
    with pytest.raises(RecordError, match=r"claims/a.yaml:2: is not UTF-8"):
        Store.open(tmp_path).origin(path)


@pytest.mark.parametrize("path", ["", "..", "a/../../b", "/etc/passwd", "C:/a", "c:a", "a\\b", "a\0b", "a\nb"])
def test_a_path_must_stay_inside(path: str, tmp_path: Path) -> None:
    assert not is_inside(path)
    with pytest.raises(StoreError, match=r"outside|a backslash or a control character"):
        resolve(tmp_path, path)


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "sources").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("x")
    (root / "sources" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "out").symlink_to(tmp_path)
    for path in ("sources/link.txt", "out/secret.txt"):
        assert is_inside(path)
        with pytest.raises(StoreError, match="outside"):
            resolve(root, path)
        with pytest.raises(StoreError, match="outside"):
            relative(root, root / path)
    with pytest.raises(StoreError, match="outside"):
        Store.open(root).save(ClaimFile(path="out/a.yaml", origin=ORIGIN))
    assert relative(root, root / "sources" / "new.txt") == "sources/new.txt"


def test_names_of_claim_files_and_ids() -> None:
    assert preferred_names("sources/a/pier.v2.txt") == ("claims/a/pier.v2.yaml", "claims/a/pier.v2.txt.yaml")
    assert preferred_names("pier.md") == ("claims/pier.yaml", "claims/pier.md.yaml")
    assert id_stem("claims/a/Die Brücke über Łódź.yaml") == "a-die-brucke-uber-lodz"
    assert len(id_stem("claims/" + "x" * 200 + ".yaml")) == 60
    assert id_stem("claims/Мост.yaml") != id_stem("claims/Пирс.yaml")


def test_the_root_is_the_nearest_folder_upward(tmp_path: Path) -> None:
    (tmp_path / "outer" / "claims").mkdir(parents=True)
    inner = tmp_path / "outer" / "inner" / "deep"
    inner.mkdir(parents=True)
    assert find_root(inner) == tmp_path / "outer"
    (tmp_path / "outer" / "inner" / "quotecheck.yaml").write_text("")
    assert find_root(inner) == tmp_path / "outer" / "inner"


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
def test_a_write_keeps_mode_and_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "a.yaml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link = tmp_path / "a.yaml"
    link.symlink_to(target)
    atomic.write(link, b"new")
    assert link.is_symlink()
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)
    atomic.write(tmp_path / "fresh.yaml", b"x")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "fresh.yaml").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_failed_write_leaves_the_old_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        atomic.write(path, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.yaml", b"old")]


def _count(root: Path, times: int) -> None:
    path = root / "count"
    for _ in range(times):
        with atomic.lock(root, wait=60):
            number = int(path.read_text()) if path.exists() else 0
            atomic.write(path, str(number + 1).encode())


def test_writers_take_turns(tmp_path: Path) -> None:
    writers = [multiprocessing.get_context("spawn").Process(target=_count, args=(tmp_path, 25)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (tmp_path / "count").read_text() == "100"
    assert (tmp_path / ".quotecheck" / ".gitignore").read_text() == "*\n"


def test_a_second_writer_is_told_who_writes_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from quotecheck.records.atomic import lock
        with lock(Path({str(tmp_path)!r})):
            print("held", flush=True)
            time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        began = time.monotonic()
        with pytest.raises(StoreError, match=rf"another quotecheck \(process {other.pid}\) is writing"):
            with atomic.lock(tmp_path, wait=0.2):
                pass
        assert time.monotonic() - began < 5
        other.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        other.wait()
    with atomic.lock(tmp_path, wait=5):
        pass


def test_a_link_that_leads_to_itself_is_written_over_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "a.yaml")
    atomic.write(tmp_path / "a.yaml", b"x")
    assert (tmp_path / "a.yaml").read_bytes() == b"x"


def test_several_writes_at_once_are_done_when_the_block_ends(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(60)]
    with atomic.several() as at_once:
        for path in paths:
            at_once(partial(atomic.write, path, path.name.encode()))
    assert [path.read_bytes().decode() for path in paths] == [path.name for path in paths]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o666 & ~current_mask()}


def test_a_write_that_fails_among_several_is_raised_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"), atomic.several() as at_once:
        for name in ("a", "taken/b", "c"):
            at_once(partial(atomic.write, tmp_path / name, b"x"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c", "taken"]


def test_an_output_made_of_pieces_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        atomic.write(path, pieces())
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])
    atomic.write(path, iter((b"new", b"er")))
    assert path.read_bytes() == b"newer"


def test_a_claim_file_that_nobody_could_read_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotecheck.records.nodes.MAX_CHARACTERS", 200)
    with pytest.raises(StoreError, match="too large to be read again"):
        Store.open(tmp_path).save(ClaimFile(path="claims/a.yaml", origin=Origin(path="", title="x" * 300)))
    assert not (tmp_path / "claims").exists()


def current_mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
