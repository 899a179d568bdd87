"""``quotecheck search``: who said something like this?"""

from __future__ import annotations

import click

from quotecheck.cli import options
from quotecheck.cli.claims import by_speaker, open_checked, warn_of_unknown_speaker
from quotecheck.cli.completing import speakers
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import Colour, note, print_text, problems, write
from quotecheck.model import Evidence, Match


@click.command("search")
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
@options.root
@click.option("--speaker", metavar="NAME", shell_complete=speakers, help="Only claims of this person.")
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="At most so many.")
@options.formats("text", "concise", "json", "jsonl")
@options.output
@options.colour
def command(
    *,
    text: tuple[str, ...],
    root: str | None,
    speaker: str | None,
    limit: int,
    format_: str | None,
    output: str | None,
    colour: Colour,
) -> int:
    """Find claims and sentences of the sources whose words are like TEXT, the closest first.

    Exit code 1 when nothing is near.
    """
    from quotecheck.matching.searching import search

    store = open_store(root)
    said = by_speaker(store, speaker) if speaker else None

    def wanted(evidence: Evidence) -> bool:
        return said is None or (evidence.speaker is not None and said(evidence.speaker))

    index = open_checked(store)
    found = search(index, " ".join(text), limit=limit, wanted=wanted)
    _show(found, options.chosen(format_, output), output, colour)
    if speaker and not found:
        warn_of_unknown_speaker(store, speaker, index)
    if problems(index.problems):
        return 2
    return 0 if found else 1


def _show(found: tuple[Match, ...], format_: str, output: str | None, colour: Colour) -> None:
    if format_ in ("json", "jsonl"):
        from quotecheck.reporting.json import dump
        from quotecheck.reporting.rows import match_row

        rows = [match_row(match) for match in found]
        write(dump(rows, indent=2) + "\n" if format_ == "json" else "".join(dump(row) + "\n" for row in rows), output)
    elif format_ == "concise":
        from quotecheck.reporting import concise

        write(concise.render_matches(found), output)
    else:
        from quotecheck.reporting import listing

        print_text(lambda console: listing.print_matches(found, console), output, colour)
        if not found:
            note("nothing like it was found")
