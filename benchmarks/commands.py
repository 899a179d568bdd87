"""What each command takes at the size of an archive: time as a multiple of a bare interpreter's, and memory.

    python -m benchmarks.commands                          10,000, 100,000 and 1,000,000 claims: half an hour
    python -m benchmarks.commands --sizes 100000           one size: some minutes
    python -m benchmarks.commands --table FILE.jsonl       the claims of others, to be imported (all sizes begin it)
    python -m benchmarks.commands --articles 4000          also the ingest of so many new articles

The claims are imported from a table, as a newsroom would bring them; all else is asked of the project that results.
Each command runs in a fresh process that writes to a file. Memory is the most that the process held. Exit status 1
when a command takes more memory than an archive may.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import archive, articles
from benchmarks.workload import PER_FILE, make
from quotecheck.records.store import Store

# What a command may hold that reads or writes claims one after the other, whatever their number: some 30 MB, and the
# names, sizes and times of the files.
STREAMING_MB = 150
# What may stand in memory of each claim: their ids, which are compared with those of the index.
WHOLE_MB = 400
BARE_RUNS = 9


class Step(NamedTuple):
    """A command, what it is called in the table, and how much memory it may hold."""

    name: str
    arguments: tuple[str, ...]
    most: int = STREAMING_MB


def steps(claim: str, words: str) -> Iterator[Step]:
    """The commands in the order in which they run; ``claim`` is an id of the project, ``words`` are quoted in it."""
    yield Step("search, which builds the index", ("search", words), 10 * STREAMING_MB)
    yield Step("search", ("search", words))
    yield Step("show", ("show", claim))
    yield Step("list", ("list",))
    for option, value in (
        ("--speaker", "Speaker 7"),
        ("--speaker", "Spaeker 7"),
        ("--source", "archive/000100"),
        ("--since", "2026-01-01"),
        ("--status", "verified"),
        ("--kind", "indirect"),
        ("--grep", r"\bharbor\b"),
    ):
        yield Step(f"list {option} {value}", ("list", option, value))
    yield Step("list --format json", ("list", "--format", "json"))
    for format_ in ("jsonl", "csv", "webannotation", "schemaorg"):
        yield Step(f"export --format {format_}", ("export", "--format", format_))
    yield Step("speakers", ("speakers",))
    yield Step("speakers merge", ("speakers", "merge", "Speaker 7", "Speaker 8"))
    yield Step("review --set", ("review", "--set", "verified", claim, "--by", "Benchmark"))
    yield Step("add", ("add", "--quote", "These words are new to it", "--source", "A notebook"))
    yield Step("report", ("report", "draft.md"))
    yield Step("ingest, nothing to do", ("ingest",))
    yield Step("doctor", ("doctor",), WHOLE_MB)
    yield Step("doctor --fix --format json", ("doctor", "--fix", "--format", "json"), WHOLE_MB)


def write_table(path: Path, size: int) -> None:
    """A table of made-up claims, for ``quotecheck import``."""
    with path.open("w", encoding="utf-8") as file:
        for number, words in enumerate(make(size)[0]):
            source = f"archive/{number // PER_FILE:06d}"
            file.write(json.dumps({"speaker": f"Speaker {number % 997}", "quote": words, "source": source}) + "\n")


def cut_table(whole: Path, path: Path, size: int) -> None:
    """The first ``size`` lines of another table."""
    with whole.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as file:
        for _, line in zip(range(size), lines, strict=False):
            file.write(line)


class Table:
    """Runs commands and prints a line for each: how often a bare interpreter's time it took, and its memory."""

    def __init__(self, folder: Path) -> None:
        times = [archive.run([sys.executable, "-c", "pass"], folder).seconds for _ in range(BARE_RUNS)]
        self._bare = statistics.median(times)
        self.good = True
        print(f"python -c pass: {1000 * self._bare:.0f} ms")

    def row(self, root: Path, step: Step) -> None:
        """One command, run in the project at ``root``."""
        done = archive.run([Path(sys.executable).with_name("quotecheck"), *step.arguments], root)
        good = done.most <= step.most
        self.good = self.good and good
        ratio = f"{done.seconds / self._bare:>10,.0f} ×"
        memory = f"{done.most:>8,.0f} MB  ≤ {step.most}{'' if good else '  BROKEN'}"
        print(f"  {step.name:<34}{ratio}{memory}", flush=True)


def measure(table: Table, size: int, rows: Path | None, folder: Path) -> None:
    """Every command, with so many claims."""
    print(f"{size:,} claims")
    root = folder / f"claims-{size}"
    for name in ("claims", "sources"):
        (root / name).mkdir(parents=True)
    if rows:
        cut_table(rows, root / "in.jsonl", size)
    else:  # in another process: the memory of this one counts as that of those that it starts
        made = multiprocessing.get_context("spawn").Process(target=write_table, args=(root / "in.jsonl", size))
        made.start()
        made.join()
    table.row(root, Step("import", ("import", "in.jsonl")))
    time.sleep(2.1)  # files younger than two seconds are hashed, not trusted by their time
    store = Store.open(root)
    # Any one: to look at all files would take memory, which counts as that of the processes started afterwards.
    claim = store.load(next((root / "claims").iterdir())).claims[0]
    words = claim.content[0].exact
    (root / "draft.md").write_text(f"“{words},” said {claim.speaker}.\n", encoding="utf-8")
    for step in steps(claim.id, words):
        table.row(root, step)
    table.row(root, Step("import, all of it known", ("import", "in.jsonl")))


def measure_ingest(table: Table, number: int, folder: Path) -> None:
    """New articles, read by one process and by two; then one that has changed."""
    print(f"{number:,} articles")
    for jobs in ("1", "2"):
        root = folder / f"articles-{jobs}"
        articles.write(root / "sources", number)
        (root / "claims").mkdir()
        table.row(root, Step(f"ingest --jobs {jobs}", ("ingest", "--jobs", jobs)))
    table.row(root, Step("search, which builds the index", ("search", "council"), 10 * STREAMING_MB))
    table.row(root, Step("ingest, nothing to do", ("ingest",)))
    path = next((root / "sources").rglob("*.txt"))
    path.write_text(path.read_text("utf-8") + "\n“It was changed,” said Karl Holm.\n", encoding="utf-8")
    table.row(root, Step("ingest, one changed", ("ingest",)))
    table.row(root, Step("doctor", ("doctor",), WHOLE_MB))


def main() -> int:
    """Prints the tables; 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--table", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--articles", type=int, metavar="NUMBER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = Table(folder)
        for size in options.sizes:
            measure(table, size, options.table, folder)
        if options.articles:
            measure_ingest(table, options.articles, folder)
    return 0 if table.good else 1


if __name__ == "__main__":
    sys.exit(main())
