"""The schema of a claim file, read strictly: what comes out is right, or the error says where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from quotecheck.errors import RecordError
from quotecheck.model import (
    KINDS,
    SOURCE_TYPES,
    STATUSES,
    Claim,
    Kind,
    Origin,
    Problem,
    Review,
    Span,
    Status,
    TextQuote,
)
from quotecheck.records.fields import Fields, read_fields
from quotecheck.records.paths import is_inside

SCHEMA = 1
BARE_ID = r"[A-Za-z0-9][A-Za-z0-9_]*+-[A-Za-z0-9_-]++"
"""An id that needs no quotes in a file, as a regular expression."""
MOMENT = "a time with its zone, such as 2026-04-03T10:15:00+00:00"
_SOURCE_KEYS = ("path", "sha256", "title", "url", "publisher", "published", "author", "language", "type")
_CLAIM_KEYS = ("id", "kind", "speaker", "source", "cue", "content", "locator", "status", "note", "reviewed")
_QUOTE_KEYS = ("exact", "prefix", "suffix", "start", "end", "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """The claims of one source document. ``path`` is the claim file's own, relative to the root with forward
    slashes; ``origin.path`` is empty for claims typed in from something that is no file of the project."""

    path: str
    origin: Origin
    claims: tuple[Claim, ...] = ()


def parse(text: str, path: str) -> ClaimFile:
    """The claim file that ``text`` is; ``path`` names it in errors and in the result.

    RecordError with file, line, dotted key and what was expected for anything that does not follow the
    schema, a file without any keys included.
    """
    top = read_fields(text, path)
    if top is None:
        raise RecordError(Problem(path=path, line=1, message="is empty: expected schema, source and claims"))
    schema = top.number("schema")
    if schema is None:
        raise top.wrong("schema", f"the number {SCHEMA}")
    if schema != SCHEMA:
        hint = "it was written by another version of quotecheck"
        raise top.wrong("schema", f"the number {SCHEMA}", hint)
    top.only("schema", "source", "claims")
    source = top.group("source")
    if source is None:
        raise top.wrong("source", "a group of keys")
    origin = parse_origin(source)
    claims = tuple(_claim(fields, origin) for fields in top.groups("claims"))
    _refuse_twins(claims, top)
    return ClaimFile(path=path, origin=origin, claims=claims)


def parse_origin(fields: Fields) -> Origin:
    """The source document of a claim file. It needs a path, or for typed claims a title or url."""
    fields.only(*_SOURCE_KEYS)
    path = fields.text("path") or ""
    if path and not is_inside(path):
        raise fields.wrong("path", "a path inside the project folder, with forward slashes and without ..")
    if not path and not fields.text("title") and not fields.text("url"):
        raise fields.wrong("path", "the path of the source document, or a title or url beside it")
    published = fields.text("published")
    if published is not None and not is_date(published):
        raise fields.wrong("published", "a date such as 2026-03-04")
    sha256 = fields.text("sha256")
    if sha256 is not None and not (len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")):
        raise fields.wrong("sha256", "64 hexadecimal digits")
    return Origin(
        path=path,
        sha256=sha256,
        title=fields.text("title"),
        url=fields.text("url"),
        publisher=fields.text("publisher"),
        published=published,
        author=fields.text("author"),
        language=fields.text("language"),
        type=fields.choice("type", SOURCE_TYPES),
    )


def is_date(text: str) -> bool:
    """Whether ``text`` is a day, written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _claim(fields: Fields, origin: Origin) -> Claim:
    fields.only(*_CLAIM_KEYS)
    name = fields.required("id")
    if not name.isprintable() or " " in name:
        raise fields.wrong("id", "a word without spaces")
    kind = fields.choice("kind", KINDS)
    if kind is None:
        raise fields.wrong("kind", "one of " + ", ".join(KINDS))
    content = tuple(_quote(group) for group in fields.groups("content"))
    if not content:
        raise fields.wrong("content", "a list with at least one quoted passage")
    return Claim(
        id=name,
        kind=cast(Kind, kind),
        speaker=fields.text("speaker") or None,
        source=fields.text("source") or None,
        cue=fields.text("cue") or None,
        content=content,
        origin=origin,
        locator=fields.text("locator"),
        status=cast(Status, fields.choice("status", STATUSES) or "extracted"),
        note=fields.text("note"),
        reviewed=_review(fields.group("reviewed")),
    )


def is_moment(text: str) -> bool:
    """Whether ``text`` is a day and time with its zone, as in 2026-04-03T10:15:00+00:00."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _review(fields: Fields | None) -> Review | None:
    if fields is None:
        return None
    fields.only("by", "at")
    at = fields.required("at")
    if not is_moment(at):
        raise fields.wrong("at", MOMENT)
    return Review(by=fields.required("by"), at=at)


def _quote(fields: Fields) -> TextQuote:
    fields.only(*_QUOTE_KEYS)
    exact = fields.required("exact")
    start, end, line = fields.number("start"), fields.number("end"), fields.number("line")
    if (start is None) != (end is None):
        raise fields.wrong("end" if end is None else "start", "start and end together, or neither")
    if start is not None and end is not None and end <= start:
        raise fields.wrong("end", f"a number above start, which is {start}")
    if line == 0:
        raise fields.wrong("line", "a whole number, 1 or more")
    return TextQuote(
        exact=exact,
        prefix=fields.text("prefix") or "",
        suffix=fields.text("suffix") or "",
        span=None if start is None or end is None else Span(start=start, end=end),
        line=line,
    )


def _refuse_twins(claims: tuple[Claim, ...], top: Fields) -> None:
    seen: dict[str, int] = {}
    for number, claim in enumerate(claims):
        if claim.id in seen:
            first = f"claims[{seen[claim.id]}]"
            raise top.groups("claims")[number].wrong("id", f"an id of its own ({first} has the same)")
        seen[claim.id] = number
