"""The people of a text: the mentions of one person gathered under the fullest name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from functools import cached_property

from quotecheck.patterns import pattern
from quotecheck.quoting.context import Context
from quotecheck.quoting.namebook import first_names, fold, public_figures, short_forms, word_set
from quotecheck.quoting.names import Mentions, Name
from quotecheck.quoting.namesakes import namesake
from quotecheck.quoting.organisations import Organisations, may_be_short
from quotecheck.quoting.person import Person, fits, surname_keys

EAST_ASIAN = pattern(r"[A-Z][a-z]+-[a-z]+")
# How many people of one name are told apart; beyond that a text is no prose.
NAMESAKES = 12


class Cast:
    """Who is who in a text. Built once from its mentions; answers which person a name means at a place."""

    def __init__(self, text: str, mentions: Mentions) -> None:
        self.text = text
        self.mentions = mentions
        self.context = Context(text, mentions)
        self.people: list[Person] = []
        self._by_word: dict[str, list[Person]] = {}
        self._inner: dict[str, list[Person]] = {}
        self._given: dict[str, list[Person]] = {}
        self._candidates: dict[Name, tuple[Person, ...]] = {}
        self._persons: dict[Name, Person | None] = {}
        self._bare: dict[str, list[int]] | None = None
        self._meant: dict[tuple[Person, ...], Person | None] = {}
        self._newcomers: dict[str, Person] = {}
        self._mentions_of: dict[Person, list[int]] | None = None
        self._counts = Counter(mentions.names)
        self._first = dict(zip(reversed(mentions.names), reversed(mentions.starts), strict=True))
        self._gather()

    def candidates(self, name: Name) -> tuple[Person, ...]:
        """Everybody whom ``name`` can mean; empty for organisations and strangers."""
        found = self._candidates.get(name)
        if found is None:
            found = self._candidates[name] = self._look_up(name)
        return found

    def person(self, name: Name) -> Person | None:
        """The person whom ``name`` means, None when it is nobody known or nothing tells namesakes apart."""
        try:
            return self._persons[name]
        except KeyError:
            found = self._persons[name] = self._whom(name)
            return found

    def _whom(self, name: Name) -> Person | None:
        found = self.candidates(name)
        if len(found) <= 1:
            return found[0] if found else None
        if found not in self._meant:
            self._meant[found] = namesake(self, found, self._bare_mentions(name.folded[-1]))
        return self._meant[found]

    def person_at(self, index: int) -> Person | None:
        """The person whom mention ``index`` means."""
        return self.person(self.mentions.names[index])

    def mentions_of(self, person: Person) -> list[int]:
        """The indices of the mentions that can mean nobody but ``person``."""
        if self._mentions_of is None:
            self._mentions_of = {}
            known = {name: found[0] for name in self._counts if len(found := self.candidates(name)) == 1}
            for index, name in enumerate(self.mentions.names):
                if name in known:
                    self._mentions_of.setdefault(known[name], []).append(index)
        return self._mentions_of.get(person, [])

    def in_full(self, name: Name) -> str:
        """An organisation's fullest name in the text."""
        return self.organisations.in_full(name) if may_be_short(name) else " ".join(name.words)

    @cached_property
    def organisations(self) -> Organisations:
        """The organisations of the text."""
        return Organisations(self.mentions, self._only_in_heading)

    def _only_in_heading(self, name: Name) -> bool:
        return self._counts[name] == 1 and self.context.heading(self._first[name])

    def newcomer(self, name: Name, at: int) -> Person:
        """The person whom the text calls by nothing but the single word ``name``."""
        key = name.folded[-1]
        if key not in self._newcomers:
            gender = first_names().get(key, "")
            self._newcomers[key] = Person(name.words, name.folded, "", False, at, 1, gender)
        return self._newcomers[key]

    @cached_property
    def addressed(self) -> str | None:
        """The only first name by which people in the text address somebody who has no such name otherwise:
        "Well, Chris, …"."""
        found = self.context.addressed(first_names().keys() - self._given.keys())
        return found.pop() if len(found) == 1 else None

    def _bare_mentions(self, key: str) -> list[int]:
        """The indices of the mentions that are nothing but the surname ``key``."""
        if self._bare is None:
            self._bare = {}
            for index, name in enumerate(self.mentions.names):
                if len(name.words) == 1:
                    self._bare.setdefault(name.folded[-1], []).append(index)
        return self._bare.get(key, [])

    # Gathering

    def _gather(self) -> None:
        counts, first = self._counts, self._first
        full = [name for name in counts if name.sort in ("person", "maybe") and len(name.words) > 1]
        full.sort(key=lambda name: (name.sort == "maybe", -counts[name], len(name.words)))
        for name in full:
            sure = name.folded[0] in first_names() or (counts[name] > 1 and not self.context.located(first[name]))
            if sure or not (self.context.heading(first[name]) or self.context.located(first[name])):
                self._enter(name, counts[name], first[name])
        alone = {name.folded[0]: name for name in counts if name.sort == "single"}
        for name in alone.values():
            if name.folded[0] in first_names():
                self._enter_pair(name, first[name])
        for name in counts:
            if name.sort == "organisation" and len(name.words) > 2 and name.folded[1] in alone:
                self._enter_namesake(name, first[name])
        for name in counts:
            if len(name.words) == 1 and (name.sort == "person" or _known_alone(name)):
                self._enter_surname(name, counts[name], first[name])

    def _enter(self, name: Name, count: int, first: int) -> None:
        """Adds a full name to the person it belongs to, or a new person."""
        person = self._same(name) or self._inside(name)
        if person is None:
            person = Person(name.words, name.folded, name.suffix, name.sort == "person", first, 0)
            given = name.words[1] if len(name.words) == 2 else ""
            if not EAST_ASIAN.fullmatch(given):  # in "Kim Jong-un" the first word is the family's name
                person.gender = first_names().get(name.folded[0], "")
            self.people.append(person)
            for word in surname_keys(name.folded[-1]):
                self._by_word.setdefault(word, []).append(person)
            for word in name.folded[1:-1]:
                self._inner.setdefault(word, []).append(person)
            self._given.setdefault(name.folded[0], []).append(person)
        elif name.sort == "person" and len(name.words) > len(person.words) and name.folded[-1] == person.surname:
            person.words, person.folded = name.words, name.folded
        person.count += count
        person.subject |= self.context.verb_at(first + name.length)
        person.first = min(person.first, first)
        person.titles.update(name.titles)
        person.gender = name.gender or person.gender

    def _enter_surname(self, name: Name, count: int, first: int) -> None:
        """Adds what a title before a surname tells; a new person when nobody bears the surname."""
        known = public_figures().get(name.folded[-1], ())
        figures = [figure for figure in known if figure.alone or figure.offices.intersection(name.titles)]
        found = self._named(name)
        if not found and not figures and name.folded[-1] in self._by_word:  # "Mr. Roe" where only Ann Roe is known
            figures = list(known)
        if len(figures) == 1 and figures[0].gender not in {person.gender or figures[0].gender for person in found}:
            found = ()
        if found:
            if len(found) == 1:
                found[0].titles.update(name.titles)
                found[0].gender = found[0].gender or name.gender
            return
        person = Person(name.words, name.folded, name.suffix, True, first, count, name.gender, set(name.titles))
        if len(figures) == 1 and person.gender in ("", figures[0].gender):
            person.words, person.gender = tuple(figures[0].name.split()), figures[0].gender
            person.folded = tuple(fold(word) for word in person.words)
        self.people.append(person)
        for word in surname_keys(name.folded[-1]):
            self._by_word.setdefault(word, []).append(person)

    def _enter_pair(self, name: Name, first: int) -> None:
        """Adds the first of two people who share the surname that only the second bears: "Ann and Bob Roe"."""
        end = first + name.length
        if not self.text.startswith(" and ", end):
            return
        index = bisect_left(self.mentions.starts, end + 5)
        other = self.mentions.names[index] if index < len(self.mentions.starts) else name
        if self.mentions.starts[index : index + 1] != [end + 5] or other.sort != "person" or len(other.words) != 2:
            return
        words, folded = (*name.words, other.words[-1]), (*name.folded, other.folded[-1])
        self._enter(replace(name, sort="person", words=words, folded=folded), 1, first)

    def _enter_namesake(self, name: Name, first: int) -> None:
        """Adds the person after whom something is named, where the text calls that person by the bare
        surname: "The Ann Roe Show"."""
        if name.folded[0] in first_names() and name.folded[1] not in self._by_word:
            self._enter(replace(name, sort="person", words=name.words[:2], folded=name.folded[:2]), 1, first)

    def _same(self, name: Name) -> Person | None:
        """The person with the same surname and a first name that fits."""
        found: Person | None = None
        for person in self._by_word.get(name.folded[-1], [])[:NAMESAKES]:
            if fits(name, person):
                if person.folded[0] == name.folded[0]:
                    return person
                found = found or person
        return found

    def _inside(self, name: Name) -> Person | None:
        """The person whose full name stands at the head or the end of a longer run of capitals."""
        if len(name.words) < 3:
            return None
        for person in self._by_word.get(name.folded[-1], [])[:NAMESAKES]:
            if name.sort == "maybe" and name.folded[-len(person.folded) :] == person.folded:
                return person
        for person in self._given.get(name.folded[0], [])[:NAMESAKES]:
            if len(person.folded) > 1 and name.folded[: len(person.folded)] == person.folded and person.count > 1:
                return person
        return None

    # Looking up

    def _look_up(self, name: Name) -> tuple[Person, ...]:
        if name.sort in ("single", "person", "maybe"):
            return self._named(name)
        borne = name.sort != "role" and len(name.words) == 1 and self._borne(name.folded[-1])
        return self._named(name) if borne else ()

    def _borne(self, word: str) -> bool:
        """Whether somebody surely bears a place's or an organisation's name: "Rep. Ann Jordan"."""
        return word in self._by_word and any(person.sure for person in self._by_word[word])

    def _named(self, name: Name) -> tuple[Person, ...]:
        last = name.folded[-1]
        if len(name.words) > 1:
            same = self._same(name) or self._inside(name)
            return (same,) if same else ()
        found = next((self._by_word[key] for key in surname_keys(last) if key in self._by_word), [])[:NAMESAKES]
        if not found and last not in self._given and last not in self._inner and last not in short_forms():
            return ()
        if not found:
            forms = (last, *short_forms().get(last, ()))
            given = next((self._given[form] for form in forms if form in self._given), [])
            found = [person for person in given[:NAMESAKES] if len(person.words) > 1]
            found = found or self._inner.get(last, [])[:NAMESAKES]  # "Ms. Roe" for Ann Roe Doe
        gender = name.gender
        if gender:
            found = [person for person in found if person.gender in ("", gender)]
        offices = set(name.titles) - word_set("honorifics")
        if len(found) > 1 and offices:
            found = [person for person in found if person.titles & offices] or found
        return tuple(found)

    def at_or_after(self, offset: int) -> int:
        """The index of the first mention that ends after ``offset``."""
        return bisect_left(self.mentions.ends, offset + 1)


def _known_alone(name: Name) -> bool:
    """Whether a bare surname means one public figure and nobody else."""
    return name.sort == "single" and any(figure.alone for figure in public_figures().get(name.folded[-1], ()))
