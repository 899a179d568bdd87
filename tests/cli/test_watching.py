"""``verify --watch``: drafts are checked again when something changes that the verdicts depend on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from quotecheck.cli.watching import EVERY, changes
from quotecheck.records.store import Store
from tests.cli.conftest import Run
from tests.cli.test_verify import CLEAN, WRONG


def heeding_interrupts() -> None:
    """Interrupts are ignored by what a shell starts in the background; a test may run there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def touched(path: Path) -> None:
    path.write_text(path.read_text() + "\n")
    later = path.stat().st_mtime_ns + 10_000_000
    os.utime(path, ns=(later, later))


def test_changes_are_seen_once_each(ingested: Path) -> None:
    draft = ingested / "draft.md"
    draft.write_text(CLEAN)
    claims = ingested / "claims" / "harbour.yaml"
    plan = {2: lambda: touched(draft), 4: draft.unlink, 6: lambda: draft.write_text(WRONG), 7: lambda: touched(claims)}
    looks = iter(range(1, 1000))
    seen = list(changes([str(draft)], Store.open(ingested), lambda _: plan.get(next(looks), int)(), rounds=4 * EVERY))
    assert seen == [True, False, False, False, False]


def test_settings_and_files_beside_a_draft_are_watched(ingested: Path) -> None:
    draft = ingested / "draft.md"
    draft.write_text(CLEAN)
    plan = {
        2: lambda: (ingested / "draft.md.yaml").write_text("author: Orla Quist\n"),
        4: lambda: (ingested / "draft.yaml").write_text("author: Orla Quist\n"),
        EVERY + 1: lambda: (ingested / "quotecheck.yaml").write_text("profile: strict\n"),
        2 * EVERY + 1: lambda: (ingested / "sources" / "harbour.txt.yaml").write_text("type: article\n"),
    }
    looks = iter(range(1, 1000))
    seen = list(changes([str(draft)], Store.open(ingested), lambda _: plan.get(next(looks), int)(), rounds=4 * EVERY))
    assert seen == [True, False, False, False, False]


def test_nothing_changes_nothing(ingested: Path) -> None:
    assert list(changes(["missing.md"], Store.open(ingested), lambda _: None, rounds=2 * EVERY)) == [True]


def test_watch_checks_again_and_ends_with_an_interrupt(ingested: Path) -> None:
    draft = ingested / "draft.md"
    draft.write_text(CLEAN, encoding="utf-8")
    command = [sys.executable, "-m", "quotecheck.cli.main", "verify", "--watch", "draft.md"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ingested, stdout=pipe, stderr=pipe, encoding="utf-8", preexec_fn=heeding_interrupts
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            assert "waiting for changes" in process.stderr.readline()
            time.sleep(1.5)
            draft.write_text(WRONG, encoding="utf-8")
            assert process.stdout.readline().startswith("draft.md:1:2: error misquote")
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130


def test_watch_of_standard_input_is_wrong_usage(quotecheck: Run) -> None:
    found = quotecheck("verify", "--watch", "-", input="")
    assert found.returncode == 2 and "standard input" in found.stderr
