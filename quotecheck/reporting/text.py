"""Findings for a person: the draft's wording above the source's, the differing words marked.

Users' words only ever enter as ``Text``, so that ``[the mayor]`` is no markup. On a console without
colour the differing words stand in ``{+…+}`` (only in the draft) and ``[-…-]`` (only in the source).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quotecheck.model import Edit, Evidence, HouseFinding, Match, QuoteCheck, Report, Severity
from quotecheck.reporting.concise import remark_line
from quotecheck.reporting.findings import ALTERED, GONE, NEW, of_change, remarks
from quotecheck.reporting.rows import error_text, summary
from quotecheck.reporting.visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

COLOUR = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan", "none": "green"}
IN_DRAFT, IN_SOURCE = "bold red underline", "bold green underline"
# How many places are shown where several sources fit equally.
MOST_PLACES = 3
INDENT, MOST_NARROW = 10, 20
# A claim's words before and after the quoted run are shown up to this many.
EDGE_WORDS = 12


def print_reports(reports: Sequence[Report], console: Console) -> None:
    """Prints every finding of every draft, drafts that could not be read, and how many quotes were verified."""
    for report in reports:
        if report.error is not None:
            _line(console, (visible(report.path), "bold"), (": ", ""), (visible(error_text(report.error)), "red"))
            console.print()
        for check in report.quotes:
            print_check(report.path, check, console)
        for found in remarks(report):
            if found.rule not in (ALTERED, NEW, GONE):
                _line(console, (visible(remark_line(found)), COLOUR[found.severity]))
                console.print()
        _print_changes(report, console)
    _line(console, (summary_line(reports), "bold"))


def summary_line(reports: Sequence[Report]) -> str:
    """ "31 of 34 quotes verified; 2 errors (misquote, unsourced), 1 warning (ambiguous)"."""
    counts = summary(reports)
    failed = sum(report.error is not None for report in reports)
    unread = f"; {_many(failed, 'draft')} could not be read" if failed else ""
    if not counts["quotes"]:
        return "no quotes found" + unread
    parts = [
        f"{_many(counts[severity], severity)} ({', '.join(_verdicts(reports, severity))})"
        for severity in ("error", "warning", "note")
        if counts[severity]
    ]
    rest = f"; {', '.join(parts)}" if parts else ""
    rules = _rules(reports)
    house = f"; rules of the house: {', '.join(rules)}" if rules else ""
    number = sum(check.signed is not None for report in reports for check in report.quotes)
    signed = f", {number} signed off" if number else ""
    return f"{counts['verified']} of {_many(counts['quotes'], 'quote')} verified{signed}{rest}{house}{unread}"


def _rules(reports: Iterable[Report]) -> list[str]:
    """The rules of the house that are broken, with their numbers, the most frequent first."""
    found = Counter(one.rule for report in reports for check in report.quotes for one in _broken(check))
    return [f"{number} {rule}" for rule, number in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]


def _broken(check: QuoteCheck) -> list[HouseFinding]:
    return [found for found in check.house if found.severity != "none"]


def _verdicts(reports: Iterable[Report], severity: str) -> list[str]:
    """The verdicts of one severity, the most frequent first, with their numbers where there are several."""
    found: dict[str, int] = {}
    for report in reports:
        for check in report.quotes:
            if check.verdict.severity == severity:
                found[check.verdict.verdict] = found.get(check.verdict.verdict, 0) + 1
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{number} {verdict}" if len(ordered) > 1 or number > 1 else verdict for verdict, number in ordered]


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")


def print_check(path: str, check: QuoteCheck, console: Console, *, clean_too: bool = False) -> None:
    """Prints what was found about one quotation, both wordings and the places; nothing for a clean one, unless
    ``clean_too``."""
    verdict = check.verdict
    reasons = f" ({', '.join(verdict.reasons)})" if verdict.reasons else ""
    lines: list[tuple[Severity, str, str]]
    lines = [(verdict.severity, f"{verdict.verdict}{reasons}", verdict.message)] if verdict.severity != "none" else []
    lines += [(found.severity, found.rule, found.message) for found in _broken(check)]
    if not lines and not clean_too:
        return
    for severity, rule, message in lines or [("none", verdict.verdict, "")]:
        place = (f"{visible(path)}:{check.start.line}:{check.start.column}", "bold")
        word = () if severity == "none" else ((severity, COLOUR[severity]), (" ", ""))
        _line(console, place, (": ", ""), *word, (rule, ""))
        print_table([("", _text(visible(message)))] if message else [], console)
    print_table(_wordings(check, console), console)
    console.print()


def _wordings(check: QuoteCheck, console: Console) -> list[tuple[str, Text]]:
    """The draft's words above the source's, and where these stand."""
    verdict = check.verdict
    rows: list[tuple[str, Text]] = []
    # What is merely nearest to words without a source would read as their source.
    matches = () if verdict.verdict == "unsourced" else verdict.matches
    best = matches[0] if matches else None
    rows.append(("draft", _side(best, check.exact, "draft", console)))
    if best is not None:
        rows.append(("source", _side(best, best.evidence.exact, "source", console)))
    found = places(matches)
    rows += [("", _text(_place(place), "dim")) for place in found[:MOST_PLACES]]
    if len(found) > MOST_PLACES:
        rows.append(("", _text(f"and {len(found) - MOST_PLACES} more", "dim")))
    return rows


def _print_changes(report: Report, console: Console) -> None:
    """What became of the quotes since an older draft: those that were not kept with both wordings, and the counts."""
    if report.changes is None:
        return
    from quotecheck.reporting.changes import counts_line, differences, signed_line

    for change in report.changes:
        if change.kind == "kept":
            continue
        found = of_change(report.path, change)
        seen = change.new is not None and change.new.signed is not None
        place = f":{found.line}:{found.column}" if found.line else ""
        head = (("note", COLOUR["none"]),) if seen else ((found.severity, COLOUR[found.severity]),)
        _line(console, (f"{visible(report.path)}{place}", "bold"), (": ", ""), *head, (f" {found.rule}", ""))
        edits = differences(change)
        rows = []
        for label, side, check in (("old", "source", change.old), ("new", "draft", change.new)):
            if check is not None:
                rows.append((label, _words(edits, check.exact, side, console)))
                rows.append(("", _text(f"line {check.start.line} · {visible(check.speaker or 'nobody named')}", "dim")))
        if signed_line(change):
            rows.append(("", _text(visible(signed_line(change)))))
        print_table(rows, console)
        console.print()
    _line(console, (visible(counts_line(report)), "bold"))


def print_table(rows: Iterable[tuple[str, Text]], console: Console) -> None:
    """A short label before each text, which is wrapped at the console's width and indented."""
    for label, text in rows:
        lines = text.wrap(console, max(MOST_NARROW, console.width - INDENT))
        for number, line in enumerate(lines):
            line.rstrip()
            head = _text("").append(f"  {'' if number else label:<{INDENT - 2}}", "dim")
            console.print(head.append_text(line), soft_wrap=True)


