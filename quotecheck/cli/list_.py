"""``quotecheck list``: claims by speaker, source, kind, date, status or words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecheck.cli import filters, options
from quotecheck.cli.claims import open_checked
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import Colour, note, print_text, problems, write
from quotecheck.model import Claim, Drift

if TYPE_CHECKING:
    from quotecheck.records.store import Store


@click.command("list")
@options.root
@filters.options
@options.formats("text", "concise", "json", "jsonl")
@options.output
@options.colour
def command(*, format_: str | None, output: str | None, colour: Colour, root: str | None, **wanted: object) -> int:
    """List claims. Several conditions must all hold; without any, every claim is listed."""
    store = open_store(root)
    found, bad = filters.chosen(store, wanted)
    _show(found, _drifted(store) if found else {}, options.chosen(format_, output), output, colour)
    return 2 if problems(bad) else 0


def _drifted(store: Store) -> dict[str, Drift]:
    """The claims whose source is not what it was."""
    index = open_checked(store)
    drifted = index.drifted()
    index.close()
    return drifted


def _show(found: list[Claim], drifted: dict[str, Drift], format_: str, output: str | None, colour: Colour) -> None:
    if format_ == "json":
        from quotecheck.reporting import json

        write(json.render_claims(found, drifted), output)
    elif format_ == "jsonl":
        from quotecheck.reporting import jsonl

        write(jsonl.render_claims(found, drifted=drifted), output)
    elif format_ == "concise":
        from quotecheck.reporting import concise

        write(concise.render_claims(found, drifted), output)
    else:
        from quotecheck.reporting import listing

        print_text(lambda console: listing.print_claims(found, console, drifted), output, colour)
        note(f"{len(found)} claim{'' if len(found) == 1 else 's'}")
