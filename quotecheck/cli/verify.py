"""``quotecheck verify``: drafts against the claims."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import click

from quotecheck.cli import options
from quotecheck.cli.claims import open_checked
from quotecheck.cli.completing import files
from quotecheck.cli.inputs import STDIN, checked, document, open_store, refuse_overwriting
from quotecheck.cli.output import Colour, note, print_text, problems, shown, write, write_bytes
from quotecheck.errors import ReadingError
from quotecheck.model import SEVERITIES, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecheck.matching.index import Index
    from quotecheck.records.settings import FailLevel, Profile, Settings
    from quotecheck.records.store import Store

WORD = "docx"
"""What is written where --output names a Word file, and no other format is asked for."""
FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "checkstyle", "junit", "csv", "html")


class Wanted(NamedTuple):
    """What one run is asked for, as given on the command line."""

    paths: tuple[str, ...]
    root: str | None
    stdin_filename: str | None
    format: str
    output: str | None
    colour: Colour
    fail_level: str | None
    profile: str | None
    exit_zero: bool
    against: str | None


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", shell_complete=files)
@options.root
@click.option("--stdin-filename", metavar="NAME", help="What standard input (PATH -) is called; tells its format.")
@options.formats(*FORMATS)
@options.output
@options.fail_level
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 whatever is found (still 2 for files that cannot be used)."
)
@options.profile
@click.option(
    "--against",
    metavar="OLD",
    shell_complete=files,
    help="Tell also what became of each quote since the draft OLD: kept, altered, new or gone. - is standard input.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a draft, a claim or a setting changes, until Ctrl-C.")
@options.colour
def command(*, watch: bool, format_: str | None, output: str | None, **given: object) -> int:
    """Check the quotes of each draft against the claims and their sources.

    Every quotation and every "she said that …" is compared with what your sources say. 'quotecheck explain' tells
    what each verdict means.

    With --output NAME.docx, a Word draft is written there again with each finding as a comment on its words.

    Formats: text for reading, concise (one line a finding) for pipes and editors, json and jsonl for scripts, csv for
    spreadsheets, html as 'quotecheck report' makes it, and for build servers sarif, github, checkstyle and junit.

    Exit codes: 0 clean; 1 findings at or above the fail level; 2 a file or a setting that cannot be used. A remark in
    a draft that ignores nothing counts as a warning.

    With --against OLD a quote whose words or speaker were altered is an error, a new quote a warning and one that is
    gone a note, unless it is signed off as it stands now. A quote that was only moved is kept.
    """
    if format_ is None and (output or "").lower().endswith(".docx"):
        format_ = WORD
    chosen = options.chosen(format_, output)
    wanted = Wanted(format=chosen, output=output, **given)  # type: ignore[arg-type]
    refuse_overwriting((*wanted.paths, *([wanted.against] if wanted.against else [])), output)
    if wanted.format == WORD:
        _refuse_other_than_word(wanted.paths)
    if wanted.against is not None and len(wanted.paths) != 1:
        raise click.UsageError("--against compares one draft with one older draft: name a single PATH.")
    if wanted.against == STDIN and STDIN in wanted.paths:
        raise click.UsageError("standard input is one draft: it cannot be compared with itself.")
    if not watch:
        return _run(wanted)
    if STDIN in (*wanted.paths, wanted.against):
        raise click.UsageError("--watch needs files: standard input is read once.")
    from quotecheck.cli.watching import watch as watch_files

    store = open_store(wanted.root)
    drafts = (*wanted.paths, *([wanted.against] if wanted.against else []))
    return watch_files(lambda: _run(wanted), drafts, store)


def _run(wanted: Wanted) -> int:
    """Checks all drafts once, shows what was found, and gives the exit code."""
    store = open_store(wanted.root)
    settings = _settings(store, wanted)
    index = open_checked(store)
    reports = [checked(path, wanted.stdin_filename, store, index, settings) for path in wanted.paths]
    if wanted.against is not None and reports[0].error is None:
        reports = [_compared(reports[0], wanted, store, index, settings)]
    _show(reports, wanted, settings, store)
    broken = problems(index.problems) or any(report.error for report in reports)
    broken |= wanted.against is not None and reports[0].changes is None
    index.close()
    if broken:
        return 2
    return 1 if not wanted.exit_zero and _fails(reports, settings.fail_level) else 0


def _compared(report: Report, wanted: Wanted, store: Store, index: Index, settings: Settings) -> Report:
    """The report with what became of its quotes since the older draft; as it is when that one cannot be read, which
    goes to standard error."""
    from quotecheck.checking import compare

    try:
        old = document(str(wanted.against), wanted.stdin_filename)
    except ReadingError as error:
        note(str(error))
        return report
    return compare(old, report, store, settings=settings, index=index)


def _refuse_other_than_word(paths: Sequence[str]) -> None:
    """A usage error where there is not one Word draft to put comments into."""
    if len(paths) != 1:
        raise click.UsageError("--output with a Word file takes one draft at a time.")
    if not paths[0].lower().endswith(".docx"):
        raise click.UsageError(f"comments can only be put into a Word draft (.docx), not into {shown(paths[0])}.")


def _settings(store: Store, wanted: Wanted) -> Settings:
    """The project's settings, with what the command line says instead of some."""
    from quotecheck.records.settings import load_settings

    settings = load_settings(store.root)
    if wanted.profile:
        settings = replace(settings, profile=cast("Profile", wanted.profile))
    if wanted.fail_level:
        settings = replace(settings, fail_level=cast("FailLevel", wanted.fail_level))
    return settings


