"""Sign-offs: ``signoffs.yaml`` at the root says who has checked which quote of which draft, and when.

    schema: 1
    signoffs:
    - draft: "drafts/bridge.md"
      fingerprint: "0123456789abcdef"
      words: "<SHA-256 of the words in normal form>"
      exact: "Today it carried a duck."
      verdict: exact
      claims: ["2026-03-04-bridge-closed-dffb35"]
      by: "Mina Calloway"
      at: "2026-04-03T10:15:00+00:00"
      note: "heard the tape"

A sign-off goes with its quote wherever the quote moves in the draft. It falls when the words change, or what the check
says of them: then no quote of the draft has its fingerprint and words any more. It stays in the file, so that taking a
late edit back brings it back too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from quotecheck.errors import RecordError
from quotecheck.model import Problem, SignOff
from quotecheck.records.fields import Fields, read_fields
from quotecheck.records.paths import SIGNOFFS, resolve

SCHEMA = 1
_KEYS = ("draft", "fingerprint", "words", "exact", "verdict", "claims", "by", "at", "note")


class Key(NamedTuple):
    """What a sign-off is of: a draft by its name in the project, the fingerprint of a finding, a hash of its words."""

    draft: str
    fingerprint: str
    words: str


def key_of(signoff: SignOff) -> Key:
    """The key of a sign-off."""
    return Key(signoff.draft, signoff.fingerprint, signoff.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffs:
    """All sign-offs of a project, in the order they were given."""

    held: tuple[SignOff, ...] = ()
    _known: Mapping[Key, SignOff] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {key_of(one): one for one in self.held})

    def of(self, key: Key) -> SignOff | None:
        """The sign-off of this quote with these words and this verdict, None when nobody has given one."""
        return self._known.get(key)

    def fallen(self, draft: str, standing: Iterable[Key]) -> tuple[SignOff, ...]:
        """The sign-offs of a draft that none of its quotes, whose keys are ``standing``, has any more."""
        there = frozenset(standing)
        return tuple(one for one in self.held if one.draft == draft and key_of(one) not in there)

    def with_(self, given: Iterable[SignOff]) -> SignOffs:
        """These sign-offs and those ``given``, which take the place of earlier ones of the same quotes."""
        known = dict(self._known)
        for one in given:
            known.pop(key_of(one), None)
            known[key_of(one)] = one
        return SignOffs(held=tuple(known.values()))


def load_signoffs(root: Path | None) -> SignOffs:
    """The sign-offs of the project at ``root``; none where it has no ``signoffs.yaml`` or is None. RecordError with
    file, line and key for unknown keys and wrong values."""
    path = root / SIGNOFFS if root else None
    if path is None or not path.exists():
        return SignOffs()
    from quotecheck.records.files import read_record

    return parse_signoffs(read_record(path, SIGNOFFS), SIGNOFFS)


def parse_signoffs(text: str, path: str) -> SignOffs:
    """The sign-offs that a YAML text gives, none for an empty one. RecordError as for ``load_signoffs``."""
    top = read_fields(text, path)
    if top is None:
        return SignOffs()
    if top.number("schema") != SCHEMA:
        raise top.wrong("schema", f"the number {SCHEMA}")
    top.only("schema", "signoffs")
    found: dict[Key, SignOff] = {}
    for fields in top.groups("signoffs"):
        one = _signoff(fields)
        if key_of(one) in found:
            raise fields.wrong("fingerprint", "one sign-off a quote, and these words of this draft have one already")
        found[key_of(one)] = one
    return SignOffs(held=tuple(found.values()))


def render_signoffs(signoffs: SignOffs) -> str:
    """The YAML text of ``signoffs.yaml``; ``parse_signoffs`` gives the same sign-offs again. RecordError for a text
    with half of a character, which no file can hold."""
    try:
        return "".join(f"{line}\n" for line in _lines(signoffs))
    except ValueError as error:
        raise RecordError(Problem(path=SIGNOFFS, message=f"cannot be written: {error}")) from error


def save_signoffs(root: Path, signoffs: SignOffs) -> None:
    """Writes ``signoffs.yaml`` anew, whole or not at all; comments in it are lost. StoreError when it cannot, or
    when a link leads out of the project."""
    from quotecheck.records import atomic

    atomic.write(resolve(root, SIGNOFFS), render_signoffs(signoffs).encode("utf-8"))


def _signoff(fields: Fields) -> SignOff:
    from quotecheck.records.schema import MOMENT, is_moment

    fields.only(*_KEYS)
    words = fields.required("words")
    if len(words) != 64 or not set(words) <= set("0123456789abcdef"):
        raise fields.wrong("words", "64 hexadecimal digits")
    at = fields.required("at")
    if not is_moment(at):
        raise fields.wrong("at", MOMENT)
    return SignOff(
        draft=fields.required("draft"),
        fingerprint=fields.required("fingerprint"),
        words=words,
        exact=fields.required("exact"),
        verdict=fields.required("verdict"),
        claims=fields.texts("claims"),
        by=fields.required("by"),
        at=at,
        note=fields.text("note") or None,
    )


def _lines(signoffs: SignOffs) -> Iterator[str]:
    from quotecheck.records.writing import quoted

    yield "# Who has checked which quote, and when. Written by quotecheck review."
    yield f"schema: {SCHEMA}"
    yield "signoffs:" if signoffs.held else "signoffs: []"
    for one in signoffs.held:
        yield f"- draft: {quoted(one.draft)}"
        for name in ("fingerprint", "words", "exact", "verdict"):
            yield f"  {name}: {quoted(getattr(one, name))}"
        if one.claims:
            yield f"  claims: [{', '.join(quoted(claim) for claim in one.claims)}]"
        yield f"  by: {quoted(one.by)}"
        yield f"  at: {quoted(one.at)}"
        if one.note:
            yield f"  note: {quoted(one.note)}"
