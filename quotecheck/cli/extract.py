"""``quotecheck extract``: who says what in a document; stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecheck.cli import options
from quotecheck.cli.completing import files
from quotecheck.cli.inputs import document
from quotecheck.cli.output import Colour, note, print_text, write
from quotecheck.errors import ReadingError
from quotecheck.model import Attribution, Document

if TYPE_CHECKING:
    from rich.console import Console

Extracted = list[tuple[Document, tuple[Attribution, ...]]]


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", shell_complete=files)
@click.option("--stdin-filename", metavar="NAME", help="What standard input (PATH -) is called; tells its format.")
@options.formats("text", "concise", "jsonl")
@options.output
@options.colour
def command(
    *, paths: tuple[str, ...], stdin_filename: str | None, format_: str | None, output: str | None, colour: Colour
) -> int:
    """Print who says what in each document: place, kind, speaker and words. Nothing is stored."""
    found: Extracted = []
    unread = 0
    for path in paths:
        try:
            read = document(path, stdin_filename)
        except ReadingError as error:
            note(str(error))
            unread += 1
            continue
        from quotecheck.quoting import attributions

        found.append((read, attributions(read)))
    _show(found, options.chosen(format_, output), output, colour)
    return 2 if unread else 0


def _show(found: Extracted, format_: str, output: str | None, colour: Colour) -> None:
    if format_ == "jsonl":
        from quotecheck.reporting import jsonl

        write("".join(jsonl.render_attributions(read.path, told) for read, told in found), output)
    elif format_ == "concise":
        from quotecheck.reporting import concise

        write("".join(concise.render_attributions(read, told) for read, told in found), output)
    else:
        from quotecheck.reporting import listing

        def show(console: Console) -> None:
            for read, told in found:
                listing.print_attributions(read, told, console)

        print_text(show, output, colour)
