"""``quotecheck report``: a page with the draft beside its sources, to be ticked off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from quotecheck.cli import options
from quotecheck.cli.claims import open_checked
from quotecheck.cli.completing import files
from quotecheck.cli.inputs import checked, open_store, refuse_overwriting
from quotecheck.cli.output import note, problems, write
from quotecheck.errors import StoreError
from quotecheck.model import Problem
from quotecheck.reading.presence import is_file, is_there

if TYPE_CHECKING:
    from quotecheck.records.settings import Profile

PAGE = "report.html"


@click.command("report")
@click.argument("paths", nargs=-1, required=True, metavar="DRAFT…", shell_complete=files)
@options.root
@click.option("--stdin-filename", metavar="NAME", help="What standard input (DRAFT -) is called; tells its format.")
@click.option(
    "--output", "-o", metavar="FILE", shell_complete=files, help=f"Write there; default: {PAGE}. - is standard output."
)
@options.profile
def command(
    *, paths: tuple[str, ...], root: str | None, stdin_filename: str | None, output: str | None, profile: str | None
) -> int:
    """Make a page that shows each draft beside its sources, to be ticked off in a browser.

    Every quote has its verdict, both wordings with the words that differ marked, and a link to the place in the source.
    Tick what you have checked, add notes, and export them as a sign-off file, which 'quotecheck review --import' reads.
    The page is one file: it needs no network, and what you tick stays in your browser.

    Exit codes: 0 the page was made, whatever was found ('quotecheck verify' tells scripts); 2 a draft or a setting
    that cannot be used.
    """
    from quotecheck.cli.pages import page
    from quotecheck.records.settings import load_settings
    from quotecheck.reporting.text import summary_line

    refuse_overwriting(paths, output or PAGE)
    if output is None:
        _refuse_others(Path(PAGE))
    store = open_store(root)
    settings = load_settings(store.root)
    if profile:
        settings = replace(settings, profile=cast("Profile", profile))
    index = open_checked(store)
    reports = [checked(path, stdin_filename, store, index, settings) for path in paths]
    broken = problems(index.problems) or any(report.error for report in reports)
    index.close()
    write(page(reports, store, output or PAGE), output or PAGE)
    note(f"{'page' if output == '-' else output or PAGE}: {summary_line(reports)}")
    return 2 if broken else 0


def _refuse_others(path: Path) -> None:
    """StoreError where something of the default name, a link to nothing too, is not a page of ours."""
    there = is_there(path) or path.is_symlink()
    if there and not (is_file(path) and b'name="generator" content="quotecheck' in _beginning(path)):
        hint = "name another file with --output"
        raise StoreError(Problem(path=str(path), message="is there already and is no report of quotecheck", hint=hint))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(2000)