def _side(match: Match | None, exact: str, side: str, console: Console) -> Text:
    """The words of one side, between quotation marks, those that differ marked."""
    return _words(trimmed(match.edits) if match else (), exact, side, console)


def _words(edits: Sequence[Edit], exact: str, side: str, console: Console) -> Text:
    """As :func:`_side`, of edits as they are."""
    pieces = [(edit.draft if side == "draft" else edit.source, edit.op) for edit in edits]
    if not any(words for words, _ in pieces):
        return _text(f"“{visible(exact)}”")
    coloured = console.color_system is not None
    style, opening, closing = (IN_DRAFT, "{+", "+}") if side == "draft" else (IN_SOURCE, "[-", "-]")
    text = _text("“")
    for words, op in pieces:
        if words:
            marked = op != "equal"
            text.append("" if len(text) == 1 else " ")
            shown = visible(words)
            text.append(shown if coloured or not marked else f"{opening}{shown}{closing}", style if marked else "")
    return text.append("”")


def trimmed(edits: Sequence[Edit], most: int = EDGE_WORDS) -> tuple[Edit, ...]:
    """The edits without the source's words far before and after the quoted run, which say nothing about it: up to
    ``most`` of them stay on each side."""
    kept = list(edits)
    if kept and kept[0].op == "delete":
        words = kept[0].source.split()
        if len(words) > most:
            kept[0] = Edit(op="equal", draft="", source="… " + " ".join(words[-most:]))
        else:
            kept[0] = Edit(op="equal", draft="", source=kept[0].source)
    if len(kept) > 1 and kept[-1].op == "delete":
        words = kept[-1].source.split()
        ending = " ".join(words[:most]) + " …" if len(words) > most else kept[-1].source
        kept[-1] = Edit(op="equal", draft="", source=ending)
    return tuple(kept)


def places(matches: Sequence[Match]) -> list[Evidence]:
    """Where the matches stand, each claim once, and no sentence at the place of a claim that is shown."""
    claims = [match.evidence for match in matches if match.evidence.claim is not None]
    known = {(claim.path, claim.line) for claim in claims}
    once = list({claim.claim: claim for claim in reversed(claims)}.values())[::-1]
    bare = [match.evidence for match in matches if match.evidence.claim is None]
    return [*once, *(one for one in bare if (one.path, one.line) not in known)]


def _place(evidence: Evidence) -> str:
    """Source path and line, who says it there, and the claim."""
    place = evidence.path + (f":{evidence.line}" if evidence.line else "")
    parts = [place, evidence.locator, evidence.speaker or "nobody named", evidence.claim and f"claim {evidence.claim}"]
    return visible(" · ".join(part for part in parts if part))


def _line(console: Console, *parts: tuple[str, str]) -> None:
    from rich.text import Text

    for line in Text.assemble(*parts).wrap(console, max(MOST_NARROW, console.width)):
        line.rstrip()
        console.print(line, soft_wrap=True)


def _text(words: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(words, style=style)
