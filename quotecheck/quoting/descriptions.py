"""Whom a description means ("the senator", "the Republican nominee"): a person of whom the text says the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Set
from typing import NamedTuple

from quotecheck.patterns import pattern
from quotecheck.quoting.namebook import Gender, Role, fold, organisation_words, places, roles, word_set
from quotecheck.quoting.person import Person
from quotecheck.quoting.pronouns import Reference, agrees, antecedent, gender_of
from quotecheck.quoting.scene import Scene, Voice

# How many statements about people are kept for each role, so that a long list of names stays cheap.
MOST = 40
# What each mention of a person adds when a text says in other words whom it means: mostly its main person.
MAIN = 0.2
WORD = pattern(r"[^\W\d_][\w’'-]*|\d{1,3}-year-old")
DEFINITE = pattern(r"^(?:the|this|that)\b", re.IGNORECASE)
# What ends the part of a description that holds its head.
AFTER_HEAD = pattern(
    r"\s(?:of|for|at|from|in|on|with|to|and|by|as|who|that|whose|behind|about|under|against)\b|[,;(]"
)
POSSESSED = pattern(r"^(?:his|her|my|their)\b", re.IGNORECASE)
OWNERS = frozenset({"his", "her", "my", "their"})
AGE = pattern(r", (\d{1,3})[,.;]")
APPOSITION = pattern(
    r",? (?:\([^)\n]{1,20}\),? )?(?:\d+, )?(?:who (?:is|was) )?"
    r"((?:a|an|the|his|her|one of|now|then)\b[^,.;\n]{3,80})"
)


class Evidence(NamedTuple):
    """That a text calls ``person`` by the words ``words``, with the head's ``kinds``, at offset ``at``."""

    person: Person
    kinds: tuple[str, ...]
    words: frozenset[str]
    at: int


class Descriptions:
    """What a text says about its people, gathered on first use."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._by_kind: dict[str, list[Evidence]] | None = None
        self._said: dict[Person, set[str]] = {}
        self._titles: frozenset[str] | None = None

    def voice(self, phrase: str, at: int) -> Voice:
        """Who is described: somebody of whom the text says the same, else the description as written."""
        heads = _heads(phrase)
        if heads and POSSESSED.match(phrase) and (owned := self._owned(heads[0])) is not None:
            return self._scene.voice_of(owned)
        if not DEFINITE.match(phrase) or not heads:
            return stranger(phrase, heads[-1] if heads else "")
        words = frozenset(fold(word) for word in WORD.findall(phrase))
        found = [role for head in heads if (role := roles().get(head)) and role.word not in word_set("honorifics")]
        gender: Gender = next((role.gender for role in found if role.gender), "")
        for role in found:
            known = self._best(role.word, words, at, gender)
            if known is not None:
                return self._scene.voice_of(known)
        if not found:
            known = self._best(heads[0], words, at, "") if self._is_title(heads[0]) else None
            if known is not None:
                return self._scene.voice_of(known)
            full = self._called(heads[0]) if len(words) == 2 else None
            if full is not None:
                return Voice(name=full, thing=True)
        aged = next((word for word in words if word.endswith("-old")), "")
        known = self._best(aged, words, at, gender) if aged else None
        if known is not None:
            return self._scene.voice_of(known)
        epithet = bool(aged) or any(_epithet(role, words) for role in found)
        if epithet and not self._introduced(heads[0], at):
            voice = antecedent(self._scene, Reference(at=at, gender=gender, away=2, main=MAIN))
            said = self._said.get(voice.person, set()) if voice is not None and voice.person is not None else None
            if voice is not None and said is not None and not _contradicts(words, said, ""):
                return voice
        return stranger(phrase, heads[0])

    def _called(self, head: str) -> str | None:
        """The only organisation of the text whose name ends with ``head``: "the union"."""
        return self._scene.cast.organisations.called(head) if head in organisation_words() else None

    def _owned(self, head: str) -> Person | None:
        """The only person whom the text calls somebody's ``head``: "his wife", "her lawyer"."""
        role = roles().get(head)
        if role is None:
            return None
        rows = [row for row in self._evidence().get(role.word, []) if row.kinds[0] == role.word]
        found = {row.person for row in rows if any(word in OWNERS or word.endswith("'s") for word in row.words)}
        return found.pop() if len(found) == 1 else None

    def _is_title(self, word: str) -> bool:
        """Whether a word that no list knows stands as a title before somebody's name."""
        if self._titles is None:
            self._titles = frozenset(title for person in self._scene.cast.people for title in person.titles)
        return word in self._titles

    def _introduced(self, head: str, at: int) -> bool:
        """Whether the text before speaks of somebody unnamed by the same word: "a judge", "an officer"."""
        pattern = rf"\b(?:an?|one|another|two|three|several|some)\s(?:[\w’'-]+\s){{0,4}}{re.escape(head)}s?\b"
        return re.search(pattern, self._scene.text[max(0, at - 3000) : at], re.IGNORECASE) is not None

    def _best(self, kind: str, words: frozenset[str], at: int, gender: Gender) -> Person | None:
        """The person to whom the description fits best: by shared words, then by nearness."""
        found = self._evidence().get(kind, [])
        fitting = [
            row
            for row in found
            if agrees(gender_of(self._scene, row.person), gender) and not _contradicts(words, row.words, kind)
        ]
        if not fitting:
            return None
        asked = words - word_set("small")
        here = self._scene.paragraph(at)

        def rank(row: Evidence) -> tuple[float, float]:
            former = ("former" in words) != ("former" in row.words)
            own = 0.5 if row.kinds[0] == kind else 0.0
            last = self._last_before(row.person, at)
            away = here - self._scene.paragraph(last) if last >= 0 else 30
            return len(asked & row.words) + own - 1.0 * former - 0.15 * min(away, 30), -abs(at - row.at)

        return max(fitting, key=rank).person

    def _last_before(self, person: Person, at: int) -> int:
        """Where the person was last named before an offset, -1 when nowhere."""
        mentions = self._scene.mentions
        indices = self._scene.cast.mentions_of(person)
        place = bisect_left(indices, bisect_left(mentions.starts, at)) - 1
        return mentions.starts[indices[place]] if place >= 0 else -1

    def _evidence(self) -> dict[str, list[Evidence]]:
        if self._by_kind is None:
            self._by_kind = {}
            for row in self._gather():
                self._said.setdefault(row.person, set()).update(row.words)
                for kind in row.kinds:
                    rows = self._by_kind.setdefault(kind, [])
                    if len(rows) < MOST and sum(other.person is row.person for other in rows) < 3:
                        rows.append(row)
        return self._by_kind

    def _gather(self) -> list[Evidence]:
        """Roles in titles, before names ("the nominee, Jane Roe", "pollster Jane Roe") and in appositions."""
        text, mentions, cast = self._scene.text, self._scene.mentions, self._scene.cast
        known = roles()
        rows = []
        single = {name: found[0] for name in set(mentions.names) if len(found := cast.candidates(name)) == 1}
        for index, name in enumerate(mentions.names):
            person = single.get(name)
            if person is None:
                continue
            start, end = mentions.starts[index], mentions.ends[index]
            lead = start - name.offset + name.lead
            if name.titles:
                titled = frozenset(fold(word) for word in WORD.findall(text[lead:start]))
                for title in name.titles:
                    if title not in word_set("honorifics"):
                        kinds = known[title].kinds if title in known else (title, "person")
                        rows.append(Evidence(person, kinds, titled | {title}, start))
            phrases: list[tuple[str, str]] = []
            if text[max(0, lead - 24) : lead].rstrip(" ,\xa0").rpartition(" ")[2] in known:
                before = text[max(0, lead - 70) : lead].rstrip(" ,\xa0")
                phrase = " ".join(re.split(r"[,.;:”\"\n]", before)[-1].split()[-5:])
                phrases.append((phrase, phrase))
            if text[end : end + 2] == ", " and (age := AGE.match(text, end)):
                word = f"{age.group(1)}-year-old"
                rows.append(Evidence(person, (word,), frozenset({word}), start))
            if text[end : end + 2] in (", ", " (") and (after := APPOSITION.match(text, end)):
                phrases.append((AFTER_HEAD.split(after.group(1))[0], after.group(1)))
            for head, phrase in phrases:
                row = _row(person, head, phrase, start)
                if row:
                    rows.append(row)
        return rows


