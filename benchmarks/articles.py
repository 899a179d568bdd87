"""Ingest of many articles: how fast, in how much memory, and how little of it is done again when one has changed."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

from benchmarks.archive import Figure, Run, run
from benchmarks.workload import SYLLABLES, Words

QUOTES = 6
CUES = ("said", "told the council", "wrote", "added", "warned")


def write(folder: Path, number: int, seed: int = 7) -> None:
    """So many articles of some six quotes each."""
    rng = random.Random(seed)
    words = Words(rng)
    names = [f"{a.title()}{b} {c.title()}{a}" for a in SYLLABLES for b in ("a", "en") for c in SYLLABLES]
    folder.mkdir(parents=True)
    for at in range(number):
        (folder / f"{at // 1000:03d}").mkdir(exist_ok=True)
        lines = [f"LOWEN, March {1 + at % 28}. The council met for the {at}th time on Monday."]
        for _ in range(QUOTES):
            quote, other = (" ".join(words.draw(rng, rng.randint(8, 25))).capitalize() for _ in range(2))
            who = rng.choice(names)
            lines += [f"“{quote},” said {who}, who lives in Lowen.", f"{who} {rng.choice(CUES)} that {other.lower()}."]
        (folder / f"{at // 1000:03d}" / f"{at:06d}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def measure(number: int, jobs: int, folder: Path) -> list[Figure]:
    """The figures for ``number`` articles. Memory is measured at a fifth of them too: it should not grow."""
    small = _ingested(folder / "small", number // 5, jobs)
    shutil.rmtree(folder / "small")
    root = folder / "articles"
    whole = _ingested(root, number, jobs)
    (root / "draft.md").write_text("“Nobody asked the fishermen,” said Karl Holm.\n", encoding="utf-8")
    time.sleep(2.1)  # files younger than two seconds are hashed, not trusted by their time
    indexed = _run(root, "verify", "--format", "json", "draft.md")
    _run(root, "verify", "--format", "json", "draft.md")
    same = _run(root, "ingest")
    path = next((root / "sources").rglob("*.txt"))
    path.write_text(path.read_text("utf-8") + "\n“It was changed,” said Karl Holm.\n", encoding="utf-8")
    changed = _run(root, "ingest")
    checked = _run(root, "verify", "--format", "json", "draft.md")
    first = whole.seconds + indexed.seconds
    again = changed.seconds + checked.seconds
    return [
        Figure(f"ingest, {jobs} processes", number / whole.seconds, "a s"),
        Figure("  memory, all processes", whole.together, "MB"),
        Figure("  against a fifth of the articles", whole.together / small.together, "×", 1.5),
        Figure("first verify, which builds the index", indexed.seconds, "s"),
        Figure("ingest when nothing has changed", same.seconds, "s"),
        Figure("one changed source: ingest", changed.seconds, "s"),
        Figure("  and verify", checked.seconds, "s"),
        Figure("  against the first ingest and verify", 100 * again / first, "%", 2 if number >= 50_000 else None),
    ]


def _ingested(root: Path, number: int, jobs: int) -> Run:
    write(root / "sources", number)
    (root / "claims").mkdir()
    return _run(root, "ingest", "--jobs", jobs, sample=True)


def _run(root: Path, *arguments: object, sample: bool = False) -> Run:
    return run([Path(sys.executable).with_name("quotecheck"), *arguments], root, sample=sample)
