"""How an archive of claims behaves: building its index, finding quotes, checking a draft, changing one file.

    python -m benchmarks.archive                          10,000, 100,000 and 1,000,000 claims: half an hour
    python -m benchmarks.archive --sizes 10000            one size: a minute
    python -m benchmarks.archive --workload DIR           claims and queries of others (see workload.load)
    python -m benchmarks.archive --articles 5000          ingest of so many articles instead
    python -m benchmarks.archive --record                 also appends to benchmarks/history-archive.csv

Everything is measured side by side in one run: rapidfuzz over the same claims, PyYAML's C loader over the same files,
a bare interpreter. Ratios are of wall times. Memory is what all processes hold together (the proportional set size,
sampled), or the most that one held. Exit status 1 when a limit is broken.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality import commit
from benchmarks.workload import Query, load, make, write
from quotecheck.judging.evidence import ALIGNED, CANDIDATES
from quotecheck.matching.cache import open_cache
from quotecheck.matching.index import Index, open_index
from quotecheck.matching.normal import norms
from quotecheck.matching.score import ranked
from quotecheck.matching.tokens import ELLIPSIS
from quotecheck.model import Evidence
from quotecheck.records.store import Store
from quotecheck.version import VERSION

HISTORY = Path(__file__).resolve().parent / "history-archive.csv"
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
MARKS = re.compile("[\"“”]|''|``")
# Claims from which the limits for an archive hold.
BIG = 1_000_000
SINGLE = 97.0
DRAFT_QUOTES = 40
# Queries that rapidfuzz is asked, each of which takes it seconds.
ASKED = 5

BUILD = """
import sys
from quotecheck.matching.index import open_index
from quotecheck.records.store import Store
if __name__ == "__main__":
    open_index(Store.open(sys.argv[1]), jobs=int(sys.argv[2])).close()
"""
LOAD = """
import sys, yaml
from pathlib import Path
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
for path in sorted(Path(sys.argv[1], "claims").glob("*.yaml")):
    with path.open(encoding="utf-8") as file:
        yaml.load(file, Loader=loader)
"""


class Figure(NamedTuple):
    """One line of the table. ``limit`` is the most, or with ``least`` the least, that is good; None where there is
    none."""

    name: str
    value: float
    unit: str = ""
    limit: float | None = None
    least: bool = False

    @property
    def good(self) -> bool:
        """Whether the value keeps to the limit."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        limit = "" if self.limit is None else f"  {sign} {self.limit:g}{'' if self.good else '  BROKEN'}"
        return f"  {self.name:<58} {self.value:>12,.{0 if self.value >= 1000 else 2}f} {self.unit:<7}{limit}"


class Run(NamedTuple):
    """A finished process: wall seconds, the most memory that it and its children held together, and the most that it
    held itself, in megabytes. The last is at least what the process held that started it, unless it was sampled."""

    seconds: float
    together: float
    most: float


def run(command: Sequence[object], folder: Path, *, sample: bool = False) -> Run:
    """Runs a command in ``folder`` and waits for it; ends the program when it fails. ``sample`` looks at the memory of
    all its processes again and again, which takes time from it."""
    start = time.perf_counter()
    with (folder / "run.log").open("wb") as log:
        process = subprocess.Popen([*map(str, command)], cwd=folder, env=ENVIRONMENT, stdout=log, stderr=log)
        together = peak = 0.0
        while sample and process.poll() is None:
            together = max(together, sum(map(_held, _family(process.pid))))
            peak = max(peak, _told(process.pid, "status", "VmHWM:"))
            time.sleep(0.02)
        _, status, usage = os.wait4(process.pid, 0) if process.returncode is None else (0, 0, None)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status) if process.returncode is None else process.returncode
    process.returncode = code
    if code not in (0, 1):
        sys.exit(f"{command} failed: {(folder / 'run.log').read_text(errors='replace')[-800:]}")
    return Run(seconds, together, peak or (usage.ru_maxrss / 1024 if usage else 0.0))


