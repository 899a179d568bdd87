"""``quotecheck export``: claims for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from quotecheck.cli import filters, options
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import problems, write
from quotecheck.cli.progress import unless_shown
from quotecheck.model import Claim


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
    with unless_shown("reading claim files", output) as progress:
        found = filters.Chosen(open_store(root), wanted, progress)
        write(_rendered(found, format_), output)
    return 2 if problems(found.problems) else 0


def _rendered(found: Iterable[Claim], format_: str) -> Iterator[str]:
    """The claims in a format, in pieces, as they are read."""
    if format_ == "csv":
        from quotecheck.reporting import csv

        return csv.render_claims(found)
    if format_ == "webannotation":
        from quotecheck.reporting import webannotation

        return webannotation.render_claims(found)
    if format_ == "schemaorg":
        from quotecheck.reporting import schemaorg

        return schemaorg.render_claims(found)
    from quotecheck.reporting import jsonl

    return jsonl.render_claims(found, context=True)