def _heads(phrase: str) -> list[str]:
    """The heads (folded) of a description's noun phrases: "the former secretary of state and current nominee"."""
    heads = []
    for part in re.split(r"\sand\s", phrase):
        cut = AFTER_HEAD.search(part)
        words = [fold(word) for word in WORD.findall(part[: cut.start()] if cut else part)]
        if words:
            heads.append(_office(words))
    return heads


def _office(words: list[str]) -> str:
    """The role at the end of folded words: the last, or the last two ("the prime minister" is no minister)."""
    pair = "-".join(words[-2:])
    return pair if len(words) > 1 and pair in roles() else words[-1]


def _contradicts(asked: frozenset[str], said: Set[str], kind: str) -> bool:
    """Whether a description names another party or place than the text does; or, for an office of which
    there is one in a country, a country that the text does not name."""
    parties = ({"democratic", "democrat"}, {"republican", "gop"})
    for one, other in (parties, parties[::-1]):
        if asked & one and said & other and not said & one:
            return True
    wanted, known = asked & places(), said & places()
    return bool(wanted) and not wanted & known and (bool(known) or kind in word_set("unique"))


def _epithet(role: Role, words: frozenset[str]) -> bool:
    """Whether writers use the role to name somebody again in other words, without having said so before:
    "the businessman", "the former governor"; but not "the president", of whom there is one, or "the driver"."""
    kinds = {"politician", "businessperson", "performer"}
    if role.word in ("man", "woman") and len(words) == 2:
        return True
    return "former" in words or (not kinds.isdisjoint(role.kinds) and role.word not in word_set("unique"))


def _row(person: Person, head: str, phrase: str, at: int) -> Evidence | None:
    """What a phrase says of a person, None when the last word of ``head`` is no role."""
    heads = [fold(word) for word in WORD.findall(head)]
    role = roles().get(_office(heads)) if heads else None
    if role is None or role.word in word_set("honorifics"):
        return None
    others = {roles()[word].word for word in heads[:-1] if word in roles()} - set(role.kinds)
    kinds = (*role.kinds, *sorted(others))
    return Evidence(person, kinds, frozenset(fold(word) for word in WORD.findall(phrase)), at)


def stranger(phrase: str, head_word: str) -> Voice:
    """The voice of somebody who is only described."""
    role = roles().get(head_word)
    plural = head_word in word_set("plurals") or (
        head_word.endswith("s") and not head_word.endswith(("ss", "us", "is"))
    )
    many = role is None and plural
    return Voice(name=phrase, gender=role.gender if role else "", many=many, thing=role is None and not many)