def _family(pid: int) -> list[int]:
    found = [pid]
    try:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += _family(int(child))
    except OSError:
        pass
    return found


def _held(pid: int) -> float:
    """Megabytes that a process holds, its share of what it shares with others."""
    return _told(pid, "smaps_rollup", "Pss:")


def _told(pid: int, file: str, name: str) -> float:
    """A size that the system tells of a process, in megabytes; 0 where it does not."""
    try:
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def build(root: Path, jobs: int, size: int) -> list[Figure]:
    """The index, built anew; beside loading the same files with PyYAML, in turn. Small archives are
    not read by several processes, nor held to the limits."""
    index = root / ".quotecheck" / "index.sqlite"
    loads, builds, big = [], [], size >= BIG
    for _ in range(3 if size <= 100_000 else 2):
        loads.append(run([sys.executable, "-c", LOAD, root], root).seconds)
        index.unlink(missing_ok=True)
        builds.append(run([sys.executable, "-c", BUILD, root, jobs], root).seconds)
    index.unlink(missing_ok=True)
    sampled = run([sys.executable, "-c", BUILD, root, jobs], root, sample=True)
    return [
        Figure("yaml.load, C loader, of the claim files", min(loads), "s"),
        Figure(f"index built from them, {jobs} processes", min(builds), "s"),
        Figure("  against yaml.load", min(builds) / min(loads), "×", 0.8 if big else None),
        Figure("  memory, all processes", sampled.together, "MB", 800),
        Figure("  size on disk, a claim", index.stat().st_size / size, "bytes", 200 if big else None),
    ]


class Recorded(Index):
    """An index that remembers what it was asked for: the passages that a check scores and judges."""

    @classmethod
    def of(cls, store: Store) -> Recorded:
        """The index of a store, brought in step."""
        found = cls(store, open_cache(store))
        found.given = []
        return found

    given: list[Evidence]

    def candidates(self, words: Sequence[str], limit: int = 50) -> tuple[Evidence, ...]:
        found = super().candidates(words, limit)
        self.given += found
        return found


def number_of(evidence: Evidence) -> int | None:
    """The number of a claim of the archive, which its id ends in; None for a sentence of a source."""
    return int(evidence.claim.rpartition("-")[2], 16) if evidence.claim else None


def judged(root: Path, queries: Sequence[Query]) -> Figure:
    """Whether a check meets the claims that a quote was made of. A part that the first passage lacks is searched for by
    itself, so that the parts of a stitched quote are found one after the other."""
    from quotecheck.checking import verify

    store = Store.open(root)
    index = Recorded.of(store)
    met = 0
    for query in queries:
        index.given.clear()
        verify(f"“{MARKS.sub('', query.words)},” said Speaker 1.", store, index=index)
        met += len({*map(number_of, index.given)} & {*query.targets})
    index.close()
    targets = sum(len(query.targets) for query in queries)
    return Figure("wanted claims among those that verify judges", 100 * met / targets, "%", 99.5, least=True)


