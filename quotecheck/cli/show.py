"""``quotecheck show``: one claim with its context in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecheck.cli import options
from quotecheck.cli.claims import find_claim, open_checked
from quotecheck.cli.completing import claim_ids
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import Colour, print_text, write
from quotecheck.errors import QuotecheckError
from quotecheck.model import Claim, Document

if TYPE_CHECKING:
    from quotecheck.records.store import Store


@click.command("show")
@click.argument("claim_id", metavar="ID", shell_complete=claim_ids)
@options.root
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@options.output
@options.colour
def command(*, claim_id: str, root: str | None, format_: str, output: str | None, colour: Colour) -> None:
    """Show one claim with its context in the source. The beginning of an ID will do when no other claim has it."""
    store = open_store(root)
    index = open_checked(store)
    claim = find_claim(store, index, claim_id)
    drifted = index.drifted()
    index.close()
    if format_ == "json":
        from quotecheck.reporting.json import dump
        from quotecheck.reporting.rows import drifted_row

        write(dump(drifted_row(claim, drifted, context=True), indent=2) + "\n", output)
        return
    from quotecheck.reporting import listing

    source = source_of(store, claim)
    print_text(lambda console: listing.print_claim(claim, source, console, drifted.get(claim.id)), output, colour)


def source_of(store: Store, claim: Claim) -> Document | str:
    """The source document of a claim, or why its context cannot be shown."""
    from quotecheck.reading import read

    try:
        path = store.source_path(claim.origin)
        if path is None:
            return "typed in by hand, there is no source file"
        document = read(path, name=claim.origin.path)
    except QuotecheckError as error:
        return str(error)
    if any(quote.span and quote.span.of(document.text) != quote.exact for quote in claim.content):
        return "the source has changed since: run quotecheck ingest"
    return document
