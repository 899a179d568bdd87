"""``quotecheck ingest``: sources → claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotecheck.cli import options
from quotecheck.cli.completing import files
from quotecheck.cli.inputs import open_store, with_nearest
from quotecheck.cli.output import note, problems, shown, write
from quotecheck.cli.progress import meter, told_how_far

if TYPE_CHECKING:
    from quotecheck.records.ingesting import FileResult, IngestReport


@click.command("ingest")
@click.argument("paths", nargs=-1, metavar="[PATH…]", shell_complete=files)
@options.root
@click.option("--dry-run", is_flag=True, help="Say what would change, write nothing.")
@click.option("--force", is_flag=True, help="Read sources again that have not changed.")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), default=1, show_default=True, help="Number of processes.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
def command(*, paths: tuple[str, ...], root: str | None, dry_run: bool, force: bool, jobs: int, format_: str) -> int:
    """Read source documents and write what people say in them as claims, one file a source.

    PATHs are files and folders of the project, by default its sources/. Only what has changed is read again; status,
    speaker and note that a person has set are kept. A file that cannot be read does not stop the others.
    """
    from quotecheck.checking import ingest

    store = open_store(root)
    come = [0, 0]
    with told_how_far("sources", come), meter("reading sources") as shown_progress:

        def progress(done: int, total: int) -> None:
            come[:] = done, total
            shown_progress(done, total)

        report = ingest(store, paths, dry_run=dry_run, force=force, jobs=jobs, progress=progress)
    if format_ == "json":
        write(_json(report))
    else:
        _print(report)
    return 2 if problems(tuple(with_nearest(problem, store.root) for problem in report.problems)) else 0


def _print(report: IngestReport) -> None:
    """A line for each source that changed, and one for the whole."""
    for result in report.files:
        if result.outcome in ("new", "changed"):
            click.echo(shown(_line(result)))
        elif result.outcome in ("vanished", "skipped") and result.problem:
            note(str(result.problem))
        for remark in result.remarks:
            note(f"{result.path}: {remark}")
    counts = ((report.count(outcome), outcome) for outcome in ("new", "changed", "unchanged"))
    done = ", ".join(f"{number:,} {outcome}" for number, outcome in counts)
    failed = report.count("failed")
    total = sum(result.outcome in ("new", "changed", "unchanged", "failed") for result in report.files)
    unread = f", {failed:,} could not be read" if failed else ""
    dry = " (nothing written: --dry-run)" if report.dry_run else ""
    click.echo(f"{total:,} source{'' if total == 1 else 's'}: {done}{unread}{dry}")


def _line(result: FileResult) -> str:
    """ "sources/pier.txt: new, 12 claims" or "… changed, 12 claims (2 added, 1 removed)"."""
    claims = f"{result.claims} claim{'' if result.claims == 1 else 's'}"
    parts = [(result.added, "added"), (result.removed, "removed"), (result.kept, "kept though their words are gone")]
    changes = ", ".join(f"{number} {word}" for number, word in parts if number)
    detail = f" ({changes})" if changes and result.outcome == "changed" else ""
    return f"{result.path}: {result.outcome}, {claims}{detail}"


def _json(report: IngestReport) -> str:
    from quotecheck.reporting.json import dump

    files = [
        {
            "path": result.path,
            "outcome": result.outcome,
            "claim_file": result.claim_file,
            "claims": result.claims,
            "added": result.added,
            "removed": result.removed,
            "kept": result.kept,
            "remarks": list(result.remarks),
            "problem": str(result.problem) if result.problem else None,
        }
        for result in report.files
    ]
    return dump({"dry_run": report.dry_run, "files": files}, indent=2) + "\n"
