"""An archive of claims and altered quotes to look for in it, made up with a fixed seed.

The words are the common ones of English, as often as in news, and some tens of thousands of made-up ones, rarer and
rarer. Clauses come again in many claims, as phrases do in news, so that a quote is near to more than its own claim.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.records.schema import ClaimFile
from quotecheck.records.writing import render

SHARES = Path(__file__).resolve().parent.parent / "quotecheck" / "matching" / "data" / "word_shares.txt"
PER_FILE = 20
PER_KIND = 50
NONE = 100
CLAUSES = 30_000
MADE_UP = 60_000
SYLLABLES = "al ber cor dun el fal gor hal il jor kan lem mor nis op par quin ras sel tov ur ven wil yar zed".split()


class Query(NamedTuple):
    """A quote to look for: how it was altered, its words, and the numbers of the claims it was made of, none for a
    quote that stands nowhere."""

    kind: str
    words: str
    targets: tuple[int, ...]


class Words:
    """Draws words as often as they stand in news."""

    def __init__(self, rng: random.Random) -> None:
        tiers = [line.split() for line in SHARES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        weighed = [(word, int(share) / (rank + 9)) for share, *words in tiers for rank, word in enumerate(words)]
        least = min(weight for _, weight in weighed)
        made = sorted({"".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3)))) for _ in range(MADE_UP)})
        rng.shuffle(made)
        weighed += [(word, least * 40 / (rank + 40)) for rank, word in enumerate(made)]
        self._words = [word for word, _ in weighed]
        self._sums = list(accumulate(weight for _, weight in weighed))
        self._rank = {word: rank for rank, word in enumerate(self._words)}

    def draw(self, rng: random.Random, number: int) -> list[str]:
        """So many words."""
        return rng.choices(self._words, cum_weights=self._sums, k=number)

    def near(self, rng: random.Random, word: str) -> str:
        """Another word, about as common."""
        rank = self._rank.get(word.lower().strip(",.;:!?\"'"), rng.randrange(len(self._words)))
        while True:
            other = self._words[min(len(self._words) - 1, int(rank * rng.uniform(0.5, 2)) + rng.randrange(20))]
            if other != word:
                return other


def make(size: int, seed: int = 7) -> tuple[list[str], list[Query]]:
    """``size`` claims, each different, and queries of every kind. The claims of a smaller archive begin those of a
    larger one, and the queries are the same."""
    rng = random.Random(seed)
    words = Words(rng)
    clauses = [_clause(words.draw(rng, rng.randint(3, 9))) for _ in range(CLAUSES)]
    targets = [_sentence([_clause(words.draw(rng, rng.randint(14, 32)))]) for _ in range(PER_KIND * 11)]
    none = [_sentence([_clause(words.draw(rng, rng.randint(12, 30)))]) for _ in range(NONE)]
    queries = _queries(targets, none, words, random.Random(seed + 1))
    claims = dict.fromkeys(targets)
    rng = random.Random(seed + 2)
    while len(claims) < size:
        if rng.random() < 0.6:
            claims[_sentence(rng.sample(clauses, rng.randint(2, 5)))] = None
        else:
            claims[_sentence([_clause(words.draw(rng, rng.randint(8, 40)))])] = None
    return list(claims)[:size], queries


def _clause(words: list[str]) -> str:
    return " ".join(words)


def _sentence(clauses: list[str]) -> str:
    joined = ", ".join(clauses)
    return joined[0].upper() + joined[1:] + "."


def _queries(targets: list[str], none: list[str], words: Words, rng: random.Random) -> list[Query]:
    found = []
    numbered = iter(enumerate(targets))
    for _ in range(PER_KIND):
        for kind, alter in ALTERATIONS.items():
            number, target = next(numbered)
            found.append(Query(kind, alter(target, words, rng), (number,)))
        (one, first), (two, second) = next(numbered), next(numbered)
        found.append(Query("stitched", f"{first.rstrip('.')}. {second}", (one, two)))
    return found + [Query("none", quote, ()) for quote in none]


def _punctuated(text: str, words: Words, rng: random.Random) -> str:
    return re.sub(r"[,.]", lambda found: rng.choice(["", ";", found[0]]), text).lower().replace("'", "’")


def _substituted(share: float) -> Callable[[str, Words, random.Random], str]:
    def alter(text: str, words: Words, rng: random.Random) -> str:
        parts = text.split()
        for at in rng.sample(range(1, len(parts)), max(1, round(share * len(parts)))):
            parts[at] = words.near(rng, parts[at])
        return " ".join(parts)

    return alter


def _dropped(text: str, words: Words, rng: random.Random) -> str:
    parts = text.split()
    del parts[rng.randrange(len(parts))]
    return " ".join(parts)


def _elided(text: str, words: Words, rng: random.Random) -> str:
    parts = text.split()
    cut = rng.randint(len(parts) // 4, len(parts) // 2)
    at = rng.randint(3, len(parts) - cut - 3)
    return " ".join(parts[:at]) + rng.choice([" … ", " ... ", " [...] "]) + " ".join(parts[at + cut :])


def _bracketed(text: str, words: Words, rng: random.Random) -> str:
    parts = text.split()
    parts.insert(rng.randrange(1, len(parts)), rng.choice(["[sic]", "[the mayor]", "[of the council]"]))
    return " ".join(parts)


def _fragment(text: str, words: Words, rng: random.Random) -> str:
    parts = text.split()
    length = rng.randint(5, 8)
    at = rng.randrange(len(parts) - length + 1)
    return " ".join(parts[at : at + length])


def _altered_fragment(text: str, words: Words, rng: random.Random) -> str:
    parts = _fragment(text, words, rng).split()
    at = rng.randrange(len(parts))
    parts[at] = words.near(rng, parts[at])
    return " ".join(parts)


ALTERATIONS: dict[str, Callable[[str, Words, random.Random], str]] = {
    "exact": lambda text, words, rng: text,
    "punctuation": _punctuated,
    "one or two words": _substituted(0.07),
    "word dropped": _dropped,
    "ellipsis": _elided,
    "bracket": _bracketed,
    "fragment": _fragment,
    "a third of the words": _substituted(0.35),
    "altered fragment": _altered_fragment,
}


def load(folder: Path) -> tuple[list[str], list[Query]]:
    """Claims and queries that others have made: ``claims.jsonl`` with a "quote" a line, ``queries.jsonl`` with "kind",
    "query" and "targets" (numbers of lines from 0)."""
    with (folder / "claims.jsonl").open(encoding="utf-8") as file:
        claims = [json.loads(line)["quote"] for line in file]
    with (folder / "queries.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return claims, [Query(row["kind"], row["query"], tuple(row["targets"])) for row in rows]


def claim_files(claims: list[str]) -> Iterator[ClaimFile]:
    """The claims as a person would import them: ``PER_FILE`` a source, the claim's number in its id."""
    for first in range(0, len(claims), PER_FILE):
        stem = f"archive-{first // PER_FILE:06d}"
        origin = Origin(path="", title=f"archive/{first // PER_FILE:06d}")
        made = tuple(
            Claim(
                id=f"{stem}-{number:06x}",
                kind="direct",
                speaker=f"Speaker {number % 997}",
                source=f"Speaker {number % 997}",
                cue=None,
                content=(TextQuote(exact=exact),),
                origin=origin,
            )
            for number, exact in enumerate(claims[first : first + PER_FILE], first)
        )
        yield ClaimFile(path=f"claims/{stem}.yaml", origin=origin, claims=made)


def write(root: Path, claims: list[str]) -> None:
    """A project folder of the claims. Written plainly: what is measured is reading."""
    (root / "claims").mkdir(parents=True)
    for file in claim_files(claims):
        (root / file.path).write_text(render(file), encoding="utf-8")