def searching(index: Index, queries: Sequence[Query]) -> tuple[list[Figure], float]:
    """How well and how fast quotes are found; and the seconds that a quote takes."""
    wide = named = placed = near = first = singles = targets = 0
    kinds: dict[str, list[bool]] = defaultdict(list)
    stray = []
    for query in queries:  # once, so that nothing is loaded while the clock runs
        index.candidates(norms(query.words), 2)
    start = time.perf_counter()
    results = [(query, _search(index, query.words)) for query in queries]
    seconds = (time.perf_counter() - start) / len(queries)
    for query, (found, best) in results:
        if not query.targets:
            stray.append(best[0][0] if best else 0.0)
            continue
        numbers = [number_of(one) for one in found]
        order = [number_of(one) for _, one in best]
        targets += len(query.targets)
        many = index.candidates(norms(" ".join(ELLIPSIS.split(query.words))), 50)
        fifty = [number_of(one) for one in many]
        wide += sum(target in fifty for target in query.targets)
        named += sum(target in numbers for target in query.targets)
        near += sum(target in order[:ALIGNED] for target in query.targets)
        if len(query.targets) == 1:
            singles += 1
            placed += query.targets[0] in order
            first += order[:1] == [query.targets[0]]
            kinds[query.kind].append(order[:1] == [query.targets[0]])
    figures = [
        Figure("wanted claim among the first 50", 100 * wide / targets, "%", 99.5, least=True),
        Figure(f"  among the first {CANDIDATES}", 100 * named / targets, "%"),
        Figure(f"  among the {ALIGNED} that score best", 100 * near / targets, "%"),
        Figure(f"    of quotes made of one claim, among {2 * ALIGNED}", 100 * placed / singles, "%", 99.5, least=True),
        Figure("wanted claim first, of one claim", 100 * first / singles, "%", SINGLE, least=True),
        Figure("score of quotes without a source, 99th percentile", sorted(stray)[int(0.99 * len(stray))]),
        Figure("search and score, a quote", 1000 * seconds, "ms"),
    ]
    figures += [Figure(f"  first: {kind}", 100 * sum(hits) / len(hits), "%") for kind, hits in kinds.items()]
    return figures, seconds


def _search(index: Index, quote: str) -> tuple[tuple[Evidence, ...], tuple[tuple[float, Evidence], ...]]:
    words = norms(" ".join(ELLIPSIS.split(quote)))
    found = index.candidates(words, CANDIDATES)
    return found, ranked(words, found, index.rarity, 2 * ALIGNED)


