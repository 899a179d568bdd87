"""``quotecheck init``: makes the project folder."""

from __future__ import annotations

from pathlib import Path

import click

from quotecheck.cli.output import note, shown
from quotecheck.errors import StoreError
from quotecheck.model import Problem

SETTINGS = """\
# Settings of quotecheck. Everything here may be left out; what stands here are the defaults.
# profile: ap                      # ap, strict or guardian: how much an unmarked change of words weighs
# fail_level: error                # error, warning, note or never: findings this grave make the exit code 1
# switches:                        # what may differ without a mark; false makes it a finding
#   uk_us_spelling: true           # colour and color
#   number_words: true             # 5 and five
#   fillers: true                  # um and uh left out
#   informal_contractions: true    # gonna and going to
#   masked_profanity: true         # d--- for a swear word
# Rules of the house: what a quote needs beyond the right words. 'quotecheck explain' tells what each finds.
# min_sources: 1                   # 2: a quote that only one independent source has is told of
# require: nothing                 # verified: every quote needs a person who verified it or signed it off
# grades: []                       # [transcript, interview, article]: the best first; the better source decides
# own_publishers: []               # ["The Lowen Courier"]: quotes known only from another paper must say so
# second_source: []                # ["Tadeo Brandt"]: speakers who are not quoted from one source alone
"""


@click.command("init")
@click.argument("directory", default=".", metavar="[DIR]")
def command(*, directory: str) -> None:
    """Make a project folder: sources/ for documents as received, claims/ for the records, quotecheck.yaml for settings.

    What is already there is left as it is.
    """
    root = Path(directory)
    made = []
    try:
        for folder in (root / "sources", root / "claims"):
            if not folder.is_dir():
                folder.mkdir(parents=True)
                made.append(f"{folder.as_posix()}/")
        settings = root / "quotecheck.yaml"
        if not settings.exists():
            settings.write_text(SETTINGS, encoding="utf-8")
            made.append(settings.as_posix())
    except OSError as error:
        raise StoreError(Problem(path=directory, message=f"cannot be made: {error.strerror}")) from None
    for name in made:
        click.echo(f"made {shown(name)}")
    if not made:
        note(f"{directory} is a project folder already")
    else:
        click.echo("Put your source documents into sources/ and run: quotecheck ingest")
