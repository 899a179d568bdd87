"""Runs are killed, the disk is full, several runs meet: nothing is lost, and nothing half-written.

A few times by default; `QUOTECHECK_ROUNDS=100` kills a hundred times, and tries the others a fifth as often.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotecheck.records.store import Store

ROUNDS = int(os.environ.get("QUOTECHECK_ROUNDS", "0"))
KILLS, DISKS, RACES = (ROUNDS, ROUNDS // 5, ROUNDS // 5) if ROUNDS else (5, 3, 2)
SOURCES = 24
NOTE = "She denies it: ask again"
PEOPLE = ("Ada Nordin", "Karl Holm", "Orla Quist", "Tadeo Brandt", "Sena Moray")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and file systems of Unix")


def article(number: int, edition: int = 1) -> str:
    lines = [f"LOWEN. The pilots of pier {number} met on Monday, in edition {edition}."]
    for at in range(12):
        who = PEOPLE[(number + at) % 5]
        lines.append(f"“We counted {number * 37 + at} boats at pier {number} and {at} of them sank,” said {who}.")
    lines.append(f"“Pier {number} is closed in edition {edition},” said {PEOPLE[number % 5]}.")
    return "\n\n".join(lines) + "\n"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "quotecheck.cli.main", *map(str, arguments)]


def run(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=root, capture_output=True, encoding="utf-8", check=False)


def claims_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Store.open(root).claim_files()}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project some of whose sources are ingested and some changed since, with a person's note and speaker."""
    root = tmp_path_factory.mktemp("before")
    (root / "sources").mkdir()
    (root / "claims").mkdir()
    for number in range(0, SOURCES, 2):
        (root / "sources" / f"n{number:02}.txt").write_text(article(number), encoding="utf-8")
    assert run(root, "ingest").returncode == 0
    edited = root / "claims" / "n04.yaml"
    text = edited.read_text("utf-8")
    text = text.replace("status: extracted", f'status: disputed\n  note: "{NOTE}"', 1)
    edited.write_text(text, encoding="utf-8")
    for number in range(SOURCES):
        (root / "sources" / f"n{number:02}.txt").write_text(article(number, edition=2), encoding="utf-8")
    (root / "draft.md").write_text("“Pier 9 is closed in edition 2,” said Sena Moray.\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The claim files that an undisturbed ingest gives."""
    root = tmp_path_factory.mktemp("after") / "project"
    shutil.copytree(before, root)
    assert run(root, "ingest").returncode == 0
    found = claims_of(root)
    assert len(found) == SOURCES and NOTE.encode() in found["n04.yaml"]
    return found


def check(root: Path) -> None:
    """Every claim file is whole, and what the person did is there."""
    store = Store.open(root)
    notes = [claim.note for path in store.claim_files() for claim in store.load(path).claims if claim.note]
    assert notes == [NOTE]


def check_final(root: Path, after: dict[str, bytes]) -> None:
    """One more ingest gives what an undisturbed one gives; a verify sees it, and the doctor finds nothing to do."""
    done = run(root, "ingest")
    assert (done.returncode, done.stderr) == (0, "")
    assert claims_of(root) == after
    verified = run(root, "verify", "draft.md")
    assert (verified.returncode, verified.stdout) == (0, "") and "Traceback" not in verified.stderr
    assert run(root, "doctor", "--fix").returncode == 0
    assert [path.name for path in root.rglob("*.part")] == []


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_at_any_moment(before: Path, after: dict[str, bytes], tmp_path: Path, number: int) -> None:
    root = tmp_path / "project"
    shutil.copytree(before, root)
    chance = random.Random(number)
    jobs = 1 + number % 3
    what = ["verify", "draft.md"] if number % 5 == 4 else ["ingest", "--jobs", str(jobs)]
    with subprocess.Popen(
        command(*what), cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        lock = root / ".quotecheck" / "lock"
        until = time.monotonic() + 20
        while what[0] == "ingest" and lock.read_bytes() == b"" and running.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.3))
        running.send_signal(signal.SIGKILL)  # the one process only: those that help it must end by themselves
    check(root)
    check_final(root, after)
    with contextlib.suppress(ProcessLookupError):
        for _ in range(100):
            os.killpg(running.pid, 0)
            time.sleep(0.05)
        pytest.fail("processes of the killed run go on")


