"""``quotecheck config``: which settings hold, and where each comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from quotecheck.cli import options
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import shown, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecheck.records.store import Store

MEANINGS = {
    "profile": "how much an unmarked change of words weighs: ap, strict or guardian",
    "fail_level": "findings at least this grave make the exit code 1: error, warning, note or never",
    "switches.uk_us_spelling": "British and American spelling count as the same word: true or false",
    "switches.number_words": "5 and five count as the same word: true or false",
    "switches.fillers": "um and uh may be left out: true or false",
    "switches.informal_contractions": "gonna and going to count as the same words: true or false",
    "switches.masked_profanity": "a swear word may be masked, as in d---: true or false",
    "min_sources": "how many independent sources a quote needs: 1 or more",
    "require": "verified: a person must have verified the claim or signed the quote off; nothing: no such rule",
    "grades": "types of source, the best first; a better source that has other words is told of",
    "own_publishers": "names of your own house; a quote known only from another paper must say so",
    "second_source": "speakers who are not quoted from one source alone",
}
"""Every setting of quotecheck.yaml by its dotted name, and what it is for."""


class Setting(NamedTuple):
    """A setting with its value and where that comes from."""

    name: str
    value: str
    origin: str


@click.group("config")
def command() -> None:
    """See the settings of the project. They are kept in quotecheck.yaml, which you can edit."""


@command.command("show")
@options.root
@options.profile
@options.fail_level
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@click.pass_context
def show(context: click.Context, /, format_: str, root: str | None, **given: str | None) -> None:
    """Show each setting, its value, and where the value comes from: the default, a line of quotecheck.yaml, a variable
    of the environment (QUOTECHECK_PROFILE, QUOTECHECK_FAIL_LEVEL, QUOTECHECK_ROOT), or an option."""
    store = open_store(root)
    rows = [_root(context, store, root), *_settings(context, store, given)]
    if format_ == "json":
        from quotecheck.reporting.json import dump

        table = {
            row.name: {"value": row.value, "origin": row.origin, "meaning": MEANINGS.get(row.name)} for row in rows
        }
        write(dump(table, indent=2) + "\n")
        return
    names, values = (
        max(map(len, column)) for column in zip(*((row.name, shown(row.value)) for row in rows), strict=True)
    )
    write("".join(f"{row.name:<{names}}  {shown(row.value):<{values}}  {shown(row.origin)}\n" for row in rows))


def _root(context: click.Context, store: Store, given: str | None) -> Setting:
    """The project folder, as it was given or else in full, and how it was found."""
    from quotecheck.records.paths import CLAIMS, SETTINGS

    origin = _given(context, "root", "--root", "QUOTECHECK_ROOT")
    root = store.root or Path.cwd()
    if origin is None:
        mark = next((name for name in (SETTINGS, CLAIMS) if (root / name).exists()), None)
        origin = f"found by its {mark}" if mark else "the working directory"
    return Setting("root", given or str(root), origin)


def _settings(context: click.Context, store: Store, given: dict[str, str | None]) -> Iterator[Setting]:
    from quotecheck.records.settings import HOUSE, SWITCHES, load_settings

    settings = load_settings(store.root)
    lines = _lines(store)
    for name, value in (("profile", settings.profile), ("fail_level", settings.fail_level)):
        origin = _given(context, name, f"--{name.replace('_', '-')}", f"QUOTECHECK_{name.upper()}")
        if origin is None:
            yield Setting(name, value, lines.get(name, "default"))
        else:
            yield Setting(name, given[name] or value, origin)
    for switch in SWITCHES:
        name = f"switches.{switch}"
        yield Setting(name, "true" if settings.allows(switch) else "false", lines.get(name, "default"))
    for rule in HOUSE:
        value = getattr(settings, rule)
        written = ", ".join(value) or "none" if isinstance(value, tuple) else str(value)
        yield Setting(rule, written, lines.get(rule, "default"))


def _given(context: click.Context, name: str, option: str, variable: str) -> str | None:
    """The option or variable that gives this parameter, None when neither does."""
    source = context.get_parameter_source(name)
    if source is ParameterSource.COMMANDLINE:
        return option
    return variable if source is ParameterSource.ENVIRONMENT else None


def _lines(store: Store) -> dict[str, str]:
    """The settings that quotecheck.yaml gives a value, with file and line."""
    from quotecheck.records.fields import read_fields
    from quotecheck.records.files import read_record
    from quotecheck.records.paths import SETTINGS

    path = store.root / SETTINGS if store.root else None
    top = read_fields(read_record(path, SETTINGS), SETTINGS) if path is not None and path.exists() else None
    if top is None:
        return {}
    found = {}
    for prefix, fields in (("", top), ("switches.", top.group("switches"))):
        for key, line in (fields.node.keys or {}).items() if fields else ():
            if fields is not None and fields.get(key) is not None:
                found[f"{prefix}{key}"] = f"{SETTINGS}:{line}"
    return found
