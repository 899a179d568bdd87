"""Options that several commands share, and the choice of a format."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from quotecheck.cli.completing import files, folders

F = TypeVar("F", bound=Callable[..., Any])

root = click.option(
    "--root",
    metavar="DIR",
    envvar="QUOTECHECK_ROOT",
    shell_complete=folders,
    help="Project folder; default: the nearest one upward with quotecheck.yaml or claims/.",
)
fail_level = click.option(
    "--fail-level",
    type=click.Choice(["error", "warning", "note", "never"]),
    envvar="QUOTECHECK_FAIL_LEVEL",
    help="Exit with 1 when a finding is at least this grave; default: as in quotecheck.yaml, else error.",
)
profile = click.option(
    "--profile",
    type=click.Choice(["ap", "strict", "guardian"]),
    envvar="QUOTECHECK_PROFILE",
    help="How much an unmarked change of words weighs; default: as in quotecheck.yaml, else ap.",
)
output = click.option(
    "--output", "-o", metavar="FILE", shell_complete=files, help="Write there instead of to standard output."
)
colour = click.option(
    "--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour in text output."
)


def formats(*names: str) -> Callable[[F], F]:
    """The ``--format`` option with these names; its value is None when it is not given."""
    return click.option("--format", "format_", type=click.Choice(names), help="Default: text; concise in a pipe.")


def chosen(format_: str | None, output_file: str | None) -> str:
    """The format: as given, else text for a terminal or a file, concise in a pipe."""
    if format_ is not None:
        return format_
    return "text" if sys.stdout.isatty() or output_file not in (None, "-") else "concise"
