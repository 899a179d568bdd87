"""Claim files as this program writes them, read without a YAML parser, in a tenth of its time.

A file that a person has edited may be written in a hundred other ways. Whatever departs from what ``writing`` writes by
as much as a space is left to ``schema``, which reads all of YAML and says what is wrong with a file.
"""

from __future__ import annotations

import json
import re
from typing import cast

from quotecheck.model import KINDS, SOURCE_TYPES, STATUSES, Claim, Kind, Origin, Review, Span, Status, TextQuote
from quotecheck.patterns import pattern
from quotecheck.records.nodes import MAX_CHARACTERS, MAX_TEXT
from quotecheck.records.paths import is_inside
from quotecheck.records.schema import BARE_ID, SCHEMA, ClaimFile, is_date, is_moment, parse

# A text in double quotes on one line; only the escapes that the writer makes, none of them half a character.
_ESCAPE = r'\\(?:["\\bfnrt]|u(?!d[89a-f])[0-9a-f]{4})'
_TEXT = rf'"([^"\\\n]*(?:{_ESCAPE}[^"\\\n]*)*)"'
_NUMBER = r"(0|[1-9][0-9]{0,15})"
_HEAD = pattern(
    rf"schema: {SCHEMA}\nsource:\n(?:  path: {_TEXT}\n)?(?:  sha256: ([0-9a-f]{{64}})\n)?(?:  title: {_TEXT}\n)?"
    rf"(?:  url: {_TEXT}\n)?(?:  publisher: {_TEXT}\n)?(?:  published: {_TEXT}\n)?(?:  author: {_TEXT}\n)?"
    rf"(?:  language: {_TEXT}\n)?(?:  type: {_TEXT}\n)?claims:(?: \[\](?=\n\Z))?\n"
)
_CLAIM = pattern(
    rf"- id: (?:({BARE_ID})"
    rf"|{_TEXT})\n  kind: ({'|'.join(KINDS)})\n"
    rf"  speaker: (?:null|{_TEXT})\n  source: (?:null|{_TEXT})\n  cue: (?:null|{_TEXT})\n"
    r"  content:\n((?:  - \{exact: [^\n]+\}\n)+)"
    rf"(?:  locator: {_TEXT}\n)?  status: ({'|'.join(STATUSES)})\n(?:  note: {_TEXT}\n)?"
    rf"(?:  reviewed: \{{by: {_TEXT}, at: {_TEXT}\}}\n)?"
)
_QUOTE = pattern(
    rf"  - \{{exact: {_TEXT}(?:, prefix: {_TEXT})?(?:, suffix: {_TEXT})?"
    rf"(?:, start: {_NUMBER}, end: {_NUMBER})?(?:, line: ([1-9][0-9]{{0,15}}))?\}}\n"
)
# What YAML does not let stand in a file, or folds into a space; the writer escapes it.
_UNSAFE = pattern("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def read_claims(text: str, path: str) -> ClaimFile:
    """The claim file that ``text`` is; as :func:`quotecheck.records.schema.parse`, and with its RecordError."""
    return canonical(text, path) or parse(text, path)


def canonical(text: str, path: str) -> ClaimFile | None:
    """The claim file that ``text`` is, None unless it is written just as ``writing.render`` writes it."""
    if len(text) > MAX_CHARACTERS or _is_unsafe(text) or _has_endless_line(text):
        return None
    head = _HEAD.match(text)
    origin = _origin(head) if head else None
    if head is None or origin is None:
        return None
    claims = []
    at = head.end()
    while at < len(text):
        found = _CLAIM.match(text, at)
        claim = _claim(found, origin) if found else None
        if found is None or claim is None:
            return None
        claims.append(claim)
        at = found.end()
    if len({claim.id for claim in claims}) != len(claims) or (not claims and not text.endswith("claims: []\n")):
        return None
    return ClaimFile(path=path, origin=origin, claims=tuple(claims))


def canonical_origin(text: str) -> Origin | None:
    """The source that the beginning of a claim file names, None unless it is written as ``writing.render`` writes it.
    Nothing is said of its claims."""
    head = None if _has_endless_line(text) else _HEAD.match(text)
    return _origin(head) if head and not _is_unsafe(head[0]) else None


def _is_unsafe(text: str) -> bool:
    # Texts seldom hold anything that is not printable, and that is known four times as fast.
    return not text.replace("\n", "").isprintable() and _UNSAFE.search(text) is not None


def _has_endless_line(text: str) -> bool:
    # For each escape in a text the search for its end takes a hundred bytes of memory.
    return len(text) > MAX_TEXT and any(len(line) > MAX_TEXT for line in text.split("\n"))


def _plain(written: str | None) -> str | None:
    """The text that stands between double quotes in a file."""
    if written is None or "\\" not in written:
        return written
    return cast(str, json.loads(f'"{written}"'))


def _origin(head: re.Match[str]) -> Origin | None:
    path, sha256, title, url, publisher, published, author, language, type_ = map(_plain, head.groups())
    right = is_inside(path) if path else bool(title or url)
    if not right or not (published is None or is_date(published)) or not (type_ is None or type_ in SOURCE_TYPES):
        return None
    return Origin(
        path=path or "",
        sha256=sha256,
        title=title,
        url=url,
        publisher=publisher,
        published=published,
        author=author,
        language=language,
        type=type_,
    )


def _claim(found: re.Match[str], origin: Origin) -> Claim | None:
    bare, name, kind, speaker, source, cue, content, locator, status, note, by, at = found.groups()
    if bare is None:
        bare = _plain(name) or ""
        if not bare or not bare.isprintable() or " " in bare:
            return None
    quotes = _quotes(content)
    review = None if by is None else Review(by=_plain(by) or "", at=_plain(at) or "")
    if quotes is None or (review and not (review.by.strip() and is_moment(review.at))):
        return None
    return Claim(
        id=bare,
        kind=cast(Kind, kind),
        speaker=_plain(speaker) or None,
        source=_plain(source) or None,
        cue=_plain(cue) or None,
        content=quotes,
        origin=origin,
        locator=_plain(locator),
        status=cast(Status, status),
        note=_plain(note),
        reviewed=review,
    )


def _quotes(content: str) -> tuple[TextQuote, ...] | None:
    quotes = []
    at = 0
    while at < len(content):
        found = _QUOTE.match(content, at)
        if found is None:
            return None
        written, prefix, suffix, start, end, line = found.groups()
        exact = _plain(written) or ""
        if not exact.strip() or (start is not None and int(start) >= int(end)):
            return None
        quotes.append(
            TextQuote(
                exact=exact,
                prefix=_plain(prefix) or "",
                suffix=_plain(suffix) or "",
                span=None if start is None else Span(start=int(start), end=int(end)),
                line=None if line is None else int(line),
            )
        )
        at = found.end()
    return tuple(quotes)
