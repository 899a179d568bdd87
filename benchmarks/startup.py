#!/usr/bin/env python3
"""How long the command line takes to start, as multiples of a bare interpreter, measured side by side.

    startup.py [--runs N] [--quotecheck CMD] [--python CMD]

Each round runs every command once, in turn, so that a busy machine slows all of them alike; the median over the
rounds is printed. A one-quote verify is run in a small project whose index is up to date, as on any second run; byte
code is cached, as it is wherever a package is installed.
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOORS = {"quotecheck --version": 6.0, "quotecheck verify, one quote": 12.0}
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
SOURCE = "“The ferry will run again by Easter,” said Orla Quist, the harbour master of Lowen.\n"
DRAFT = "“The ferry will run again by Easter,” said Orla Quist.\n"


def measure(commands: dict[str, list[str]], runs: int, folder: Path) -> dict[str, float]:
    """The median seconds of each command over ``runs`` interleaved rounds, after one round that is thrown away."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_ in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
            spent = time.perf_counter() - start
            if done.returncode not in (0, 1):
                sys.exit(f"{name} failed: {done.stderr.decode(errors='replace')}")
            if round_:
                times[name].append(spent)
    return {name: statistics.median(found) for name, found in times.items()}


def make_project(folder: Path, quotecheck: list[str]) -> None:
    """A project of one source, ingested and indexed, and a draft that quotes it."""
    (folder / "sources").mkdir()
    (folder / "sources" / "ferry.txt").write_text(SOURCE, encoding="utf-8")
    (folder / "draft.md").write_text(DRAFT, encoding="utf-8")
    for command in (["ingest"], ["verify", "draft.md"]):
        subprocess.run([*quotecheck, *command], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)
    time.sleep(2.1)  # files younger than two seconds are hashed, not trusted by their time
    subprocess.run([*quotecheck, "verify", "draft.md"], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)


def main() -> int:
    """Prints the table; exit status 1 when a floor is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21)
    beside = Path(sys.executable).parent
    parser.add_argument("--quotecheck", default=shlex.quote(str(beside / "quotecheck")))
    parser.add_argument("--python", default=shlex.quote(sys.executable))
    given = parser.parse_args()
    quotecheck, python = shlex.split(given.quotecheck), shlex.split(given.python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder, quotecheck)
        commands = {
            "python -c pass": [*python, "-c", "pass"],
            "quotecheck --version": [*quotecheck, "--version"],
            "quotecheck extract, one quote": [*quotecheck, "extract", "draft.md"],
            "quotecheck verify, one quote": [*quotecheck, "verify", "--format", "json", "draft.md"],
            "quotecheck verify, as text": [*quotecheck, "verify", "--format", "text", "draft.md"],
        }
        found = measure(commands, given.runs, folder)
    bare = found["python -c pass"]
    broken = False
    print(f"{'median of ' + str(given.runs) + ' runs':<32} {'ms':>8} {'ratio':>7}  floor")
    for label, seconds in found.items():
        floor = FLOORS.get(label)
        wrong = floor is not None and seconds / bare > floor
        broken |= wrong
        limit = f"{floor:>5.0f} ×{'  BROKEN' if wrong else ''}" if floor else ""
        print(f"{label:<32} {1000 * seconds:>8.1f} {seconds / bare:>6.1f} × {limit}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
