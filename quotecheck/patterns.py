"""Regular expressions that are compiled when they are first used.

One run needs few of the patterns of the house, and to compile all of them takes longer than to check a quote.
"""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile(source, flags)``, put off until the first use; a wrong expression raises re.error only then.
    Use its methods; the functions of ``re`` do not take it."""
    return cast("re.Pattern[str]", _Late(source, flags))


class _Late:
    """Stands for a pattern. The first call of a method compiles it and keeps the methods in the slots, so that later
    calls find them there."""

    __slots__ = ("_flags", "_source", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in self.__slots__[2:]:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