def against_rapidfuzz(claims: Sequence[str], queries: Sequence[Query], seconds: float) -> list[Figure]:
    """Comparing with every claim instead, for a few quotes."""
    from rapidfuzz import fuzz, process, utils

    few = [query.words for query in queries if query.targets][:: max(1, len(queries) // ASKED)][:ASKED]
    figures = []
    scorers = (("token_set_ratio", fuzz.token_set_ratio, 300), ("partial_ratio", fuzz.partial_ratio, 400))
    for name, scorer, limit in scorers:
        if name == "partial_ratio" and len(claims) > 100_000:
            continue
        start = time.perf_counter()
        for quote in few:
            process.extract(quote, claims, scorer=scorer, processor=utils.default_process, limit=50)
        each = (time.perf_counter() - start) / len(few)
        compared = len(claims) >= (BIG if name == "token_set_ratio" else 100_000)
        figures += [
            Figure(f"rapidfuzz.process.extract, {name}, a quote", 1000 * each, "ms"),
            Figure("  against search and score", each / seconds, "×", limit if compared else None, least=True),
        ]
    return figures


def draft_of(queries: Sequence[Query], number: int) -> str:
    """A draft that quotes ``number`` of the queries, of all kinds."""
    step = max(1, len(queries) // number)
    lines = [f"“{query.words},” said Speaker {at}.\n" for at, query in enumerate(queries[::step][:number])]
    return "\n".join(lines)


def cold(root: Path, queries: Sequence[Query], runs: int) -> list[Figure]:
    """Fresh processes that check a draft of 1 and of 40 quotes, in turn with a bare interpreter."""
    (root / "one.md").write_text(draft_of(queries, 1), encoding="utf-8")
    (root / "many.md").write_text(draft_of(queries, DRAFT_QUOTES), encoding="utf-8")
    verify = [Path(sys.executable).with_name("quotecheck"), "verify", "--format", "json"]
    commands = {
        "bare": [sys.executable, "-c", "pass"],
        "one": [*verify, "one.md"],
        "many": [*verify, "many.md"],
    }
    run(commands["many"], root)
    found: dict[str, list[Run]] = defaultdict(list)
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(command, root))
    seconds = {name: statistics.median(one.seconds for one in each) for name, each in found.items()}
    return [
        Figure("python -c pass", 1000 * seconds["bare"], "ms"),
        Figure("cold verify, 1 quote", seconds["one"] / seconds["bare"], "×"),
        Figure(f"cold verify, {DRAFT_QUOTES} quotes", seconds["many"] / seconds["bare"], "×", 40),
        Figure("  memory", run(commands["many"], root, sample=True).most, "MB", 150),
    ]


def accepted(root: Path, index: Index, queries: Sequence[Query]) -> list[Figure]:
    """Of the quotes that stand nowhere, the share that is given a source all the same; of the others, none."""
    from quotecheck.checking import verify

    store = Store.open(root)
    # Without the marks of quotations in them, which may well have a source.
    none = [MARKS.sub("", query.words) for query in queries if not query.targets]
    exact = [query.words for query in queries if query.kind in ("exact", "drop1", "word dropped")]
    known = [MARKS.sub("", quote) for quote in exact]
    shares = []
    for quotes in (none, known):
        report = verify("\n\n".join(f"“{quote},” said Speaker 1." for quote in quotes), store, index=index)
        direct = [check for check in report.quotes if check.kind != "indirect"]
        shares.append(100 * sum(check.verdict.verdict != "unsourced" for check in direct) / len(direct))
    return [
        Figure("quotes without a source that are given one", shares[0], "%", 2),
        Figure("quotes with a word dropped or none that are given theirs", shares[1], "%", 98, least=True),
    ]


def one_change(root: Path, jobs: int, built: float) -> list[Figure]:
    """A changed claim file: what a verify takes then."""
    path = next((root / "claims").glob("*.yaml"))
    path.write_text(path.read_text("utf-8").replace("status: extracted", "status: verified", 1), encoding="utf-8")
    verify = [Path(sys.executable).with_name("quotecheck"), "verify", "--format", "json", "one.md"]
    changed = run(verify, root).seconds
    limit = 2 if built > 10 else None
    return [Figure("one changed claim file: verify, against the build", 100 * changed / built, "%", limit)]


def measure(size: int, options: argparse.Namespace, folder: Path) -> list[Figure]:
    """All figures of one size."""
    claims, queries = load(options.workload) if options.workload else make(size)
    claims = claims[:size]
    root = folder / f"claims-{size}"
    write(root, claims)
    time.sleep(2.1)  # files younger than two seconds are hashed, not trusted by their time
    figures = build(root, options.jobs, size)
    built = next(figure.value for figure in figures if figure.name.startswith("index built"))
    index = open_index(Store.open(root))
    found, seconds = searching(index, queries)
    figures += [*found, judged(root, queries), *accepted(root, index, queries)]
    index.close()
    figures += cold(root, queries, options.runs) + one_change(root, options.jobs, built)
    return figures + against_rapidfuzz(claims, queries, seconds)


def record(title: str, figures: Sequence[Figure]) -> None:
    """Appends a line for each figure to the history."""
    new = not HISTORY.exists()
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(["date", "version", "commit", "archive", "figure", "value", "unit"])
        for figure in figures:
            row = [date.today().isoformat(), VERSION, commit(), title, figure.name.strip(), f"{figure.value:.2f}"]
            writer.writerow([*row, figure.unit])


def main() -> int:
    """Prints the tables; 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--workload", type=Path, metavar="DIR")
    parser.add_argument("--articles", type=int, metavar="NUMBER")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=7, help="rounds of cold verifies")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as name:
        steps: list[tuple[str, Callable[[], list[Figure]]]] = []
        if options.articles:
            from benchmarks.articles import measure as measure_articles

            articles = options.articles
            steps.append((f"{articles:,} articles", lambda: measure_articles(articles, options.jobs, Path(name))))
        else:
            steps += [
                (f"{size:,} claims", lambda size=size: measure(size, options, Path(name)))  # type: ignore[misc]
                for size in options.sizes
            ]
        for title, step in steps:
            figures = step()
            print("\n".join([title, *map(str, figures)]), flush=True)
            good = good and all(figure.good for figure in figures)
            if options.record:
                record(title, figures)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
