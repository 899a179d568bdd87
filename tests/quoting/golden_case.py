"""The project's own corpus: short texts of ours with what must be found in them.

A case is a mapping ``name, text, attributions`` and, where wanted, ``format`` ("text" or "markdown"),
``not_speech`` (words in quotation marks that nobody says) and ``optional`` (attributions that may be
found or not). An attribution is ``kind, content`` and ``source, head, cue, speaker, act, via``. All words
are looked up in the text as whole words; ``she#2`` is the second "she". A list of sources means any of
them. ``head`` is the word of the source that must be found, by default the last of its first part.
``speaker: null`` and ``source: null`` mean that nobody may be named; without the key it is not compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from quotecheck.model import Attribution, Document, Span
from quotecheck.quoting import attributions
from quotecheck.reading import read_text

FOLDER = Path(__file__).parent / "golden"
KEYS = {"name", "text", "format", "attributions", "not_speech", "optional"}
ATTRIBUTION_KEYS = {"kind", "source", "head", "cue", "content", "speaker", "act", "via"}
WORD = re.compile(r"\w+(?:['’]\w+)*")
# What a source's first part ends at: "the owner | of the boatyard", "Tilda Brock | , who ...".
HEAD_END = re.compile(r",| (?:of|for|from|who|that|which|with|in|on|at|to) ")
ARTICLE_OR_TITLE = re.compile(r"^(?:the|a|an|mr|mrs|ms|miss|dr)\b\.?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text of the corpus and what is expected of it."""

    name: str
    text: str
    format: str = "text"
    attributions: tuple[dict[str, Any], ...] = ()
    optional: tuple[dict[str, Any], ...] = ()
    not_speech: tuple[str, ...] = ()
    file: str = field(default="", compare=False)


def load() -> tuple[Case, ...]:
    """Every case, in the order of the files and of the cases in them."""
    cases = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert set(raw) <= KEYS, f"{path.name}: {raw.get('name')}: unknown keys {sorted(set(raw) - KEYS)}"
            for wanted in (*raw["attributions"], *raw.get("optional", ())):
                assert set(wanted) <= ATTRIBUTION_KEYS, f"{path.name}: {raw['name']}: {sorted(wanted)}"
            parts = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
            cases.append(Case(**parts, file=path.name))
    return tuple(cases)


def find(text: str, wanted: str) -> Span:
    """Where ``wanted`` stands in ``text`` as whole words; ``she#2`` is its second place."""
    named = re.fullmatch(r"(?s)(.*)#(\d+)", wanted)
    words, nth = (named[1], int(named[2])) if named else (wanted, 1)
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    places = list(re.finditer(before + re.escape(words) + after, text))
    assert len(places) >= nth, f"{wanted!r} does not stand in the text"
    return Span(start=places[nth - 1].start(), end=places[nth - 1].end())


def word_starts(text: str, spans: tuple[Span, ...] | list[Span]) -> tuple[int, ...]:
    """The offsets of the words in ``spans``, without a leading "that": where they are cut at their edges
    by marks and spaces makes no difference."""
    found = [m for span in spans for m in WORD.finditer(text, span.start, span.end)]
    if found and found[0].group().lower() == "that":
        found = found[1:]
    return tuple(sorted(m.start() for m in found))


def heads_of(text: str, wanted: dict[str, Any]) -> list[Span]:
    """The word of the source that a finding must hold; several where any of several sources will do."""
    sources = wanted["source"] if isinstance(wanted["source"], list) else [wanted["source"]]
    return [_head(text, find(text, source), wanted) for source in sources]


def _head(text: str, source: Span, wanted: dict[str, Any]) -> Span:
    if "head" in wanted:
        inside = find(source.of(text), wanted["head"])
        return Span(start=source.start + inside.start, end=source.start + inside.end)
    words = source.of(text)
    end = HEAD_END.search(words)
    last = list(WORD.finditer(words[: end.start()] if end and end.start() else words))[-1]
    return Span(start=source.start + last.start(), end=source.start + last.end())


def plain_name(name: str | None) -> str | None:
    """A name as it is compared: without an article or courtesy title before it, in one case."""
    return ARTICLE_OR_TITLE.sub("", name).casefold() if name else None


def differences(text: str, wanted: dict[str, Any], found: Attribution) -> list[str]:
    """What is wrong with ``found``, whose content is that of ``wanted``; empty when nothing is."""
    wrong = []
    if found.kind != wanted["kind"]:
        wrong.append(f"kind {found.kind}, not {wanted['kind']}")
    if wanted.get("source", "") is None and found.source:
        wrong.append(f"source {[span.of(text) for span in found.source]}, not none")
    if wanted.get("source"):
        heads = heads_of(text, wanted)
        if not any(span.start <= head.start and head.end <= span.end for span in found.source for head in heads):
            wrong.append(f"source {[span.of(text) for span in found.source]}, not {wanted['source']!r}")
    if "cue" in wanted:
        cue = word_starts(text, [find(text, wanted["cue"])])
        if not set(cue) & set(word_starts(text, found.cue)):
            wrong.append(f"cue {[span.of(text) for span in found.cue]}, not {wanted['cue']!r}")
    if "speaker" in wanted and plain_name(found.speaker) != plain_name(wanted["speaker"]):
        wrong.append(f"speaker {found.speaker!r}, not {wanted['speaker']!r}")
    for key in ("act", "via"):
        if key in wanted and getattr(found, key) != wanted[key]:
            wrong.append(f"{key} {getattr(found, key)!r}, not {wanted[key]!r}")
    return wrong


def troubles(case: Case) -> list[str]:
    """Everything in which extraction differs from what ``case`` expects; empty when all is right."""
    document: Document = read_text(case.text, format=case.format)
    text, wrong = document.text, []
    left = list(attributions(document))
    for wanted in case.attributions:
        content = word_starts(text, [find(text, words) for words in wanted["content"]])
        same = [found for found in left if word_starts(text, found.content) == content]
        if not same:
            wrong.append(f"not found: {wanted['content']}")
            continue
        best = min(same, key=lambda found: len(differences(text, wanted, found)))
        left.remove(best)
        wrong += [f"{wanted['content']}: {what}" for what in differences(text, wanted, best)]
    fine = [set(word_starts(text, [find(text, words) for words in one["content"]])) for one in case.optional]
    for found in left:
        words = set(word_starts(text, found.content))
        if not any(2 * len(words & one) > len(words | one) for one in fine):
            wrong.append(f"found, but nobody's words: {[span.of(text) for span in found.content]}")
    spoken = {start for found in attributions(document) for start in word_starts(text, found.content)}
    for words in case.not_speech if not case.attributions else ():
        if spoken & set(word_starts(text, [find(text, words)])):
            wrong.append(f"not speech, but taken for it: {words!r}")
    return wrong
