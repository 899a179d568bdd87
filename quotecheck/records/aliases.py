"""Speakers across documents: ``speakers.yaml`` at the root says which names are one person's.

    - name: "Ruth Delacroix"
      aliases: ["Mayor Delacroix", "R. Delacroix"]

Only a person writes there, directly or by merging two names; sharing a surname merges nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from quotecheck.errors import RecordError
from quotecheck.model import Problem
from quotecheck.records.fields import Fields
from quotecheck.records.folding import name_words
from quotecheck.records.nodes import Node, read_nodes
from quotecheck.records.paths import resolve

FILE = "speakers.yaml"
_Name = tuple[str, ...]


class Person(NamedTuple):
    """A speaker's full name and what else the same person is called."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """Who is called what. Names are compared without case, accents and punctuation."""

    people: tuple[Person, ...] = ()
    _known: Mapping[_Name, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {name_words(name): person.name for person in self.people for name in (person.name, *person.aliases)}
        object.__setattr__(self, "_known", known)

    def canonical(self, name: str) -> str:
        """The full name of whoever is called ``name``; ``name`` itself when nobody known is."""
        return self._known.get(name_words(name), name)

    def matches(self, query: str, name: str) -> bool:
        """Whether somebody who asks for ``query`` means the speaker ``name``: by whole words of the name that stand
        together ("putin"), or by an alias. An empty query matches nobody."""
        words = name_words(query)
        if not words:
            return False
        full = self.canonical(name)
        asked = name_words(self.canonical(query))
        return asked == name_words(full) or _holds(name_words(name), words) or _holds(name_words(full), words)

    def merged(self, name: str, alias: str) -> Aliases:
        """These aliases, with ``alias`` another name of ``name``, and so are the aliases ``alias`` had itself.

        RecordError when both are the same name, or ``alias`` already is an alias of somebody else.
        """
        full = self.canonical(name)
        if name_words(self.canonical(alias)) == name_words(full):
            if name_words(alias) == name_words(full):
                raise _wrong(f"{alias!r} and {name!r} are the same name")
            return self
        owner = next((person for person in self.people if name_words(person.name) == name_words(alias)), None)
        if owner is None and name_words(alias) in self._known:
            raise _wrong(f"{alias!r} is already an alias of {self.canonical(alias)!r}")
        moved = (alias, *owner.aliases) if owner else (alias,)
        people = [person for person in self.people if person is not owner]
        for place, person in enumerate(people):
            if person.name == full:
                people[place] = person._replace(aliases=person.aliases + moved)
                break
        else:
            people.append(Person(name=full, aliases=moved))
        return Aliases(people=tuple(people))


def load_aliases(root: Path | None) -> Aliases:
    """The aliases of the project at ``root``; none where it has no ``speakers.yaml``. RecordError with file, line and
    key for unknown keys, wrong values, and a name that two people have."""
    path = root / FILE if root else None
    if path is None or not path.exists():
        return Aliases()
    from quotecheck.records.files import read_record

    return parse_aliases(read_record(path, FILE), FILE)


def parse_aliases(text: str, path: str) -> Aliases:
    """The aliases that a YAML text gives, none for an empty one. RecordError as for ``load_aliases``."""
    root = read_nodes(text, path)
    if root is None:
        return Aliases()
    if not isinstance(root.value, list):
        message = f"expected a list of speakers, found {root.describe()}"
        raise RecordError(Problem(path=path, line=root.line, message=message))
    people: list[Person] = []
    owners: dict[_Name, str] = {}
    for number, node in enumerate(root.value):
        fields = _fields(node, number, path)
        person = Person(name=fields.required("name"), aliases=fields.texts("aliases"))
        for name in _distinct(person):
            if name_words(name) in owners:
                raise fields.wrong("name", f"names of one person only ({name!r} is {owners[name_words(name)]!r} too)")
            owners[name_words(name)] = person.name
        people.append(person)
    return Aliases(people=tuple(people))


def save_aliases(root: Path, aliases: Aliases) -> None:
    """Writes ``speakers.yaml`` anew, whole or not at all; comments in it are lost. StoreError when it cannot, for a
    link that leads out of the project too; RecordError for a name that no file can hold."""
    from quotecheck.records import atomic
    from quotecheck.records.writing import quoted

    lines = []
    try:
        for person in aliases.people:
            lines.append(f"- name: {quoted(person.name)}\n")
            lines.append(f"  aliases: [{', '.join(quoted(alias) for alias in person.aliases)}]\n")
    except ValueError as error:
        raise _wrong(f"cannot be written: {error}") from error
    atomic.write(resolve(root, FILE), "".join(lines).encode("utf-8"))


def _fields(node: Node, number: int, path: str) -> Fields:
    if not isinstance(node.value, dict):
        message = f"[{number}]: expected a group of keys, found {node.describe()}"
        raise RecordError(Problem(path=path, line=node.line, message=message))
    return Fields(path=path, node=node, where=f"[{number}]").only("name", "aliases")


def _distinct(person: Person) -> Iterator[str]:
    seen: set[_Name] = set()
    for name in (person.name, *person.aliases):
        if name_words(name) not in seen:
            seen.add(name_words(name))
            yield name


def _holds(name: _Name, words: _Name) -> bool:
    return any(name[at : at + len(words)] == words for at in range(len(name) - len(words) + 1))


def _wrong(message: str) -> RecordError:
    return RecordError(Problem(path=FILE, message=message))
