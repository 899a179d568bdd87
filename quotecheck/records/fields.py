"""Typed getters over the nodes of a YAML file: what is read is right, or the error names file, line and key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecheck.errors import RecordError
from quotecheck.model import Problem
from quotecheck.patterns import pattern
from quotecheck.records.nodes import Node, read_nodes

_NUMBER = pattern(r"(?:0|[1-9][0-9]{0,15})\Z")


class Fields(NamedTuple):
    """A group of keys. ``where`` is its dotted path in the file, empty at the top."""

    path: str
    node: Node
    where: str = ""

    def only(self, *known: str) -> Fields:
        """Itself, when it has no other keys than ``known``; RecordError naming the nearest known key."""
        for key, line in (self.node.keys or {}).items():
            if key not in known:
                message = f"{self._name(key)}: unknown key"
                raise RecordError(Problem(path=self.path, line=line, message=message, hint=nearest(key, known)))
        return self

    def get(self, key: str) -> Node | None:
        """The node of ``key``, None when it is absent or empty."""
        found = self._values().get(key)
        return None if found is None or found.is_null else found

    def text(self, key: str) -> str | None:
        """The text of ``key``, None when absent."""
        node = self.get(key)
        if node is None:
            return None
        if not isinstance(node.value, str):
            raise self.wrong(key, "a text")
        return node.value

    def required(self, key: str) -> str:
        """The text of ``key``, which must be there and not be empty."""
        found = self.text(key)
        if not found or not found.strip():
            raise self.wrong(key, "a text")
        return found

    def number(self, key: str) -> int | None:
        """The whole number of ``key``, 0 or more, None when absent."""
        node = self.get(key)
        if node is None:
            return None
        if not node.plain or not isinstance(node.value, str) or not _NUMBER.match(node.value):
            raise self.wrong(key, "a whole number")
        return int(node.value)

    def switch(self, key: str) -> bool | None:
        """The true or false of ``key``, None when absent."""
        node = self.get(key)
        if node is None:
            return None
        if not node.plain or node.value not in ("true", "false"):
            raise self.wrong(key, "true or false")
        return node.value == "true"

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """The text of ``key``, which must be one of ``choices``, None when absent."""
        found = self.text(key)
        if found is not None and found not in choices:
            raise self.wrong(key, "one of " + ", ".join(choices), nearest(found, choices, offer_all=False))
        return found

    def group(self, key: str) -> Fields | None:
        """The group of keys under ``key``, None when absent."""
        node = self.get(key)
        if node is None:
            return None
        if not isinstance(node.value, dict):
            raise self.wrong(key, "a group of keys")
        return Fields(path=self.path, node=node, where=self._name(key))

    def items(self, key: str) -> list[Node]:
        """The nodes of the list under ``key``, empty when absent."""
        node = self.get(key)
        if node is None:
            return []
        if not isinstance(node.value, list):
            raise self.wrong(key, "a list")
        return node.value

    def groups(self, key: str) -> list[Fields]:
        """The list of groups under ``key``, empty when absent."""
        found = []
        for number, node in enumerate(self.items(key)):
            where = f"{self._name(key)}[{number}]"
            if not isinstance(node.value, dict):
                raise self._error(node.line, where, "a group of keys", node.describe())
            found.append(Fields(path=self.path, node=node, where=where))
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under ``key``, empty when absent."""
        for number, node in enumerate(self.items(key)):
            if not isinstance(node.value, str) or not node.value.strip():
                raise self._error(node.line, f"{self._name(key)}[{number}]", "a text", node.describe())
        return tuple(str(node.value) for node in self.items(key))

    def wrong(self, key: str, expected: str, hint: str | None = None) -> RecordError:
        """The error that ``key`` does not hold what was expected."""
        node = self._values().get(key)
        line = (self.node.keys or {}).get(key, self.node.line)
        return self._error(line, self._name(key), expected, node.describe() if node else "no such key", hint)

    def _values(self) -> dict[str, Node]:
        return self.node.value if isinstance(self.node.value, dict) else {}

    def _name(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def _error(self, line: int, where: str, expected: str, found: str, hint: str | None = None) -> RecordError:
        message = f"{where}: expected {expected}, found {found}"
        return RecordError(Problem(path=self.path, line=line, message=message, hint=hint))


def read_fields(text: str, path: str) -> Fields | None:
    """The group of keys that a YAML text is, None for an empty one; RecordError when it is something else."""
    root = read_nodes(text, path)
    if root is None:
        return None
    if not isinstance(root.value, dict):
        message = f"expected a group of keys, found {root.describe()}"
        raise RecordError(Problem(path=path, line=root.line, message=message))
    return Fields(path=path, node=root)


def nearest(word: str, known: Sequence[str], *, offer_all: bool = True) -> str | None:
    """A hint that names the known word nearest to ``word``, else all of them."""
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return "known are " + ", ".join(known) if offer_all else None
