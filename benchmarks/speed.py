"""How fast extraction is, and that its time grows no faster than its input.

    python -m benchmarks.speed              everything
    python -m benchmarks.speed --ratio      the ratio alone, which takes seconds

The unit is ``re.findall(r"\\w+", text)`` on the same articles in the same process. Every time is the least of
several runs, in processor time, so that other work on the machine hardly matters. Exit status 1 when a limit is
broken. The articles are the annotated ones where they are present (see quality.py), else the worked example's sources.
"""

from __future__ import annotations

import argparse
import gc
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.quality import ROOT, articles, shared
from quotecheck import extract

RATIO_LIMIT = 20.0  # times the unit
DOUBLING_LIMIT = 2.3  # time at twice the size, over the time at the size
GIVE_UP = 120  # seconds for one measurement


def prose(size: int) -> str:
    """One paragraph of news copy, ``size`` characters long, out of the worked example."""
    sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "sources").glob("*.md"))]
    text = " ".join(source.split("---", 2)[-1] for source in sources)
    paragraph = " ".join(text.split()) + " "
    return (paragraph * (size // len(paragraph) + 1))[:size]


def capitalised(count: int) -> str:
    """``count`` capitalised words, many of them different."""
    syllables = ("Al", "Ber", "Cor", "Dun", "El", "Fal", "Gor", "Hal", "Il", "Jor")
    names = [a + b.lower() + c.lower() for a in syllables for b in syllables for c in syllables]
    return " ".join(names[(index * 7919) % len(names)] for index in range(count))


GROWING: dict[str, tuple[Callable[[int], str], int]] = {
    "quotation marks, straight": (lambda n: '" ' * n, 50_000),
    "quotation marks, opening": (lambda n: "“word " * n, 50_000),
    "quotation marks, paired": (lambda n: "“word” " * (n // 2), 50_000),
    "quotation marks, single": (lambda n: "'word " * n, 50_000),
    "quotation marks, a paragraph each": (lambda n: "“word\n\n" * n, 50_000),
    "said": (lambda n: "said " * n, 50_000),
    "he said": (lambda n: "he said that " * n, 50_000),
    "capitalised words": (capitalised, 100_000),
    "labels of a transcript": (lambda n: "PELL: Yes.\n" * n, 50_000),
    "pronouns after one name": (lambda n: "Karl Brandt, a friend of many others, said he came. " * n, 5_000),
    "pronouns among namesakes": (lambda n: "Holm met Karl Holm and Greta Holm. “Yes,” he said.\n\n" * n, 5_000),
    "pronouns in quotations": (lambda n: "“So he said ‘he came’ to him,” he said. " * n, 5_000),
    "one paragraph, characters": (prose, 5_000_000),
}


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """TimeoutError after so many seconds."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"gave up after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def least(work: Callable[[], object], runs: int = 3) -> float:
    """The least processor time of ``runs`` runs, in seconds."""
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def doubling(make: Callable[[int], str], size: int, runs: int = 2) -> tuple[float, float]:
    """Seconds at ``size``, and how many times as long twice the size takes."""
    small, large = make(size), make(2 * size)
    once = least(lambda: extract(small), runs)
    return once, least(lambda: extract(large), runs) / max(once, 1e-4)


def sample() -> list[str]:
    """The texts that the ratio is measured on."""
    folder = shared()
    if folder:
        return [str(row["text"]) for row in articles(folder, "dev")]
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "sources").iterdir())]


def ratio(texts: list[str], runs: int = 3) -> tuple[float, float]:
    """Time of extraction over the time of the unit, and words a second."""
    words = sum(len(re.findall(r"\w+", text)) for text in texts)
    for text in texts:  # once, so that nothing is loaded or compiled while the clock runs
        extract(text)
    unit = least(lambda: [re.findall(r"\w+", text) for text in texts], 5 * runs)
    ours = least(lambda: [extract(text) for text in texts], runs)
    return ours / unit, words / ours


def main() -> int:
    """Prints the figures; 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ratio", action="store_true", help="leave the growing inputs out")
    options = parser.parse_args()
    texts = sample()
    times, words = ratio(texts)
    print(f"extract: {times:.1f} × re.findall on {len(texts)} articles (limit {RATIO_LIMIT:g}), {words:,.0f} words/s")
    good = times <= RATIO_LIMIT
    for name, (make, size) in () if options.ratio else GROWING.items():
        try:
            with limited(GIVE_UP):
                once, factor = doubling(make, size)
        except TimeoutError as late:
            print(f"{name}: {size:,}: {late}")
            good = False
            continue
        good = good and factor <= DOUBLING_LIMIT
        print(f"{name}: {size:,} in {once:.2f} s; twice as many: {factor:.2f} × (limit {DOUBLING_LIMIT})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
