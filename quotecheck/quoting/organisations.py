"""Organisations of a text: short forms and initials under the fullest name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from quotecheck.quoting.namebook import word_set
from quotecheck.quoting.names import Mentions, Name

# How many organisations that begin or end with one word are looked at.
MOST = 12


class Organisations:
    """The organisations that a text names, the most frequent first. Names that stand only in a
    ``heading`` do not count."""

    def __init__(self, mentions: Mentions, heading: Callable[[Name], bool]) -> None:
        self._heading = heading
        self._by_last: dict[str, list[Name]] = {}
        self._by_first: dict[str, list[Name]] = {}
        self._initials: dict[str, Name] | None = None
        for name, _ in Counter(mentions.names).most_common():
            if len(name.words) > 1 and name.sort in ("organisation", "maybe"):
                self._by_last.setdefault(name.folded[-1], []).append(name)
                self._by_first.setdefault(name.folded[0], []).append(name)

    def in_full(self, name: Name) -> str:
        """The fullest name: "Times" and "CBO" as they are written in full; ``name`` itself when the text
        knows no longer one."""
        full = None
        if name.sort == "single" or name.folded[-1] in word_set("generic"):
            full = next(self._longer(name.folded), None)
        if full is None and len(name.words) == 1 and _capitals(name).isupper():
            full = self._known_initials().get(_capitals(name))
        return " ".join((full if full is not None and not self._heading(full) else name).words)

    def called(self, word: str) -> str | None:
        """The only organisation whose name ends with ``word``: "the union"; None when there are more."""
        found = {name.folded: name for name in self._by_last.get(word, [])[:MOST] if name.sort == "organisation"}
        name = next(iter(found.values()), None)
        return " ".join(name.words) if name is not None and len(found) == 1 and not self._heading(name) else None

    def _longer(self, words: tuple[str, ...]) -> Iterator[Name]:
        """Longer names that end with the words, then those that begin with them."""
        for name in self._by_last.get(words[-1], [])[:MOST]:
            if len(name.words) > len(words) and name.folded[-len(words) :] == words:
                yield name
        for name in self._by_first.get(words[0], [])[:MOST]:
            if len(name.words) > len(words) and name.folded[: len(words)] == words:
                yield name

    def _known_initials(self) -> dict[str, Name]:
        if self._initials is None:
            self._initials = {}
            for names in self._by_last.values():
                for name in names:
                    if len(name.words) > 2:
                        initials = "".join(word[0] for word in name.words if word[0].isupper())
                        self._initials.setdefault(initials, name)
        return self._initials


def may_be_short(name: Name) -> bool:
    """Whether a name can stand for a longer one: "Times", "CBO", or a word that nobody explained."""
    generic = name.sort == "single" or name.folded[-1] in word_set("generic")
    return generic or (len(name.words) == 1 and _capitals(name).isupper())


def _capitals(name: Name) -> str:
    return "".join(name.words).replace(".", "")
