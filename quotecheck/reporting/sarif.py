"""SARIF 2.1.0, the exchange format of code hosts: findings with rules and places, and where the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from urllib.parse import quote

from quotecheck.judging.verdicts import BESIDE, HOUSE, TABLE, VERDICTS, Meaning
from quotecheck.model import Evidence, QuoteCheck, Report
from quotecheck.patterns import pattern
from quotecheck.reporting.findings import (
    UNREADABLE,
    Finding,
    findings,
    shown_matches,
    worst_first,
)
from quotecheck.reporting.json import dump
from quotecheck.reporting.rows import Row
from quotecheck.reporting.visible import visible
from quotecheck.version import VERSION

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
"""Hosts refuse a run with more results than this."""
MOST_RELATED = 20
FINGERPRINT = "quotecheckFingerprint/v1"
_PLACEHOLDER = pattern(r"\{([0-9]+)\}")


def render(reports: Sequence[Report], root: str = "") -> str:
    """One log with one run. ``root`` is the project folder as seen from where the drafts' paths start, empty when it
    is the same; the places of sources are given from there. The worst findings come first, and at most
    ``MOST_RESULTS`` of them, with a notification of how many were left out."""
    found = worst_first(one for one in findings(reports) if one.rule != UNREADABLE)
    rules = [*(_rule(TABLE[name]) for name in VERDICTS if TABLE[name].severities != ("none",))]
    rules += [*map(_rule, HOUSE.values()), *(_rule(meaning) for name, meaning in BESIDE.items() if name != UNREADABLE)]
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    driver = {"name": "quotecheck", "version": VERSION, "semanticVersion": VERSION, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(reports, len(found) - MOST_RESULTS)],
        "results": [_result(one, places, root) for one in found[:MOST_RESULTS]],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(meaning: Meaning) -> Row:
    words = {"Why it matters": meaning.why, "Example": meaning.example, "What to do": meaning.answer}
    return {
        "id": meaning.name,
        "shortDescription": {"text": meaning.meaning},
        "fullDescription": {"text": f"{meaning.meaning} {meaning.why}"},
        "help": {
            "text": "\n".join(f"{label}: {text}" for label, text in words.items()),
            "markdown": "\n\n".join(f"**{label}.** {_literal(text)}" for label, text in words.items()),
        },
        "defaultConfiguration": {"level": meaning.severities[0]},
    }


def _literal(text: str) -> str:
    """``text`` with nothing in it that Markdown would take for markup."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|~" else letter for letter in text)


def _invocation(reports: Iterable[Report], left_out: int) -> Row:
    """How the run went: drafts that could not be read, and results beyond what hosts take."""
    notes = [
        {
            "level": "error",
            "message": {"text": _message(found.message)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(found.path)}}}],
        }
        for found in findings(reports)
        if found.rule == UNREADABLE
    ]
    unread = bool(notes)
    if left_out > 0:
        message = f"{left_out} lighter findings are left out: hosts take {MOST_RESULTS} of one run"
        notes.append({"level": "warning", "message": {"text": message}})
    return {"executionSuccessful": not unread} | ({"toolExecutionNotifications": notes} if notes else {})


def _result(found: Finding, places: dict[str, int], root: str) -> Row:
    place: Row = {"artifactLocation": {"uri": uri(found.path)}}
    if found.line is not None:
        place["region"] = _region(found)
    result: Row = {
        "ruleId": found.rule,
        "ruleIndex": places[found.rule],
        "level": found.severity,
        "message": {"text": _message(found.message)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT: found.fingerprint},
    }
    if found.check is not None:
        related = _related(found.check, root)
        result |= {"relatedLocations": related} if related else {}
        result["properties"] = {
            "kind": found.check.kind,
            "speaker": found.check.speaker,
            "reasons": list(found.check.verdict.reasons),
        }
    return result


def _region(found: Finding) -> Row:
    region: Row = {"startLine": found.line, "startColumn": found.column}
    if found.end_line is not None:
        region |= {"endLine": found.end_line, "endColumn": found.end_column}
    return region | ({"snippet": {"text": found.check.exact}} if found.check else {})


def _related(check: QuoteCheck, root: str) -> list[Row]:
    """Where the words stand in the sources, the best match first."""
    return [
        {"id": number, **_location(match.evidence, root)}
        for number, match in enumerate(shown_matches(check)[:MOST_RELATED], 1)
    ]


def _location(found: Evidence, root: str) -> Row:
    claim = f", claim {found.claim}" if found.claim else ""
    where = f", {found.locator}" if found.locator else ""
    message = {"text": _message(f"{found.speaker or 'nobody named'}{where}{claim}: {found.exact}")}
    if found.start is None:
        # Words that were typed in have a source with a name, but no file to open.
        return {"message": message, "logicalLocations": [{"name": visible(found.path) or "source"}]}
    place: Row = {"artifactLocation": {"uri": uri(found.path, root)}}
    if found.line is not None:
        place["region"] = {"startLine": found.line, "snippet": {"text": found.exact}}
    return {"message": message, "physicalLocation": place}


def uri(path: str, root: str = "") -> str:
    """A path as a URI reference: relative with forward slashes, or ``file:`` for an absolute one."""
    whole = PurePath(root, path)
    if whole.is_absolute():
        return Path(whole).as_uri()
    written = quote(whole.as_posix().encode("utf-8", "surrogatepass"), safe="/")
    # A first part with a colon would be read as a scheme; quote has turned it into %3A.
    return written or "."


def _message(text: str) -> str:
    """Text in which a reader of SARIF finds neither placeholders nor links."""
    return _PLACEHOLDER.sub(r"{{\1}}", visible(text)).replace("](", "] (") or "-"
