"""What stands around the names of a text: verbs, pronouns, headlines, words of place."""

from __future__ import annotations

import re
from collections.abc import Set

from quotecheck.patterns import pattern
from quotecheck.quoting.lexicon import word_tags
from quotecheck.quoting.names import Mentions

PRONOUN = pattern(r"\b(?:(he|his|him|himself)|(?:she|her|hers|herself))\b", re.IGNORECASE)
LONGER = pattern(r"[^\W\d_]{4,}")
# Tags of the words that can follow a subject: auxiliaries, verbs, adverbs, "who".
AFTER_SUBJECT = frozenset("xVvrw")
# How far after a name a pronoun still tells about its bearer, and how long a headline can be (code points).
NEAR = 90
HEADLINE = 250


class Context:
    """Answers questions about the surroundings of the mentions of ``text``."""

    def __init__(self, text: str, mentions: Mentions) -> None:
        self.text = text
        self.mentions = mentions
        self._headings: dict[int, bool] = {}

    def is_subject(self, index: int) -> bool:
        """Whether a verb (or "who") follows a mention."""
        return self.verb_at(self.mentions.ends[index])

    def verb_at(self, end: int) -> bool:
        """Whether the next word after ``end`` can be the verb of what stands before."""
        after = self.text[end : end + 22]
        if after[:1] not in (" ", ","):
            return False
        words = after.lstrip(", ").split(None, 1)
        word = words[0].rstrip(",.:") if words else ""
        tag = word_tags().get(word)
        if after[0] == ",":
            return word == "who" or tag in ("V", "v", "x")
        if tag is None:
            return word.islower() and len(word) > 2 and word.endswith(("ed", "s"))
        return tag in AFTER_SUBJECT

    def vote(self, index: int) -> int:
        """1, -1 or 0: whether the pronoun next to mention ``index`` is a man's or a woman's."""
        starts = self.mentions.starts
        end = self.mentions.ends[index]
        stop = min(end + NEAR, starts[index + 1] if index + 1 < len(starts) else len(self.text))
        found = PRONOUN.search(self.text, end, stop)
        return 0 if found is None else 1 if found.group(1) else -1

    def heading(self, offset: int) -> bool:
        """Whether an offset lies in a line where nearly every longer word has a capital, as in a headline."""
        start = self.text.rfind("\n", max(0, offset - HEADLINE), offset) + 1
        if start == 0 and offset > HEADLINE:
            return False
        if start not in self._headings:
            stop = self.text.find("\n", offset, offset + HEADLINE)
            words = LONGER.findall(self.text, start, stop if stop >= 0 else offset + HEADLINE)
            self._headings[start] = len(words) > 4 and sum(map(str.istitle, words)) > 0.8 * len(words)
        return self._headings[start]

    def located(self, offset: int) -> bool:
        """Whether "in", "at" or "near" stands before an offset: a place follows, not a person."""
        return self.text[max(0, offset - 6) : offset].endswith((" in ", " at ", " near "))

    def addressed(self, names: Set[str]) -> set[str]:
        """Those of ``names`` (folded) by which somebody is addressed, between commas: "Well, Chris, …"."""
        text, found = self.text, set()
        for name, start, end in zip(self.mentions.names, self.mentions.starts, self.mentions.ends, strict=True):
            between = text[max(0, start - 2) : start] == ", " and text[end : end + 1] in (",", ".", "?", "!")
            if between and name.sort == "single" and name.folded[-1] in names:
                found.add(name.words[0])
        return found
