"""What the word lists know about names: first names and their gender, offices and other roles, words
of organisations, places, short forms, and public figures. Loaded once, on first use."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from quotecheck.quoting.lexicon import data_lines

Gender = Literal["m", "f", ""]


class Role(NamedTuple):
    """A word for a person's work, rank or kin. ``kinds`` is the word itself and what it is a kind of
    ("senator", "lawmaker", "politician")."""

    word: str
    gender: Gender
    kinds: tuple[str, ...]


class Figure(NamedTuple):
    """Somebody whom newspapers call by office and surname only; ``alone`` when the surname is enough."""

    name: str
    gender: Gender
    offices: frozenset[str]
    alone: bool


@lru_cache(maxsize=1 << 13)
def fold(word: str) -> str:
    """A word in lower case without accents, with straight apostrophes and no full stop at its end."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.replace("’", "'").replace("\xa0", " "))
        word = "".join(char for char in word if not unicodedata.combining(char))
    return word.lower().rstrip(".")


@cache
def first_names() -> Mapping[str, Gender]:
    """First names (folded) with their gender, "" for those that men and women share."""
    men, women, both = (_words(f"first_names_{kind}.txt") for kind in ("male", "female", "either"))
    names: dict[str, Gender] = dict.fromkeys(men, "m")
    names.update(dict.fromkeys(women, "f"))
    names.update(dict.fromkeys(both | (men & women), ""))
    return MappingProxyType(names)


@cache
def roles() -> Mapping[str, Role]:
    """Every form (folded) of the words for people's roles."""
    rows = [line.split(";") for line in data_lines("roles.txt")]
    above = {word: kind for word, _, kind, _ in rows}
    found: dict[str, Role] = {}
    for word, gender, _, forms in rows:
        kinds = [word]
        while (kind := above.get(kinds[-1], "-")) != "-" and kind not in kinds:
            kinds.append(kind)
        role = Role(word=word, gender="m" if gender == "m" else "f" if gender == "f" else "", kinds=tuple(kinds))
        for form in (word, *forms.split()):
            found[form] = _by_form(form, role)
    return MappingProxyType(found)


def _by_form(form: str, role: Role) -> Role:
    """The role with the gender that the form itself shows ("chairwoman", "spokesman" stays a man's)."""
    if form.endswith("woman"):
        return Role(word=role.word, gender="f", kinds=role.kinds)
    if form.endswith("man") and len(form) > 3 and form != "woman":
        return Role(word=role.word, gender="m", kinds=role.kinds)
    return role


@cache
def organisation_words() -> frozenset[str]:
    """Words (folded) that end the name of an organisation, a building or an event."""
    return _words("organisations.txt")


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the closed sets of data/naming.txt."""
    for line in data_lines("naming.txt"):
        key, _, words = line.partition(":")
        if key == name:
            return frozenset(words.split())
    raise KeyError(name)


@cache
def places() -> frozenset[str]:
    """Places, peoples, religions, months and days (folded); some of several words."""
    return frozenset(fold(place.strip()) for line in data_lines("places.txt") for place in line.split(","))


@cache
def starters() -> Mapping[str, bool]:
    """Words (folded) that open a sentence without being a name; True for those that can also be a surname."""
    return MappingProxyType({word.rstrip("*"): word.endswith("*") for word in _words("starters.txt")})


@cache
def short_forms() -> Mapping[str, frozenset[str]]:
    """First names (folded) with the short forms of each, and each short form with its full names."""
    found: dict[str, set[str]] = {}
    for line in data_lines("nicknames.txt"):
        name, *short = line.split()
        for form in short:
            found.setdefault(name, set()).add(form)
            found.setdefault(form, set()).add(name)
    return MappingProxyType({name: frozenset(forms) for name, forms in found.items()})


@cache
def public_figures() -> Mapping[str, tuple[Figure, ...]]:
    """Public figures by their surname (folded)."""
    found: dict[str, tuple[Figure, ...]] = {}
    for line in data_lines("public_figures.txt"):
        surname, gender, name, offices, alone = line.split(";")
        figure = Figure(
            name=name, gender="f" if gender == "f" else "m", offices=frozenset(offices.split()), alone=alone == "alone"
        )
        found[fold(surname)] = (*found.get(fold(surname), ()), figure)
    return MappingProxyType(found)


def same_first_name(one: str, other: str) -> bool:
    """Whether two first names (folded) can be one person's: equal, short form and full form, or initial."""
    if one == other or other in short_forms().get(one, ()):
        return True
    return (len(one) == 1 or len(other) == 1) and one[:1] == other[:1]


def _words(name: str) -> frozenset[str]:
    return frozenset(" ".join(data_lines(name)).split())
