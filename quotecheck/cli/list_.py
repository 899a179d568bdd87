"""``quotecheck list``: claims by speaker, source, kind, date, status or words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

import click

from quotecheck.cli import filters, options
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import Colour, note, print_text, problems, write
from quotecheck.cli.progress import unless_shown
from quotecheck.model import Claim, Drift


@click.command("list")
@options.root
@filters.options
@options.formats("text", "concise", "json", "jsonl")
@options.output
@options.colour
def command(*, format_: str | None, output: str | None, colour: Colour, root: str | None, **wanted: object) -> int:
    """List claims. Several conditions must all hold; without any, every claim is listed."""
    with unless_shown("reading claim files", output) as progress:
        found = filters.Chosen(open_store(root), wanted, progress)
        claims = iter(found)
        first = list(islice(claims, 1))
        drifted = found.index.drifted() if first else {}
        _show(chain(first, claims), drifted, options.chosen(format_, output), output, colour)
    return 2 if problems(found.problems) else 0


def _show(found: Iterator[Claim], drifted: dict[str, Drift], format_: str, output: str | None, colour: Colour) -> None:
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

        number = print_text(lambda console: listing.print_claims(found, console, drifted), output, colour)
        note(f"{number:,} claim{'' if number == 1 else 's'}")
