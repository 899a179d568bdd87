"""YAML → plain nodes with their lines, where every scalar stays what a person typed.

The events of the parser are read one by one, so that nothing is built from a file that tries tricks: no
tags, no anchors and aliases (which can unfold to gigabytes), one document, bounded depth and size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from quotecheck.errors import RecordError
from quotecheck.model import Problem

MAX_DEPTH = 16
TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep"
MAX_CHARACTERS = 64 * 1024 * 1024
"""As many as some 300,000 claims of one document need."""
MAX_VALUES = 4_000_000
"""A value may take two characters of a file and eighty bytes of memory: the characters alone do not bound it."""
MAX_TEXT = 1_000_000
"""The most characters of one text: a quote that is longer than two novels is a missing quotation mark."""
TOO_LONG = f"holds a text of more than {MAX_TEXT:,} characters"
_PLAIN = (None, "")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Node:
    """A value of a YAML file: ``value`` is a text, a list of nodes, or pairs by key (``keys`` has the lines of
    those). ``plain`` tells an unquoted text, which may mean a number or nothing. ``line`` is 1-based."""

    value: str | list[Node] | dict[str, Node]
    line: int
    plain: bool = False
    keys: dict[str, int] | None = None

    @property
    def is_null(self) -> bool:
        """Whether the value is absent: ``key:`` or ``key: null``."""
        return self.plain and self.value in _NULLS

    def describe(self) -> str:
        """The value in a few words, for an error message."""
        if isinstance(self.value, list):
            return "a list"
        if isinstance(self.value, dict):
            return "a group of keys"
        if self.is_null:
            return "nothing"
        shown = self.value if len(self.value) <= 40 else self.value[:39] + "…"
        return repr(shown) if self.plain else f"the text {shown!r}"


def read_nodes(text: str, path: str) -> Node | None:
    """The root node of a YAML text, None when it holds nothing but comments.

    RecordError with file, line and what is wrong for broken YAML, duplicate keys and everything refused.
    """
    if len(text) > MAX_CHARACTERS:
        raise RecordError(Problem(path=path, message=f"is too large: more than {MAX_CHARACTERS:,} characters"))
    if _has_comments_alone(text):
        return None
    import yaml

    base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    loader: Any = None
    try:
        loader = base(text.removeprefix("\ufeff"))
        return _Builder(path=path).build(loader.get_event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        # libyaml reads ahead, and newer ones stop at 1,000 levels: far beyond what is allowed here.
        if error.problem and "nesting depth" in error.problem:
            raise RecordError(Problem(path=path, line=line, column=column, message=TOO_DEEP)) from error
        said = "; ".join(part for part in (error.context, error.problem) if part)
        hint = "check the indentation, and put texts in double quotes"
        message = f"is not valid YAML: {said}"
        raise RecordError(Problem(path=path, line=line, column=column, message=message, hint=hint)) from error
    except yaml.YAMLError as error:
        said = str(error).splitlines()[0]
        raise RecordError(Problem(path=path, message=f"is not valid YAML: {said}")) from error
    except (ValueError, OverflowError) as error:
        # Half of a character cannot be given to libyaml; the loader in Python takes any number for that of a character.
        line = text.count("\n", 0, error.start) + 1 if isinstance(error, UnicodeEncodeError) else None
        message = "holds half of a character, or one that there is not"
        raise RecordError(Problem(path=path, line=line, message=message)) from error
    finally:
        if loader is not None:
            loader.dispose()


def _has_comments_alone(text: str) -> bool:
    # As the settings that ``init`` makes: to import a parser for them takes a sixth of the time of a short check.
    lines = text.split("\n")
    return "".join(lines).isprintable() and all(not line.strip(" ") or line.lstrip(" ")[0] == "#" for line in lines)


@dataclass(slots=True, kw_only=True)
class _Builder:
    """Builds nodes from events with a list of open nodes, so that depth is a number and not a crash. ``key`` is
    the key that waits for its value."""

    path: str
    root: Node | None = None
    open: list[Node] = field(default_factory=list)
    key: str | None = None
    values: int = 0

    def build(self, next_event: Callable[[], Any]) -> Node | None:
        import yaml

        scalar, end_of_stream, alias = yaml.ScalarEvent, yaml.StreamEndEvent, yaml.AliasEvent
        while True:
            event = next_event()
            kind = type(event)
            if kind is scalar:
                if event.tag is not None or event.anchor is not None:
                    raise self._refused(event)
                if len(event.value) > MAX_TEXT:
                    raise self._error(event.start_mark.line + 1, TOO_LONG)
                self._add(Node(event.value, event.start_mark.line + 1, plain=event.style in _PLAIN))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._begin(event, kind is yaml.MappingStartEvent)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.open.pop()
            elif kind is end_of_stream:
                return None if self.root is None or self.root.is_null else self.root
            elif kind is alias:
                raise self._refused(event)
            elif kind is yaml.DocumentStartEvent and self.root is not None:
                raise self._error(event.start_mark.line + 1, "holds a second document (---), expected one")

    def _add(self, node: Node) -> None:
        """Puts a node where it belongs: into the list that is open, or as key or value of the open group."""
        self.values += 1
        if self.values > MAX_VALUES:
            raise self._error(node.line, f"holds more than {MAX_VALUES:,} values")
        if not self.open:
            self.root = node
            return
        owner = self.open[-1]
        if owner.keys is None:
            owner.value.append(node)  # type: ignore[union-attr]  # without keys it is a list
        elif self.key is not None:
            owner.value[self.key] = node  # type: ignore[index,call-overload]  # with keys it is a group
            self.key = None
        elif not isinstance(node.value, str):
            raise self._error(node.line, "a key must be a word, not a list or a group of keys")
        elif node.value in owner.keys:
            first = owner.keys[node.value]
            raise self._error(node.line, f"the key {node.value!r} stands here twice, first in line {first}")
        else:
            owner.keys[node.value] = node.line
            self.key = node.value

    def _begin(self, event: Any, group: bool) -> None:
        if event.tag is not None or event.anchor is not None:
            raise self._refused(event)
        line = event.start_mark.line + 1
        if len(self.open) >= MAX_DEPTH:
            raise self._error(line, TOO_DEEP)
        node = Node({} if group else [], line, keys={} if group else None)
        self._add(node)
        self.open.append(node)

    def _refused(self, event: Any) -> RecordError:
        what = "a tag (!)" if getattr(event, "tag", None) else "an anchor (&) or alias (*)"
        hint = "put the text in double quotes"
        problem = Problem(path=self.path, line=event.start_mark.line + 1, message=f"{what} is not allowed", hint=hint)
        return RecordError(problem)

    def _error(self, line: int, message: str) -> RecordError:
        return RecordError(Problem(path=self.path, line=line, message=message))
