"""The draft on the page, paragraph by paragraph, with its quotes marked and labelled."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quotecheck.model import QuoteCheck, Report
from quotecheck.patterns import pattern
from quotecheck.reporting.html import safe
from quotecheck.reporting.page_card import MARKS, SEVERITY

_BREAK = pattern(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)\s*")
_HEADING = pattern(r"#{1,6}[ \t]+")
_CLOSING = pattern(r"[,.;:!?]?[”\"’»']{1,3}[,.;:!?]?")


def blocks(draft: int, report: Report) -> Iterator[tuple[str, list[int]]]:
    """Each paragraph of a draft as HTML, with the numbers of the quotes that begin in it, in reading order. Draft
    ``draft`` of the page."""
    quotes = report.quotes
    waiting = 0
    going: list[int] = []
    for start, end in _paragraphs(report.text):
        begun = []
        while waiting < len(quotes) and quotes[waiting].span.start < end:
            begun.append(waiting)
            waiting += 1
        # A quote may go on through several paragraphs.
        going = [n for n in (*going, *begun) if quotes[n].span.end > start]
        yield _paragraph(draft, report.text, start, end, quotes, going), begun
    if waiting < len(quotes):
        yield "", list(range(waiting, len(quotes)))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text, without blank ones."""
    start = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        if text[start:end].strip():
            yield start, end
        start = found.end() if found else end


def _paragraph(draft: int, text: str, start: int, end: int, quotes: Sequence[QuoteCheck], here: Sequence[int]) -> str:
    """One paragraph. Where quotes lie in one another, the inner one has the words."""
    ends: dict[int, list[int]] = defaultdict(list)
    for n in here:
        ends[_closed(text, quotes[n], end)].append(n)
    bounds = {bound for n in here for bound in (quotes[n].span.start, quotes[n].span.end)}
    cuts = sorted(cut for cut in {start, end, *ends, *bounds} if start <= cut <= end)
    parts = []
    coming = deque(here)
    over: list[int] = []
    for first, last in pairwise(cuts):
        while coming and quotes[coming[0]].span.start <= first:
            over.append(coming.popleft())
        over = [n for n in over if quotes[n].span.end > first]
        words = safe(text[first:last])
        if over:
            inner = min(over, key=lambda n: quotes[n].span.end - quotes[n].span.start)
            words = _marked(draft, inner, quotes[inner], words, first == quotes[inner].span.start)
        # The labels stand behind the closing marks, that of an inner quote first.
        parts += [words, *(_label(draft, n, quotes[n]) for n in reversed(ends.get(last, ())))]
    heading = _HEADING.match(text, start, end)
    return f"<p{' class=heading' if heading else ''}>{''.join(parts)}</p>"


def _closed(text: str, check: QuoteCheck, end: int) -> int:
    """Where a quote ends, with its closing marks, up to the end of the paragraph."""
    found = _CLOSING.match(text, check.span.end, max(end, check.span.end))
    return found.end() if found else check.span.end


def _marked(draft: int, number: int, check: QuoteCheck, words: str, first: bool) -> str:
    name = f' id="m-{draft}-{number}"' if first else ""
    return f'<mark{name} class="sev-{check.verdict.severity}" data-card="q-{draft}-{number}">{words}</mark>'


def _label(draft: int, number: int, check: QuoteCheck) -> str:
    """The verdict behind the last words of a quote, and the rules of the house that it breaks: links to its card."""
    told = [(check.verdict.severity, check.verdict.verdict), *((one.severity, one.rule) for one in check.house)]
    return "".join(
        f'<a class="label sev-{severity}" href="#q-{draft}-{number}" data-card="q-{draft}-{number}">'
        f'{number + 1}&#160;<span aria-hidden="true">{MARKS[severity]}</span>'
        f'<span class="away"> {SEVERITY[severity]}:</span>&#160;{safe(name)}</a>'
        for severity, name in told
    )
