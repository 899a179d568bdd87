"""``quotecheck export``: claims for other programs."""

from __future__ import annotations

import click

from quotecheck.cli import filters, options
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import problems, write


@click.command("export")
@options.root
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", "csv", "webannotation", "schemaorg"]),
    default="jsonl",
    show_default=True,
    help="What to write.",
)
@filters.options
@options.output
def command(*, root: str | None, format_: str, output: str | None, **wanted: object) -> int:
    """Write claims for other programs: all of them, or those for which all conditions hold.

    jsonl has one claim a line with everything that is known of it. csv opens in a spreadsheet and can be read again
    with 'quotecheck import'. webannotation is the W3C's format for remarks about passages of documents. schemaorg is
    the description of quotations that search engines read.
    """
    found, bad = filters.chosen(open_store(root), wanted)
    if format_ == "jsonl":
        from quotecheck.reporting import jsonl

        text = jsonl.render_claims(found, context=True)
    elif format_ == "csv":
        from quotecheck.reporting import csv

        text = csv.render_claims(found)
    elif format_ == "webannotation":
        from quotecheck.reporting import webannotation

        text = webannotation.render_claims(found)
    else:
        from quotecheck.reporting import schemaorg

        text = schemaorg.render_claims(found)
    write(text, output)
    return 2 if problems(bad) else 0
