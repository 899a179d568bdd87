"""Every regular expression of the package on texts that are made to slow it down: time grows no faster than the text.

    python -m benchmarks.patterns

Each is tried on texts of hostile characters, words and repeats, at one size and at four times that size: at one place
where the package only ever asks whether it matches there, which its source tells, and everywhere else. Exit status 1
when one takes more than its share, with its module and name.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import quotecheck
from quotecheck.patterns import _Late

SIZE = 5_000
# Time at four times the size: 16 for what is quadratic. Small times are noise.
MOST_GROWTH, LEAST_SECONDS = 9.0, 0.02
UNITS = (
    " ", "\n", "\t", "a", "A", "1", "1,", "1.", "-", "–", "—", ".", "…", "'", "’", '"', "“", "”", "[", "]", "(", ")",
    "{", "}", "*", "_", "`", "#", ">", "<", "<a ", "</", "&", "&#", "\\", "/", ":", ";", "|", "~", "=", "%", "$", "@",
    "\u00ad", "\u200b", "\u0301", "ß", "Ab ", "a b ", "A. ", "a.b", "a-", "a'", "1 ", "“a” ", "[a](", "](", "\n\n",
    "\n ", " \n", "A B ", "said ", "Mr. ", "Dr A. ", "PELL: ", "00:00:01", "--", "---\n", "\\'e9", "{\\rtf", "a@b.",
    "*a", "**a", "1/2 ", "A-A ", "of the ", "O'", "[sic] ", "<!-- ", "<v A>", "\n>", "\n-", "\n#", "\n|", "1st ",
    "http://a", "…a", "U.S.",
)  # fmt: skip

# Searched for, but never in a text that could be long.
BOUNDED = {"quotecheck.reading.pdf_layout._LAST_WORD": "in the last LONGEST_WORD characters of a line"}
AT_ONE_PLACE = frozenset({"match", "fullmatch"})


def searched() -> set[str]:
    """What may be searched for, by module and name: each name with which a module does anything but ask whether it
    matches at a place."""
    found = set()
    for module in pkgutil.walk_packages(quotecheck.__path__, "quotecheck."):
        tree = ast.parse(Path(str(importlib.import_module(module.name).__file__)).read_text("utf-8"))
        called, homes = set(), {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in AT_ONE_PLACE:
                called.add(node.value)
            if isinstance(node, ast.ImportFrom):
                homes |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in called:
                found.add(homes.get(node.id, f"{module.name}.{node.id}"))
    return found


def patterns() -> Iterator[tuple[str, re.Pattern[str] | _Late]]:
    """Every pattern that a module of the package holds by name, in tuples, lists and dictionaries too."""
    seen: set[int] = set()
    for found in pkgutil.walk_packages(quotecheck.__path__, "quotecheck."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for one in _within(value):
                if id(one) not in seen:
                    seen.add(id(one))
                    yield f"{found.name}.{name}", one


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str] | _Late]:
    if isinstance(value, re.Pattern | _Late):
        yield value
    elif isinstance(value, dict | list | tuple) and depth < 3:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _within(one, depth + 1)


def seconds(pattern: re.Pattern[str] | _Late, text: str, everywhere: bool) -> float:
    """Processor time of one search through the whole text, or of one match at its beginning."""
    start = time.process_time()
    if everywhere:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.match(text)
    return time.process_time() - start


def slow(pattern: re.Pattern[str] | _Late, everywhere: bool) -> str | None:
    """The text that a pattern is slow on, None when there is none."""
    for unit in UNITS:
        for end in ("", "\0", "x", "!"):
            small = (unit * SIZE)[:SIZE] + end
            large = (unit * 4 * SIZE)[: 4 * SIZE] + end
            took = seconds(pattern, large, everywhere)
            if took > LEAST_SECONDS:
                growth = took / max(1e-6, min(seconds(pattern, small, everywhere) for _ in range(3)))
                if growth > MOST_GROWTH and seconds(pattern, large, everywhere) > LEAST_SECONDS:
                    return f"{unit!r} … {end!r}: {took:.2f} s for {4 * SIZE:,} characters, {growth:.1f} × of a quarter"
    return None


def main() -> int:
    """Prints the slow ones; 1 when there are any."""
    number, bad, places = 0, 0, 0
    used = searched()
    for name, pattern in patterns():
        number += 1
        everywhere = name in used and name not in BOUNDED
        places += not everywhere
        if isinstance(getattr(pattern, "pattern", ""), bytes):
            continue
        found = slow(pattern, everywhere)
        if found:
            bad += 1
            print(f"{name}: {found}", flush=True)
    print(f"{number} patterns, {places} of them tried at one place only, {bad} of them slow")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
