"""The card of a quote on the page: both wordings, where the source is, and the box to tick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from types import MappingProxyType
from typing import NamedTuple

from quotecheck.model import Edit, Evidence, Match, QuoteCheck
from quotecheck.records.drift import WORDS
from quotecheck.reporting.findings import shown_matches
from quotecheck.reporting.html import attribute, flat
from quotecheck.reporting.text import places, trimmed

MARKS = MappingProxyType({"error": "✕", "warning": "!", "note": "i", "none": "✓"})
"""A sign for each severity, so that none is told by colour alone."""
SEVERITY = MappingProxyType({"error": "error", "warning": "warning", "note": "note", "none": "verified"})
# A source may say much more in one breath than the draft takes.
MOST_WORDS = 40
OPENING, CLOSING = '“"„«', '”"»'


class Sources(NamedTuple):
    """What the page asks of the sources: ``around`` gives the text before and after a passage, ``file`` and ``web``
    the links to it, None where there is none."""

    around: Callable[[Evidence], tuple[str, str]]
    file: Callable[[Evidence], str | None]
    web: Callable[[Evidence], str | None]


def card(draft: int, number: int, check: QuoteCheck, sources: Sources) -> str:
    """The card of quote ``number`` (from 0) of draft ``draft`` of the page."""
    name = f"{draft}-{number}"
    verdict = check.verdict
    severity = verdict.severity
    who = flat(check.speaker) if check.speaker else "nobody named"
    reasons = f'<span class="muted">{flat(", ".join(verdict.reasons))}</span>' if verdict.reasons else ""
    return f"""<article class="card sev-{severity}" id="q-{name}" tabindex="-1" aria-labelledby="h-{name}" \
data-verdict="{verdict.verdict}" data-speaker="{attribute("=" + (check.speaker or ""))}">
<h3 id="h-{name}"><span class="away">Quote </span><span class="number">{number + 1}</span>
<span class="badge"><span aria-hidden="true">{MARKS[severity]}</span><span class="away">{SEVERITY[severity]}:</span> \
{verdict.verdict}</span> <span class="who">{who}</span></h3>
{_told(check)}{reasons}{_house(check)}
<dl>{"".join(_wordings(check, sources))}</dl>
{_signed(check)}<div class="sign tool"><label class="check"><input type="checkbox" class="tick"> Checked\
<span class="away"> quote {number + 1}</span></label> <span class="when muted"></span>
<label class="note">Note<span class="away"> on quote {number + 1}</span> \
<textarea rows="1" maxlength="2000"></textarea>\
</label></div>
</article>"""


def _told(check: QuoteCheck) -> str:
    told = f'<p class="told">{flat(check.verdict.message)}</p>' if check.verdict.message else ""
    if check.suppressed is not None:
        told += f'<p class="told">Left alone by a remark in the draft: {flat(check.suppressed)}</p>'
    return told


def _house(check: QuoteCheck) -> str:
    """The rules of the house that the quote breaks."""
    return "".join(
        f'<p class="remark sev-{one.severity}"><span aria-hidden="true">{MARKS[one.severity]}</span>'
        f'<span class="away">{SEVERITY[one.severity]}:</span> <strong>{flat(one.rule)}</strong>: {flat(one.message)}'
        + (f" Left alone by a remark in the draft: {flat(one.suppressed)}" if one.suppressed is not None else "")
        + "</p>"
        for one in check.house
    )


def _signed(check: QuoteCheck) -> str:
    if check.signed is None:
        return ""
    note = f": {flat(check.signed.note)}" if check.signed.note else ""
    return f'<p class="signed">Signed off by {flat(check.signed.by)}, {flat(check.signed.at[:10])}{note}</p>\n'


def _wordings(check: QuoteCheck, sources: Sources) -> Iterator[str]:
    """The rows of a card: the draft's words, the source's, and where they stand."""
    matches = shown_matches(check)
    edits = trimmed(matches[0].edits, MOST_WORDS) if matches else ()
    yield _entry("Draft", f"“{_side(edits, 'draft') or flat(check.exact)}”")
    if not matches:
        yield _entry("Source", '<span class="muted">none was found</span>')
        return
    yield _entry("Source", _passage(matches[0], edits, sources))
    for label, found in zip(chain(("Where",), repeat("Also")), places(matches), strict=False):
        yield _entry(label, _where(found, sources))


def _entry(label: str, content: str) -> str:
    return f"<div><dt>{label}</dt><dd>{content}</dd></div>"


def _passage(match: Match, edits: tuple[Edit, ...], sources: Sources) -> str:
    """The source's words, those that differ marked, with what stands around them."""
    before, after = sources.around(match.evidence)
    words = _side(edits, "source") or flat(match.evidence.exact)
    # The page sets quotation marks of its own.
    before = "" if words.startswith("… ") else f'<span class="around">{flat(before.rstrip(OPENING))}</span>'
    after = "" if words.endswith(" …") else f'<span class="around">{flat(after.lstrip(CLOSING))}</span>'
    return f"{before}<q>{words}</q>{after}"


def _side(edits: tuple[Edit, ...], side: str) -> str:
    """The words of one side; empty where the edits hold none."""
    tag, told = ("ins", "only in the draft") if side == "draft" else ("del", "only in the source")
    parts = []
    for edit in edits:
        words = edit.draft if side == "draft" else edit.source
        if words:
            shown = flat(words)
            away = f'<span class="away">[{told}: </span>{shown}<span class="away">]</span>'
            parts.append(shown if edit.op == "equal" else f"<{tag}>{away}</{tag}>")
    return " ".join(parts)


def _where(found: Evidence, sources: Sources) -> str:
    """Who says it there, the links, and what is wrong with the record."""
    place = flat(found.path + (f":{found.line}" if found.line else ""))
    link, web = sources.file(found), sources.web(found)
    spot = f", {flat(found.locator)}" if found.locator else ""
    title = f" · {flat(found.title)}" if found.title and found.title != found.path else ""
    parts = [f"<strong>{flat(found.speaker) if found.speaker else 'nobody named'}</strong>{title}"]
    parts.append(f'<a href="{attribute(link)}">{place}{spot}</a>' if link else place + spot)
    if web:
        parts.append(f'<a href="{attribute(web)}" rel="noopener noreferrer">on the web{spot}</a>')
    if found.published:
        parts.append(flat(found.published))
    if found.claim:
        parts.append(f"claim {flat(found.claim)}")
    if found.status and found.status != "extracted":
        parts.append(f'<span class="flag status-{found.status}">{found.status}</span>')
    drift = f'<span class="drift">Look again: {WORDS[found.drift]}.</span>' if found.drift else ""
    return " · ".join(parts) + drift
