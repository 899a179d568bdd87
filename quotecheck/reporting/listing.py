"""Claims, attributions and speakers for a person, wrapped at the console's width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from quotecheck.model import Attribution, Claim, Document, Drift, Evidence, Match
from quotecheck.records.drift import WORDS
from quotecheck.reporting.text import print_table
from quotecheck.reporting.visible import visible, visible_inside

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Characters of the source shown on either side of a claim.
AROUND = 240


def print_claims(claims: Iterable[Claim], console: Console, drifted: Mapping[str, Drift] | None = None) -> int:
    """Prints each claim with who said it, the words, where they stand, and its state; the number of claims.
    ``drifted`` says by id which claims' source is not what it was."""
    from rich.text import Text

    now = drifted or {}

    number = 0
    for claim in claims:
        number += 1
        head = Text.assemble((visible(claim.speaker or "nobody named"), "bold"), (f"  {visible(claim.id)}", "dim"))
        if claim.status != "extracted":
            head.append(f"  {claim.status}", "bold yellow" if claim.status in ("disputed", "retracted") else "green")
        console.print(head)
        rows = [("", Text(claim_words(claim)))]
        if claim.note:
            rows.append(("", Text(f"note: {visible(claim.note)}")))
        rows.append(("", Text(claim_place(claim), "dim")))
        if claim.id in now:
            rows.append(("", Text(f"look again: {WORDS[now[claim.id]]}", "bold yellow")))
        print_table(rows, console)
        console.print()
    return number


def print_attributions(document: Document, attributions: Sequence[Attribution], console: Console) -> None:
    """Prints each attribution of one document: place, kind, speaker, source and cue as written, the words."""
    from rich.text import Text

    for found in attributions:
        place = document.locate(found.content[0].start)
        source = " ".join(span.of(document.text) for span in found.source)
        cue = " ".join(span.of(document.text) for span in found.cue)
        words = " … ".join(span.of(document.text) for span in found.content)
        console.print(
            Text.assemble(
                (f"{visible(document.path)}:{place.line}:{place.column}", "bold"),
                f"  {found.kind}  ",
                (visible(found.speaker or "nobody named"), "bold cyan"),
            )
        )
        rows = [("", Text(f"“{visible(words)}”" if found.kind == "direct" else visible(words)))]
        written = visible(" · ".join(part for part in (source, cue) if part))
        if written:
            rows.append(("", Text(written, "dim")))
        print_table(rows, console)
        console.print()


def print_claim(claim: Claim, source: Document | str, console: Console, drift: Drift | None = None) -> None:
    """Prints one claim: the text around it in ``source`` with its words marked (or, where ``source`` is a text, that
    text as the reason why not), then what is recorded; ``drift`` is what has become of the source."""
    from rich.text import Text

    print_claims((claim,), console, {claim.id: drift} if drift else {})
    rows = [("source", Text(visible(claim.source)))] if claim.source else []
    rows += [("cue", Text(visible(claim.cue)))] if claim.cue else []
    rows += [("title", Text(visible(claim.origin.title)))] if claim.origin.title else []
    rows += [("url", Text(visible(claim.origin.url)))] if claim.origin.url else []
    rows.append(("context", Text(visible(source), "yellow") if isinstance(source, str) else _context(claim, source)))
    print_table(rows, console)


def _context(claim: Claim, source: Document) -> Text:
    """The text around the claim, its own words in bold."""
    from rich.text import Text

    spans = [quote.span for quote in claim.content if quote.span is not None]
    if not spans:
        return Text("no place in the source is recorded")
    text = source.text
    at = max(0, spans[0].start - AROUND)
    shown = Text("… " if at else "")
    for span in spans:
        shown.append(visible_inside(text[at : span.start]))
        shown.append(visible_inside(span.of(text)), "bold underline")
        at = span.end
    shown.append(visible_inside(text[at : at + AROUND]))
    return shown.append(" …" if at + AROUND < len(text) else "")


def print_matches(matches: Iterable[Match], console: Console) -> None:
    """Prints each passage found: how close it is (0 to 100), who says it, the words and where they stand."""
    from rich.text import Text

    for match in matches:
        found = match.evidence
        head = Text(f"{match.score:>3.0f}  ").append(visible(found.speaker or "nobody named"), "bold")
        console.print(head.append(f"  {visible(found.claim)}" if found.claim else "", "dim"), soft_wrap=True)
        place = " · ".join(part for part in (evidence_place(found), found.published) if part)
        print_table([("", Text(visible(found.exact))), ("", Text(visible(place), "dim"))], console)
        console.print()


def evidence_place(found: Evidence) -> str:
    """Source path and line of a passage."""
    return found.path + (f":{found.line}" if found.line else "")


def claim_words(claim: Claim) -> str:
    """The words of a claim, its contents joined by an ellipsis; in quotation marks when all of them stood in some."""
    words = visible(" … ".join(quote.exact for quote in claim.content))
    return f"“{words}”" if claim.kind == "direct" else words


def claim_place(claim: Claim) -> str:
    """Where a claim stands: source path and line, locator, kind, date and publisher, as far as known."""
    line = next((quote.line for quote in claim.content if quote.line is not None), None)
    origin = claim.origin
    place = (origin.path or origin.title or origin.url or "no source") + (f":{line}" if line else "")
    parts = (place, claim.locator, claim.kind, origin.published, origin.publisher)
    return visible(" · ".join(part for part in parts if part))