def test_ctrl_c_says_how_far_it_came(before: Path, after: dict[str, bytes], tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(before, root)
    for number in range(SOURCES, SOURCES + 200):
        (root / "sources" / f"x{number}.txt").write_text(article(number) * 16, encoding="utf-8")
    with subprocess.Popen(
        command("ingest", "--jobs", "2"),
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as running:
        until = time.monotonic() + 20
        while not (root / "claims" / "n01.yaml").exists() and time.monotonic() < until:
            time.sleep(0.001)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does
        output, told = running.communicate(timeout=20)
    assert running.returncode == 130 and output == ""
    assert "of 224 sources were done and are kept; run it again to go on\n" in told
    assert told.endswith("interrupted\n") and "Traceback" not in told
    check(root)
    for path in (root / "sources").glob("x*"):
        path.unlink()
    for path in (root / "claims").glob("x*"):
        path.unlink()
    check_final(root, after)


def test_ctrl_c_in_an_import_keeps_whole_files_and_the_next_one_goes_on(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    rows = [{"quote": f"Pier {at % 40} has {at} boats", "source": f"Radio {at // 40}"} for at in range(60_000)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with subprocess.Popen(
        command("import", "in.jsonl"), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as running:
        until = time.monotonic() + 60
        while len(list((tmp_path / "claims").iterdir())) < 40 and time.monotonic() < until:
            time.sleep(0.001)
        running.send_signal(signal.SIGINT)
        output, told = running.communicate(timeout=60)
    assert running.returncode == 130 and output == ""
    assert "of 60,000 rows were done and are kept; run it again to go on\n" in told and "Traceback" not in told
    store = Store.open(tmp_path)
    names = [path.name for path in store.claim_files()]
    assert 0 < len(names) < 1_500 and sorted(path.name for path in (tmp_path / "claims").iterdir()) == names
    assert all(len(store.load(f"claims/{name}").claims) == 40 for name in names)
    again = run(tmp_path, "import", "in.jsonl")
    known = 40 * len(names)
    assert f"60,000 rows: {60_000 - known:,} claims added" in again.stdout and f"{known:,} were there" in again.stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=512k", "tmpfs", place], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("number", range(DISKS))
def test_a_full_disk(before: Path, after: dict[str, bytes], small_disk: Path, number: int) -> None:
    root = small_disk / "project"
    shutil.copytree(before, root)
    room = os.statvfs(small_disk)
    free = room.f_bavail * room.f_frsize
    ballast = small_disk / "ballast"
    left = random.Random(number).randrange(4, 60) * 1024
    ballast.write_bytes(b"\0" * max(0, free - left))
    done = run(root, "ingest", "--jobs", 1 + number % 2)
    assert "Traceback" not in done.stderr and "an error of its own" not in done.stderr
    assert done.returncode == (0 if claims_of(root) == after else 2)
    if done.returncode:
        assert "No space left on device" in done.stderr
    check(root)
    verified = run(root, "verify", "draft.md")
    assert verified.returncode in (0, 1) and "Traceback" not in verified.stderr
    ballast.unlink()
    check_final(root, after)


@pytest.mark.parametrize("number", range(RACES))
def test_several_runs_at_once(before: Path, after: dict[str, bytes], tmp_path: Path, number: int) -> None:
    root = tmp_path / "project"
    shutil.copytree(before, root)
    chance = random.Random(number)
    wanted = [("ingest",), ("ingest", "--jobs", "2"), ("verify", "draft.md"), ("verify", "draft.md"), ("doctor",)]
    running = []
    for what in chance.sample(wanted, len(wanted)):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
        running.append((what, subprocess.Popen(command(*what), cwd=root, **pipes)))
        time.sleep(chance.uniform(0, 0.1))
    for what, process in running:
        _, told = process.communicate(timeout=120)
        assert "Traceback" not in told and "an error of its own" not in told
        assert process.returncode in ((0,) if what[0] == "ingest" else (0, 1)), told
    assert claims_of(root) == after
    check(root)
    check_final(root, after)
