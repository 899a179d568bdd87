"""The sign-off file that the report's page exports: which quotes of a draft somebody has ticked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from quotecheck.errors import RecordError
from quotecheck.model import Problem
from quotecheck.records.fields import nearest
from quotecheck.records.schema import MOMENT, is_moment

VERSION = 1
_KEYS = ("quotecheck", "version", "draft", "draft_sha256", "by", "items")
_ITEM_KEYS = ("fingerprint", "exact", "claims", "verdict", "checked", "note", "at")


class Tick(NamedTuple):
    """One quote of the page: the finding's fingerprint, the words, whether it was ticked, and what was noted."""

    fingerprint: str
    exact: str
    claims: tuple[str, ...]
    verdict: str
    checked: bool
    note: str
    at: str


class Ticks(NamedTuple):
    """A sign-off file: the draft's path as the report showed it, the SHA-256 of its bytes, who signed, the quotes."""

    draft: str
    sha256: str
    by: str
    items: tuple[Tick, ...]


def parse_ticks(text: str, path: str) -> Ticks:
    """The sign-off file that ``text`` is. RecordError naming the key for anything that is not as the page writes it."""
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        hint = "export it again from the page that quotecheck report makes"
        raise RecordError(Problem(path=path, message=f"is no sign-off file: {error}", hint=hint)) from None
    reader = _Reader(path)
    reader.only(whole, "", _KEYS)
    if whole.get("quotecheck") != "sign-off":
        raise reader.wrong("quotecheck", '"sign-off"', whole.get("quotecheck"))
    if whole.get("version") != VERSION or whole.get("version") is True:
        raise reader.wrong("version", f"the number {VERSION}", whole.get("version"))
    items = whole.get("items")
    if not isinstance(items, list):
        raise reader.wrong("items", "a list", items)
    ticks = tuple(_tick(reader, item, f"items[{number}]") for number, item in enumerate(items))
    twice = {one.fingerprint for one in ticks if sum(one.fingerprint == other.fingerprint for other in ticks) > 1}
    if twice:
        raise reader.wrong("items", "each quote once", min(twice))
    return Ticks(
        draft=reader.text(whole, "draft", ""),
        sha256=reader.text(whole, "draft_sha256", ""),
        by=reader.text(whole, "by", "", empty=True).strip(),
        items=ticks,
    )


def _tick(reader: _Reader, item: Any, where: str) -> Tick:
    reader.only(item, where, _ITEM_KEYS)
    checked, claims = item.get("checked"), item.get("claims")
    if not isinstance(checked, bool):
        raise reader.wrong(f"{where}.checked", "true or false", checked)
    if not isinstance(claims, list) or not all(isinstance(one, str) and one for one in claims):
        raise reader.wrong(f"{where}.claims", "a list of claim ids", claims)
    at = reader.text(item, "at", where, empty=not checked)
    if checked and not is_moment(at):
        raise reader.wrong(f"{where}.at", MOMENT, at)
    return Tick(
        fingerprint=reader.text(item, "fingerprint", where),
        exact=reader.text(item, "exact", where),
        claims=tuple(claims),
        verdict=reader.text(item, "verdict", where),
        checked=checked,
        note=reader.text(item, "note", where, empty=True),
        at=at,
    )


class _Reader(NamedTuple):
    path: str

    def only(self, value: Any, where: str, known: Sequence[str]) -> None:
        if not isinstance(value, dict):
            raise self.wrong(where or "the whole", "a group of keys", value)
        for key in value:
            if key not in known:
                name = f"{where}.{key}" if where else key
                raise RecordError(Problem(path=self.path, message=f"{name}: unknown key", hint=nearest(key, known)))

    def text(self, group: dict[str, Any], key: str, where: str, *, empty: bool = False) -> str:
        found = group.get(key)
        if found is None and empty:
            return ""
        if not isinstance(found, str) or not (empty or found.strip()):
            raise self.wrong(f"{where}.{key}" if where else key, "a text", found)
        return found

    def wrong(self, where: str, expected: str, found: Any) -> RecordError:
        shown = "nothing" if found is None else json.dumps(found, ensure_ascii=False)[:60]
        return RecordError(Problem(path=self.path, message=f"{where}: expected {expected}, found {shown}"))
