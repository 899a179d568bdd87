"""JUnit's XML for build servers: a draft is a suite of tests, each of its quotations a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotecheck.model import QuoteCheck, Report
from quotecheck.reporting.findings import Finding, is_grave, of_draft, of_house, of_quote, shown_matches
from quotecheck.reporting.markup import HEAD, attributes, content
from quotecheck.reporting.visible import cut, visible

WIDEST_NAME = 80
Counts = dict[str, int]


def render(reports: Sequence[Report], fail_level: str = "error") -> str:
    """A suite a draft and a test a quotation, the clean ones too. A finding at or above ``fail_level`` is a failure,
    a lighter one stands in the output of its test; a suppressed one is skipped, with its reason; a draft that could
    not be read is an error."""
    suites = [(report, *_cases(report, fail_level)) for report in reports]
    total = {name: sum(counts[name] for _, _, counts in suites) for name in ("tests", "failures", "errors", "skipped")}
    parts = [HEAD, f"<testsuites{attributes({'name': 'quotecheck', **total})}>\n"]
    for report, cases, counts in suites:
        parts.append(f"  <testsuite{attributes({'name': report.path, **counts})}>\n")
        parts += [*cases, "  </testsuite>\n"]
    return "".join([*parts, "</testsuites>\n"])


def _cases(report: Report, fail_level: str) -> tuple[list[str], Counts]:
    cases = []
    for check in report.quotes:
        found = of_quote(report.path, check)
        cases.append((found, _outcome(found, found.suppressed, fail_level)))
        cases += [(one, _outcome(one, one.suppressed, fail_level)) for one in of_house(report.path, check)]
    for found in of_draft(report):
        if found.check is None:
            cases.append((found, "error" if found.line is None else _outcome(found, None, fail_level)))
    counts = {"tests": len(cases)}
    for outcome, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        counts[plural] = sum(got == outcome for _, got in cases)
    return [_case(found, outcome) for found, outcome in cases], counts


def _outcome(found: Finding, suppressed: str | None, fail_level: str) -> str:
    if suppressed is not None:
        return "skipped"
    return "failure" if is_grave(found.severity, fail_level) else "passed"


def _case(found: Finding, outcome: str) -> str:
    words = f"“{cut(visible(found.check.exact), WIDEST_NAME)}”" if found.check else found.rule
    if found.check and found.rule != found.check.verdict.verdict:
        words = f"{words}: {found.rule}"
    name = f"line {found.line}: {words}" if found.line else words
    head = f"    <testcase{attributes({'name': name, 'classname': found.path, 'file': found.path, 'line': found.line})}"
    inside = _inside(found, outcome)
    return f"{head}>\n{inside}    </testcase>\n" if inside else f"{head}/>\n"


def _inside(found: Finding, outcome: str) -> str:
    message = visible(found.message)
    if outcome == "skipped":
        return f"      <skipped{attributes({'message': visible(found.suppressed or '')})}/>\n"
    if outcome == "passed":
        if found.severity == "none":
            return ""
        return f"      <system-out>{content(f'{found.severity} {found.rule}: {message}')}</system-out>\n"
    kind = attributes({"type": found.rule, "message": message})
    return f"      <{outcome}{kind}>{content(_lines(found))}</{outcome}>\n"


def _lines(found: Finding) -> str:
    """Where the finding is, and both wordings."""
    place = f"{found.path}:{found.line}:{found.column}" if found.line else found.path
    lines = [f"{visible(place)}: {found.severity} {found.rule}"]
    if found.check is not None:
        lines += _wordings(found.check)
    return "\n".join(lines)


def _wordings(check: QuoteCheck) -> Iterable[str]:
    yield f"draft:  {visible(check.exact)}"
    for match in shown_matches(check)[:1]:
        evidence = match.evidence
        place = f"{evidence.path}{f':{evidence.line}' if evidence.line else ''}"
        yield f"source: {visible(evidence.exact)}"
        yield f"        {visible(place)}, {visible(evidence.speaker or 'nobody named')}"