def _show(reports: list[Report], wanted: Wanted, settings: Settings, store: Store) -> None:
    if wanted.format == "text":
        from quotecheck.reporting import text

        print_text(lambda console: text.print_reports(reports, console), wanted.output, wanted.colour)
    elif wanted.format == "junit":
        from quotecheck.reporting import junit

        write(junit.render(reports, settings.fail_level), wanted.output)
    elif wanted.format == "html":
        from quotecheck.cli.pages import page

        write(page(reports, store, wanted.output), wanted.output)
    elif wanted.format == "sarif":
        from quotecheck.reporting import sarif

        write(sarif.render(reports, _from_here(store)), wanted.output)
    elif wanted.format == WORD:
        _comment(reports[0], str(wanted.output))
    else:
        # One module a format, each with the same function; only the one that is wanted is imported.
        render = import_module(f"quotecheck.reporting.{wanted.format}").render
        write(render(reports), wanted.output)


def _comment(report: Report, output: str) -> None:
    """Writes the draft with its findings as comments; nothing when it could not be read."""
    from quotecheck.reading.decoding import read_bytes
    from quotecheck.reporting import text, word
    from quotecheck.reporting.findings import findings

    if report.error is not None:
        return
    data = word.annotated(read_bytes(Path(report.path), report.path), report)
    write_bytes(data, output)
    count = len(findings([report]))
    note(f"{output}: {count} comment{'' if count == 1 else 's'}; {text.summary_line([report])}")


def _from_here(store: Store) -> str:
    """The project folder as seen from the working directory, empty when it is that; absolute on another drive."""
    if store.root is None:
        return ""
    try:
        found = os.path.relpath(store.root)
    except ValueError:
        return str(store.root)
    return "" if found == "." else found


def _fails(reports: list[Report], level: str) -> bool:
    """Whether a finding is at or above the level; a remark about a draft counts as a warning."""
    if level == "never":
        return False
    found = [check.verdict.severity for report in reports for check in report.quotes]
    found += [one.severity for report in reports for check in report.quotes for one in check.house]
    found += ["warning" for report in reports for _ in (*report.problems, *report.drifted)]
    if any(report.changes for report in reports):
        from quotecheck.reporting.findings import findings

        found += [finding.severity for finding in findings(reports)]
    return any(SEVERITIES.index(severity) >= SEVERITIES.index(level) for severity in found)
