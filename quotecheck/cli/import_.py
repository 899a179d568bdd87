"""``quotecheck import``: claims from a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotecheck.cli import options
from quotecheck.cli.completing import files
from quotecheck.cli.inputs import nearest_file, open_store
from quotecheck.cli.output import shown
from quotecheck.cli.progress import meter, told_how_far
from quotecheck.errors import RecordError
from quotecheck.model import Problem
from quotecheck.reading.presence import is_there

if TYPE_CHECKING:
    from quotecheck.records.importing import Imported
    from quotecheck.records.store import Store


@click.command("import")
@click.argument("file", metavar="FILE", shell_complete=files)
@options.root
@click.option("--dry-run", is_flag=True, help="Say what would be added, write nothing.")
def command(*, file: str, root: str | None, dry_run: bool) -> None:
    """Add claims from a CSV or JSON lines file.

    Columns: quote (required), speaker, source, url, date, locator, note. When any line is wrong, nothing is added.
    """
    path = Path(file)
    if not is_there(path):
        close = nearest_file(path)
        hint = f"did you mean {close}?" if close else None
        raise RecordError(Problem(path=file, message="there is no such file", hint=hint))
    done = _imported(open_store(root), path, dry_run)
    known = done.rows - done.added
    there = f", {known:,} were there already" if known else ""
    dry = " (nothing written: --dry-run)" if dry_run else ""
    rows = f"{done.rows:,} row{'' if done.rows == 1 else 's'}"
    files = f" in {len(done.files):,} file{'' if len(done.files) == 1 else 's'}" if done.files else ""
    click.echo(shown(f"{rows}: {done.added:,} claim{'' if done.added == 1 else 's'} added{files}{there}{dry}"))


def _imported(store: Store, path: Path, dry_run: bool) -> Imported:
    """The import, with how far it has come on standard error."""
    from quotecheck.matching.cache import remembered
    from quotecheck.records.importing import import_file

    come = [0, 0]
    with told_how_far("rows", come), meter("checking rows") as checking, meter("writing claims") as writing:

        def progress(done: int, total: int) -> None:
            checking.clear()
            come[:] = done, total
            writing(done, total)

        known = remembered(store)
        name = path.as_posix()
        return import_file(
            store, path, name=name, dry_run=dry_run, remembered=known, checking=checking, writing=progress
        )
