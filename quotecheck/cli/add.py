"""``quotecheck add``: one claim by hand."""

from __future__ import annotations

import click

from quotecheck.cli import options
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import note, shown


@click.command("add")
@options.root
@click.option("--quote", required=True, metavar="TEXT", help="The words.")
@click.option(
    "--source", required=True, metavar="TEXT", help="Where they are from: a path in the project, or in words."
)
@click.option("--speaker", metavar="NAME", help="Who said them.")
@click.option("--url", metavar="URL", help="Where the source is on the web.")
@click.option("--date", metavar="DATE", help="The day it was published, as 2026-03-31.")
@click.option("--locator", metavar="TEXT", help="Page, paragraph or time stamp.")
@click.option("--note", "remark", metavar="TEXT", help="A remark of yours.")
def command(*, root: str | None, remark: str | None, quote: str, source: str, **known: str | None) -> None:
    """Add one claim by hand, such as words from an interview of which there is no file."""
    from quotecheck.matching.cache import remembered
    from quotecheck.records.importing import add

    store = open_store(root)
    done = add(store, quote=quote, source=source, note=remark, remembered=remembered(store), **known)
    if done is None:
        note("these words are a claim of this source already")
    else:
        click.echo(shown(f"added {done.claim.id} to {done.file}"))
