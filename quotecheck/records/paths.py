"""Paths in records: relative to the root, with forward slashes, and never out of it."""

from __future__ import annotations

import os
from pathlib import Path, PurePath, PurePosixPath

from quotecheck.errors import StoreError
from quotecheck.model import Problem
from quotecheck.patterns import pattern
from quotecheck.reading.presence import is_file, is_folder
from quotecheck.records.folding import slug

SOURCES = "sources"
CLAIMS = "claims"
CACHE = ".quotecheck"
SETTINGS = "quotecheck.yaml"
SIGNOFFS = "signoffs.yaml"
_OUTSIDE = pattern(r"/|[A-Za-z]:")
_UNNAMEABLE = pattern(r"[\\\x00-\x1f\x7f]")


def find_root(start: Path) -> Path:
    """The nearest folder from ``start`` upward that has ``quotecheck.yaml`` or ``claims/``, else ``start``."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if is_file(folder / SETTINGS) or is_folder(folder / CLAIMS):
            return folder
    return start


def is_inside(path: str) -> bool:
    """Whether a path as written in a record stays in the root: relative, no ``..``, no backslash, and
    no control character."""
    if not path or _OUTSIDE.match(path) or _UNNAMEABLE.search(path):
        return False
    return ".." not in PurePosixPath(path).parts


def real(path: Path) -> Path:
    """Where ``path`` leads when all links are followed; a link that leads to itself stays (Path.resolve raises)."""
    return Path(os.path.realpath(path))


def resolve(root: Path, path: str) -> Path:
    """The file that a record's ``path`` means. StoreError when it leaves the root, by symbolic links too."""
    if is_inside(path):
        found = root / path
        if real(found).is_relative_to(real(root)):
            return found
    if _UNNAMEABLE.search(path):
        hint = "rename it: it would have another meaning, or none, on another system"
        raise StoreError(Problem(path=path, message="has a backslash or a control character in its name", hint=hint))
    hint = "copy the file into sources/"
    raise StoreError(Problem(path=path, message="lies outside of the project folder", hint=hint))


def relative(root: Path, path: Path) -> str:
    """``path`` as it stands in records of ``root``. StoreError when it lies outside."""
    absolute = Path(path).absolute()
    for base in (root.absolute(), real(root)):
        if absolute.is_relative_to(base):
            inside = absolute.relative_to(base).as_posix()
            resolve(root, inside)
            return inside
    try:
        inside = real(absolute).relative_to(real(root)).as_posix()
    except ValueError:
        hint = "copy the file into sources/"
        problem = Problem(path=str(path), message="lies outside of the project folder", hint=hint)
        raise StoreError(problem) from None
    resolve(root, inside)
    return inside


def draft_name(root: Path | None, path: str) -> str:
    """The name of a draft, wherever in the project a command was run: its path from the root where it lies in it, else
    ``path`` as given, which goes for standard input ("<stdin>") and where there is no root."""
    if root is None or path.startswith("<"):
        return path
    absolute, base = real(Path(path)), real(root)
    return absolute.relative_to(base).as_posix() if absolute.is_relative_to(base) else path


def preferred_names(source: str) -> tuple[str, str]:
    """The names a source's claim file may have, relative to the root: without the source's suffix, and with it
    for when the first is another source's."""
    inside = PurePath(source)
    if inside.parts[0] == SOURCES and len(inside.parts) > 1:
        inside = inside.relative_to(SOURCES)
    short = PurePath(CLAIMS) / inside.with_name(f"{inside.stem}.yaml")
    long = PurePath(CLAIMS) / inside.with_name(f"{inside.name}.yaml")
    return short.as_posix(), long.as_posix()


def id_stem(claim_file: str) -> str:
    """What the ids of a claim file begin with: its path in ``claims/``, as a slug."""
    inside = PurePosixPath(claim_file)
    return slug(inside.relative_to(CLAIMS).with_suffix("").as_posix() if inside.parts[0] == CLAIMS else inside.stem)
