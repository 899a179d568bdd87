"""The desk: one HTML page with the draft beside its sources, to be ticked off. It needs no network and no server, and
runs nothing but its own script, whatever stands in a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files

from quotecheck.judging.verdicts import HOUSE, TABLE, VERDICTS
from quotecheck.model import Report
from quotecheck.reporting.findings import remarks, shown_matches
from quotecheck.reporting.html import attribute, data, digest, flat, safe
from quotecheck.reporting.page_card import MARKS, Sources, card
from quotecheck.reporting.page_draft import blocks
from quotecheck.reporting.rows import Row, error_text, summary
from quotecheck.reporting.text import summary_line
from quotecheck.version import VERSION

GENERATOR = f'<meta name="generator" content="quotecheck {VERSION}">'
NOBODY = "nobody named"
KEYS = (
    ("j or →", "next quote"),
    ("k or ←", "previous quote"),
    ("u", "next quote that is not ticked"),
    ("c", "tick or untick the quote"),
    ("n", "write a note; Esc leaves it"),
    ("?", "show or hide this help"),
)


def render(reports: Sequence[Report], sources: Sources) -> str:
    """The page for these drafts; ``sources`` gives what stands around a passage and the links to it."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = "Quotes of " + ", ".join(report.path for report in reports)
    drafts = "".join(_draft(number, report, sources) for number, report in enumerate(reports))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
{GENERATOR}
<title>{flat(title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#drafts">Skip to the draft</a>
{_head(reports)}
{_tools(reports)}
<main id="drafts">
{drafts}{_glossary(reports)}</main>
<footer>Made by quotecheck {VERSION}. It says whether these are the words, not whether they are true.</footer>
<script type="application/json" id="data">{data(_data(reports))}</script>
<script>{script}</script>
</body>
</html>
"""


def _asset(name: str) -> str:
    return files("quotecheck.reporting").joinpath("data", name).read_text(encoding="utf-8")


def _head(reports: Sequence[Report]) -> str:
    counts = summary(reports)
    many = "quote" if counts["quotes"] == 1 else "quotes"
    line = f"{counts['verified']} of {counts['quotes']} {many} verified" if counts["quotes"] else "No quotes found"
    _, _, rest = summary_line(reports).partition("; ")
    return f"""<header class="head">
<p class="brand">quotecheck</p>
<h1>{line}</h1>
<p class="sum">{flat(rest)}</p>
<p class="ticked tool"><label for="ticked">Ticked here</label>
<progress id="ticked" max="{max(1, counts["quotes"])}" value="0"></progress> <span id="ticked-words"></span></p>
</header>"""


def _tools(reports: Sequence[Report]) -> str:
    checks = [check for report in reports for check in report.quotes]
    verdicts = Counter(check.verdict.verdict for check in checks)
    speakers = Counter(check.speaker or "" for check in checks)
    boxes = "".join(
        f'<label class="chip sev-{TABLE[name].severities[0]}"><input type="checkbox" class="by-verdict" '
        f'value="{name}" checked> {name} <span class="number">{verdicts[name]}</span></label>'
        for name in VERDICTS
        if verdicts[name]
    )
    options = "".join(
        f'<option value="{attribute("=" + name)}">{flat(name or NOBODY)} ({number})</option>'
        for name, number in sorted(speakers.items())
    )
    keys = "".join(f"<div><dt>{key}</dt><dd>{what}</dd></div>" for key, what in KEYS)
    return f"""<nav class="tools tool" aria-label="Filters and tools">
<fieldset><legend>Show verdicts</legend><div class="chips">{boxes}</div></fieldset>
<div class="row">
<label>Speaker <select id="by-speaker"><option value="">everybody</option>{options}</select></label>
<label class="check"><input type="checkbox" id="by-open"> only what is not ticked</label>
<button type="button" id="all">Show all</button>
<span class="pair"><button type="button" id="previous">← Previous</button>
<button type="button" id="next">Next →</button></span>
<label>Your name <input type="text" id="by" autocomplete="name" maxlength="200"></label>
<label class="file">Import a sign-off file <input type="file" id="import" accept=".json,application/json"></label>
</div>
<details id="help"><summary>Keys</summary><dl>{keys}</dl>
<label class="check"><input type="checkbox" id="keys" checked> these keys work</label></details>
<p id="said" role="status" aria-live="polite"></p>
</nav>"""


def _draft(number: int, report: Report, sources: Sources) -> str:
    name = flat(report.path)
    head = f'<h2 id="draft-{number}">{name}</h2>'
    if report.error is not None:
        told = f'<p class="remark sev-error">This draft could not be read: {flat(error_text(report.error))}</p>'
        return f'<section class="draft" aria-labelledby="draft-{number}">{head}{told}</section>\n'
    counts = summary((report,))
    cards = [card(number, place, check, sources) for place, check in enumerate(report.quotes)]
    rows = "".join(_row(text, [cards[place] for place in begun]) for text, begun in blocks(number, report))
    notes = "".join(
        f'<li class="sev-{one.severity}">{_place(one.line)}{flat(one.message)}</li>' for one in remarks(report)
    )
    notes = f'<ul class="remarks" aria-label="Remarks about {attribute(report.path)}">{notes}</ul>' if notes else ""
    line = f"{counts['verified']} of {counts['quotes']} verified"
    return f"""<section class="draft" aria-labelledby="draft-{number}">
<div class="bar">{head}<span class="muted">{line}</span>
<button type="button" class="export tool" data-draft="{number}">\
Export sign-off<span class="away"> of {name}</span></button></div>
{notes}
{rows}</section>
"""


def _place(line: int | None) -> str:
    return f"line {line}: " if line else ""


def _row(text: str, cards: Sequence[str]) -> str:
    return f'<div class="pairing"><div class="text">{text}</div><div class="cards">{"".join(cards)}</div></div>\n'


def _glossary(reports: Sequence[Report]) -> str:
    """What the verdicts on this page mean and how to answer them."""
    checks = [check for report in reports for check in report.quotes]
    used = {check.verdict.verdict for check in checks} | {one.rule for check in checks for one in check.house}
    known = {**TABLE, **HOUSE}
    rows = "".join(
        f'<div><dt class="sev-{known[name].severities[0]}"><span aria-hidden="true">{MARKS[known[name].severities[0]]}'
        f"</span> {name}</dt><dd>{safe(known[name].meaning)} <em>{safe(known[name].answer)}</em></dd></div>"
        for name in (*VERDICTS, *HOUSE)
        if name in used
    )
    if not rows:
        return ""
    head = '<h2 id="meanings">What the verdicts mean</h2>'
    return f'<section class="glossary" aria-labelledby="meanings">{head}<dl>{rows}</dl></section>\n'


def _data(reports: Sequence[Report]) -> list[Row]:
    """What the script needs to know of the drafts; a place in ``items`` is the number in the id of a card."""
    return [
        {
            "path": report.path,
            "sha256": report.sha256,
            "items": [
                {
                    "fingerprint": check.fingerprint,
                    "exact": check.exact,
                    "claims": list(dict.fromkeys(m.evidence.claim for m in shown_matches(check) if m.evidence.claim)),
                    "verdict": check.verdict.verdict,
                }
                for check in report.quotes
            ],
        }
        for report in reports
    ]
