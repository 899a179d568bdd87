"""The word lists of this station, loaded once: tags of closed classes, and verbs that ascribe words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from quotecheck.model import Act
from quotecheck.patterns import pattern

Form = Literal["base", "third", "ing", "past", "participle"]

ENTRY = pattern(r"([\w-]+)(?:\(([\w,-]+)\))?")
# Verbs that double their last consonant although the stress pattern does not show in the spelling.
DOUBLING = frozenset(
    """admit refer quip dub slam rip rebut plan pan bet plead-no swear-no sob tip commit beg tap""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb that ascribes: ``frames`` are the constructions it takes (see data/cues.txt), with the act of each."""

    lemma: str
    form: Form
    frames: Mapping[str, Act]

    def takes(self, *frames: str) -> bool:
        """Whether the verb takes one of these constructions."""
        frames_of = self.frames
        for frame in frames:  # noqa: SIM110 (asked ten times a sentence; any() takes three times as long)
            if frame in frames_of:
                return True
        return False


def data_lines(name: str) -> list[str]:
    """The lines of a data file that are no comments."""
    text = Path(__file__).with_name("data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def abbreviations() -> frozenset[str]:
    """Words whose full stop does not end a sentence, without it."""
    return frozenset(" ".join(data_lines("abbreviations.txt")).split())


@cache
def cues() -> Mapping[str, Cue]:
    """Every inflected form (lower case) of the cue verbs."""
    frames: dict[str, dict[str, Act]] = {}
    irregular: dict[str, list[str]] = {}
    for line in data_lines("cues.txt"):
        head, _, verbs = line.partition(":")
        act, *kinds = head.split()
        if act in ("noun", "owned"):
            continue
        for lemma, forms in ENTRY.findall(re.sub(r"\(out\)", "", verbs)):
            for kind in kinds:
                frames.setdefault(lemma, {}).setdefault(kind, "thought" if act == "thought" else "speech")
            if forms:
                irregular[lemma] = forms.split(",")
    found: dict[str, Cue] = {}
    order: list[Form] = ["base", "third", "ing", "participle", "past"]
    inflected = [(form, word, lemma) for lemma in frames for form, word in _forms(lemma, irregular.get(lemma))]
    for form, word, lemma in sorted(inflected, key=lambda row: order.index(row[0])):
        found[word] = Cue(lemma=lemma, form=form, frames=MappingProxyType(frames[lemma]))
    return MappingProxyType(found)


@cache
def phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    """Every form of a verb that ascribes only with the words after it → those words, the longest first, and
    the cue they make."""
    found: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    lines = [line.partition(":")[2] for line in data_lines("cues.txt") if line.startswith("phrase:")]
    irregular: dict[str, list[str]] = {}
    for text in ";".join(lines).split(";"):
        head, *rest = text.split()
        lemma, forms = ENTRY.findall(head)[0]
        if forms:
            irregular[lemma] = forms.split(",")
        for form, word in _forms(lemma, irregular.get(lemma)):
            cue = Cue(lemma=" ".join([lemma, *rest]), form=form, frames=MappingProxyType({"np": "thought"}))
            found.setdefault(word, []).append((tuple(rest), cue))
    return MappingProxyType({word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in found.items()})


@cache
def phrase_openings() -> Mapping[str, frozenset[str]]:
    """The forms of :func:`phrases`, each with the words that can follow it."""
    return MappingProxyType({word: frozenset(rest[0] for rest, _ in rows) for word, rows in phrases().items()})


@cache
def phrase_heads() -> frozenset[str]:
    """The forms of :func:`phrases`."""
    return frozenset(phrases())


@cache
def nouns() -> frozenset[str]:
    """Forms of cue verbs that are nouns as well."""
    lines = [line.partition(":")[2] for line in data_lines("cues.txt") if line.startswith("noun:")]
    return frozenset(" ".join(lines).split())


@cache
def owned() -> Mapping[str, frozenset[str]]:
    """Nouns that ascribe to their owner, each with the words that open its content."""
    found: dict[str, set[str]] = {}
    for line in data_lines("cues.txt"):
        if line.startswith("owned "):
            head, _, words = line.partition(":")
            for word in words.split():
                found.setdefault(word, set()).add(head.split()[1])
    return MappingProxyType({word: frozenset(openers) for word, openers in found.items()})


@cache
def word_tags() -> Mapping[str, str]:
    """The tag of each word of a closed class or a cue form, lower case."""
    tags: dict[str, str] = {}
    for line in data_lines("words.txt"):
        tag, _, words = line.partition(":")
        for word in words.split():
            tags.setdefault(word, tag)
    for word, cue in cues().items():
        if cue.form == "base":
            tags.setdefault(word, "B")
        else:
            tags[word] = "G" if cue.form == "ing" else "V"
    return MappingProxyType(tags)


def _forms(lemma: str, irregular: list[str] | None) -> Iterator[tuple[Form, str]]:
    stem = lemma + lemma[-1] if _doubles(lemma) else lemma
    yield "base", lemma
    yield "third", _third(lemma)
    yield "ing", (lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "ye")) else stem) + "ing"
    if irregular:
        yield "past", irregular[0]
        yield "participle", irregular[-1]
    elif lemma.endswith("e"):
        yield "past", lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield "past", lemma[:-1] + "ied"
    else:
        yield "past", stem + "ed"


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _doubles(lemma: str) -> bool:
    return lemma in DOUBLING
