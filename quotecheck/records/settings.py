"""Settings of a project: ``quotecheck.yaml`` at its root, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from quotecheck.model import SOURCE_TYPES
from quotecheck.records.fields import Fields, nearest, read_fields
from quotecheck.records.paths import SETTINGS

Require = Literal["nothing", "verified"]
Profile = Literal["ap", "strict", "guardian"]
FailLevel = Literal["error", "warning", "note", "never"]
PROFILES: tuple[Profile, ...] = ("ap", "strict", "guardian")
FAIL_LEVELS: tuple[FailLevel, ...] = ("error", "warning", "note", "never")
REQUIRED: tuple[Require, ...] = ("nothing", "verified")
SWITCHES = ("uk_us_spelling", "number_words", "fillers", "informal_contractions", "masked_profanity")
"""Edits of house style that a quote may carry unmarked, each of which can be switched off."""
HOUSE = ("min_sources", "require", "grades", "own_publishers", "second_source")
"""The rules of the house, all of them off as long as nobody sets them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How drafts are judged. ``switches`` holds the ones that were set, by name of ``SWITCHES``.

    The rest are the rules of the house, all off by default: ``min_sources`` is how many independent sources a quote
    needs; ``require`` "verified" wants a person's word for every quote; ``grades`` are types of source, those that
    outrank the others first; ``own_publishers`` are the names of the house itself, from which on an article of any
    other is another paper's; ``second_source`` are the speakers who are not quoted from one source alone.
    """

    profile: Profile = "ap"
    fail_level: FailLevel = "error"
    switches: Mapping[str, bool] = field(default_factory=dict)
    min_sources: int = 1
    require: Require = "nothing"
    grades: tuple[str, ...] = ()
    own_publishers: tuple[str, ...] = ()
    second_source: tuple[str, ...] = ()

    def allows(self, switch: str) -> bool:
        """Whether an edit of house style is allowed: as set, else yes. ValueError for an unknown switch."""
        if switch not in SWITCHES:
            raise ValueError(f"{switch!r} is none of {', '.join(SWITCHES)}")
        return self.switches.get(switch, True)


def load_settings(root: Path | None) -> Settings:
    """The settings of the project at ``root``; the defaults where it has no ``quotecheck.yaml`` or is None.

    RecordError with file, line and key for unknown keys and wrong values.
    """
    path = root / SETTINGS if root else None
    if path is None or not path.exists():
        return Settings()
    from quotecheck.records.files import read_record

    return parse_settings(read_record(path, SETTINGS), SETTINGS)


def parse_settings(text: str, path: str) -> Settings:
    """The settings that a YAML text gives; the defaults for an empty one. RecordError as for ``load_settings``."""
    fields = read_fields(text, path)
    if fields is None:
        return Settings()
    fields.only("profile", "fail_level", "switches", *HOUSE)
    return Settings(
        profile=cast(Profile, fields.choice("profile", PROFILES) or "ap"),
        fail_level=cast(FailLevel, fields.choice("fail_level", FAIL_LEVELS) or "error"),
        switches=_switches(fields.group("switches")),
        min_sources=_at_least_one(fields, "min_sources"),
        require=cast(Require, fields.choice("require", REQUIRED) or "nothing"),
        grades=_grades(fields),
        own_publishers=fields.texts("own_publishers"),
        second_source=fields.texts("second_source"),
    )


def _at_least_one(fields: Fields, key: str) -> int:
    found = fields.number(key)
    if found == 0:
        raise fields.wrong(key, "a whole number, 1 or more")
    return 1 if found is None else found


def _grades(fields: Fields) -> tuple[str, ...]:
    """Types of source, each once, the best first."""
    found = fields.texts("grades")
    for grade in found:
        if grade not in SOURCE_TYPES:
            hint = nearest(grade, SOURCE_TYPES)
            raise fields.wrong("grades", f"a list of types of source without {grade!r}", hint)
        if found.count(grade) > 1:
            raise fields.wrong("grades", f"each type of source once, and {grade!r} stands here twice")
    return found


def _switches(fields: Fields | None) -> dict[str, bool]:
    if fields is None:
        return {}
    fields.only(*SWITCHES)
    found = ((name, fields.switch(name)) for name in SWITCHES)
    return {name: value for name, value in found if value is not None}
