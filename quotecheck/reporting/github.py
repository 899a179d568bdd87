"""Workflow commands, which GitHub shows beside the lines of a draft: ``::error file=draft.md,line=4,col=12::…``."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.model import Report
from quotecheck.reporting.findings import Finding, findings, worst_first
from quotecheck.reporting.text import summary_line
from quotecheck.reporting.visible import escaped, visible

# GitHub knows three commands that annotate; it shows ten of each in a step, so the order decides which.
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(reports: Sequence[Report]) -> str:
    """A command a finding, over all drafts the worst first, and the summary as a plain line for the log."""
    lines = [_command(found) for found in worst_first(findings(reports))]
    return "".join(line + "\n" for line in (*lines, summary_line(reports)))


def _command(found: Finding) -> str:
    place: dict[str, object] = {"file": found.path}
    if found.line is not None:
        place["line"] = found.line
        if found.end_line is None or found.end_line == found.line:
            # Columns are understood only where the passage stays on one line.
            place |= {"col": found.column} | ({"endColumn": found.end_column} if found.end_column else {})
        else:
            place["endLine"] = found.end_line
    place["title"] = f"quotecheck: {found.rule}"
    properties = ",".join(f"{name}={_property(escaped(str(value)))}" for name, value in place.items())
    return f"::{COMMANDS[found.severity]} {properties}::{_data(visible(found.message))}"


def _data(text: str) -> str:
    """Text as the runner unescapes it again; a per cent sign first, or the others would be escaped twice."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
