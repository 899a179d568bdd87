"""``quotecheck list``: claims by speaker, source, kind, date, status or words."""

from __future__ import annotations

import click

from quotecheck.cli import filters, options
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import Colour, note, print_text, problems, write
from quotecheck.model import Claim


@click.command("list")
@options.root
@filters.options
@options.formats("text", "concise", "json", "jsonl")
@options.output
@options.colour
def command(*, format_: str | None, output: str | None, colour: Colour, root: str | None, **wanted: object) -> int:
    """List claims. Several conditions must all hold; without any, every claim is listed."""
    found, bad = filters.chosen(open_store(root), wanted)
    _show(found, options.chosen(format_, output), output, colour)
    return 2 if problems(bad) else 0


def _show(found: list[Claim], format_: str, output: str | None, colour: Colour) -> None:
    if format_ == "json":
        from quotecheck.reporting import json

        write(json.render_claims(found), output)
    elif format_ == "jsonl":
        from quotecheck.reporting import jsonl

        write(jsonl.render_claims(found), output)
    elif format_ == "concise":
        from quotecheck.reporting import concise

        write(concise.render_claims(found), output)
    else:
        from quotecheck.reporting import listing

        print_text(lambda console: listing.print_claims(found, console), output, colour)
        note(f"{len(found)} claim{'' if len(found) == 1 else 's'}")
