"""Settings of a project: ``quotecheck.yaml`` at its root, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from quotecheck.records.fields import Fields, read_fields
from quotecheck.records.paths import SETTINGS

Profile = Literal["ap", "strict", "guardian"]
FailLevel = Literal["error", "warning", "note", "never"]
PROFILES: tuple[Profile, ...] = ("ap", "strict", "guardian")
FAIL_LEVELS: tuple[FailLevel, ...] = ("error", "warning", "note", "never")
SWITCHES = ("uk_us_spelling", "number_words", "fillers", "informal_contractions", "masked_profanity")
"""Edits of house style that a quote may carry unmarked, each of which can be switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How drafts are judged. ``switches`` holds the ones that were set, by name of ``SWITCHES``."""

    profile: Profile = "ap"
    fail_level: FailLevel = "error"
    switches: Mapping[str, bool] = field(default_factory=dict)

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
    fields.only("profile", "fail_level", "switches")
    return Settings(
        profile=cast(Profile, fields.choice("profile", PROFILES) or "ap"),
        fail_level=cast(FailLevel, fields.choice("fail_level", FAIL_LEVELS) or "error"),
        switches=_switches(fields.group("switches")),
    )


def _switches(fields: Fields | None) -> dict[str, bool]:
    if fields is None:
        return {}
    fields.only(*SWITCHES)
    found = ((name, fields.switch(name)) for name in SWITCHES)
    return {name: value for name, value in found if value is not None}
