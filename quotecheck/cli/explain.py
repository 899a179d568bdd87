"""``quotecheck explain``: what a verdict or reason means, why it matters, an example, how to answer it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from quotecheck.cli.completing import verdicts
from quotecheck.cli.output import shown, write
from quotecheck.errors import RecordError
from quotecheck.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecheck.judging.verdicts import Meaning

WIDEST = 88
INDENT = 11
TITLES = (
    ("Verdicts", "verdict"),
    ("Reasons", "reason"),
    ("Rules of the house", "house rule"),
    ("Beside the verdicts", "remark"),
)


@click.command("explain")
@click.argument("verdict", required=False, shell_complete=verdicts)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
def command(*, verdict: str | None, format_: str) -> None:
    """Say what a VERDICT, reason, house rule or remark means and how to answer it; without one, list them all."""
    from quotecheck.judging.verdicts import BESIDE, HOUSE, TABLE

    table = {**TABLE, **HOUSE, **BESIDE}
    chosen = tuple(table.values()) if verdict is None else (_meaning(table, verdict),)
    if format_ == "json":
        from quotecheck.reporting.json import dump

        rows = [meaning._asdict() for meaning in chosen]
        write(dump(rows if verdict is None else rows[0], indent=2) + "\n")
    elif verdict is None:
        write(_overview(chosen))
    else:
        write(_explained(chosen[0]))


def _meaning(table: Mapping[str, Meaning], name: str) -> Meaning:
    """The entry of this name. RecordError with the nearest name for an unknown one."""
    found = table.get(name.lower())
    if found is None:
        from difflib import get_close_matches

        close = get_close_matches(name.lower(), table, n=1)
        hint = f"did you mean {close[0]}?" if close else "see: quotecheck explain"
        message = "there is no such verdict, reason or rule of the house"
        raise RecordError(Problem(path=name, message=message, hint=hint))
    return found


def _explained(meaning: Meaning) -> str:
    parts = (
        ("means", meaning.meaning),
        ("why", meaning.why),
        ("example", meaning.example),
        ("answer", meaning.answer),
    )
    head = f"{meaning.name} ({meaning.kind}; severity {' or '.join(meaning.severities)})\n"
    return head + "".join(_entry(label, text) for label, text in parts)


def _overview(meanings: tuple[Meaning, ...]) -> str:
    """All verdicts, reasons, rules of the house, and what is told beside them, a paragraph each."""
    width = max(len(meaning.name) for meaning in meanings)
    lines = []
    for title, kind in TITLES:
        lines.append(f"{title}\n")
        for meaning in meanings:
            if meaning.kind == kind:
                text = f"{'/'.join(meaning.severities)}: {meaning.meaning}"
                lines.append(_entry(meaning.name, text, indent=width + 4))
    return "".join(lines)


def _entry(label: str, text: str, indent: int = INDENT) -> str:
    """A label with its text beside it, wrapped at the terminal's width."""
    import shutil

    width = min(WIDEST, max(indent + 20, shutil.get_terminal_size((80, 24)).columns))
    first = f"  {label:<{indent - 2}}"
    return textwrap.fill(shown(text), width, initial_indent=first, subsequent_indent=" " * indent) + "\n"
