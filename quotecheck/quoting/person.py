"""Somebody in a text, and which names can be one person's."""

from __future__ import annotations

from dataclasses import dataclass, field

from quotecheck.quoting.namebook import Gender, same_first_name
from quotecheck.quoting.names import Name

PREFIXES = ("al-", "el-", "as-", "abu-", "de ", "van ")


@dataclass(slots=True, eq=False)
class Person:
    """Somebody in a text, open to more knowledge while the text is read (hence not frozen).

    ``words`` is the fullest name so far (``folded`` for comparison), ``sure`` False for a run of
    capitals that may be no person at all, ``first`` where the full name first stands and ``count`` how
    often, ``subject`` whether a verb followed it; ``titles`` every role written before a mention.
    ``gender`` is "" while unknown, ``asked`` once the context was searched for it.
    """

    words: tuple[str, ...]
    folded: tuple[str, ...]
    suffix: str
    sure: bool
    first: int
    count: int
    gender: Gender = ""
    titles: set[str] = field(default_factory=set)
    asked: bool = False
    subject: bool = False

    @property
    def name(self) -> str:
        """The fullest name, with its suffix, without titles."""
        words = tuple(_as_name(word) for word in self.words) if " ".join(self.words).isupper() else self.words
        suffix = {"jr": " Jr.", "sr": " Sr."}.get(self.suffix, f" {self.suffix.upper()}" if self.suffix else "")
        return " ".join(words).replace("\xa0", " ") + suffix

    @property
    def surname(self) -> str:
        """The last name, folded."""
        return self.folded[-1]


def surname_keys(surname: str) -> tuple[str, ...]:
    """The forms under which a surname is looked up: "al-sisi" also as "sisi"."""
    for prefix in PREFIXES if surname.startswith(PREFIXES) else ():
        if surname.startswith(prefix) and len(surname) > len(prefix) + 2:
            return surname, surname[len(prefix) :]
    return (surname,)


def fits(name: Name, person: Person) -> bool:
    """Whether a full name can be a person's who has the same surname."""
    if len(person.folded) < 2 or name.suffix != person.suffix:
        return False
    given, theirs = name.folded[:-1], person.folded[:-1]
    if not same_first_name(given[0], theirs[0]):
        return given[0] in theirs[1:] or theirs[0] in given[1:]
    middle, other = given[1:2], theirs[1:2]
    return not middle or not other or middle[0][:1] == other[0][:1]


def _as_name(word: str) -> str:
    return word if len(word) == 1 or "." in word else word.title()
