"""``quotecheck speakers``: who is quoted, under which names; two names of one person made one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecheck.cli import options
from quotecheck.cli.claims import open_checked
from quotecheck.cli.completing import speakers
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import problems, shown, write
from quotecheck.errors import StoreError
from quotecheck.model import Problem

if TYPE_CHECKING:
    from quotecheck.records.aliases import Aliases

Row = dict[str, object]


@click.group("speakers", invoke_without_command=True)
@options.root
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@click.pass_context
def command(context: click.Context, root: str | None, format_: str) -> int:
    """List the speakers of all claims with their other names and the number of their claims.

    'quotecheck speakers merge NAME ALIAS' says that both names are one person's; it is kept in speakers.yaml.
    """
    context.obj = root
    if context.invoked_subcommand is not None:
        return 0
    from quotecheck.records.aliases import load_aliases

    store = open_store(root)
    index = open_checked(store)
    rows = _rows(dict(index.speakers()), load_aliases(store.root))
    if format_ == "json":
        from quotecheck.reporting.json import dump

        write(dump(rows, indent=2) + "\n")
    else:
        write("".join(_line(row) for row in rows))
    return 2 if problems(index.problems) else 0


@command.command("merge")
@click.argument("name", shell_complete=speakers)
@click.argument("alias", shell_complete=speakers)
@options.root
@click.pass_obj
def merge(outer_root: str | None, name: str, alias: str, root: str | None) -> int:
    """Say that ALIAS is another name of NAME. Claims keep the name they have; lists and checks treat both as one."""
    from quotecheck.records.aliases import load_aliases, save_aliases
    from quotecheck.records.atomic import lock

    store = open_store(root or outer_root)
    if store.root is None:
        raise StoreError(Problem(path="speakers.yaml", message="there is no project folder to keep it in"))
    known = {speaker for speaker, _ in open_checked(store).speakers()}
    with lock(store.root):  # else one of two merges at once would be lost
        before = load_aliases(store.root)
        after = before.merged(name, alias)
        if after == before:
            click.echo(shown(f"{alias} is a name of {before.canonical(name)} already"))
            return 0
        save_aliases(store.root, after)
    _warn_of_unknown(known, after, (name, alias))
    click.echo(shown(f"{alias} is now a name of {after.canonical(name)}"))
    return 0


def _warn_of_unknown(known: set[str], aliases: Aliases, names: tuple[str, ...]) -> None:
    """Tells of names that no claim has, with the nearest one that a claim has."""
    from quotecheck.cli.claims import nearest_speaker
    from quotecheck.cli.output import note

    for name in names:
        if name not in known and not any(aliases.matches(name, speaker) for speaker in known):
            close = nearest_speaker(name, sorted(known))
            note(f"no claim has the speaker {name}" + (f" (did you mean {close}?)" if close else ""))


def _rows(counts: dict[str, int], aliases: Aliases) -> list[Row]:
    """A row a person: name, other names, number of claims; the most quoted first."""
    from quotecheck.records.folding import name_words

    total: dict[str, int] = {}
    spelled: dict[tuple[str, ...], str] = {}
    written: dict[str, set[str]] = {person.name: set(person.aliases) for person in aliases.people}
    # Spellings of a name that differ in case and accents are one name; the most frequent is shown.
    for speaker, number in sorted(counts.items(), key=lambda pair: -pair[1]):
        name = aliases.canonical(speaker)
        name = spelled.setdefault(name_words(name), name)
        total[name] = total.get(name, 0) + number
        written.setdefault(name, set()).update({speaker} - {name})
    ordered = sorted(total, key=lambda name: (-total[name], name))
    return [{"speaker": name, "aliases": sorted(written[name]), "claims": total[name]} for name in ordered]


def _line(row: Row) -> str:
    aliases = row["aliases"]
    also = f" (also {', '.join(aliases)})" if isinstance(aliases, list) and aliases else ""
    return f"{row['claims']:>6}  {shown(str(row['speaker']) + also)}\n"
