"""The story of this station: the statements of a draft, judged against a store."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from quotecheck.errors import ReadingError
from quotecheck.judging.backing import backing, is_asked_for
from quotecheck.judging.copies import copies
from quotecheck.judging.drifted import drifted
from quotecheck.judging.evidence import Finder
from quotecheck.judging.fingerprints import fingerprints, words_print
from quotecheck.judging.house import House, judge_house
from quotecheck.judging.items import Item, items
from quotecheck.judging.judge import judge
from quotecheck.judging.profiles import Standard
from quotecheck.judging.suppressions import read_suppressions, suppress
from quotecheck.matching.index import Index
from quotecheck.model import Document, Problem, QuoteCheck, Report, Verdict
from quotecheck.quoting import attributions, quotations
from quotecheck.reading import to_text
from quotecheck.records.aliases import Aliases
from quotecheck.records.settings import Settings
from quotecheck.records.signoffs import Key, SignOffs

# More than any book has. Each takes some 25 kB while a draft is checked, and a millisecond or more.
MOST_QUOTES = 50_000


def check_draft(
    document: Document,
    index: Index,
    settings: Settings,
    aliases: Aliases,
    *,
    name: str | None = None,
    signoffs: SignOffs | None = None,
) -> Report:
    """Every quotation and attributed statement of a draft with its verdict, in reading order, and remarks about the
    draft itself. A draft that quotes nobody gives a report without rows; ReadingError for one with more than
    ``MOST_QUOTES``. ``name`` is what the draft is called in the project (default: its path), by which its sign-offs
    are found."""
    known = document.path if name is None else name
    finder = Finder(index=index, aliases=aliases)
    # Judged as a reader reads it, without markup; places are mapped back at the end.
    plain = replace(document, text=document.prose, prose_starts=()) if document.prose_starts else document
    quoted = quotations(plain)
    if len(quoted) > MOST_QUOTES:
        message = f"has {len(quoted):,} quotes, and at most {MOST_QUOTES:,} are checked at once"
        raise ReadingError(Problem(path=document.path, message=message, hint="split it into parts"))
    found = items(plain, attributions(plain), quoted)
    verdicts = judge(found, finder, Standard(settings=settings), plain.text)
    copied = copies(plain, found, finder)
    rows = sorted([*zip(found, verdicts, strict=True), *copied], key=lambda row: (row[0].span.start, row[0].span.end))
    prints = fingerprints(known, [item for item, _ in rows], [verdict.verdict for _, verdict in rows])
    checks = [_check(document, item, verdict, print_) for (item, verdict), print_ in zip(rows, prints, strict=True)]
    if signoffs is not None and signoffs.held:
        checks = [replace(check, signed=signoffs.of(signoff_key(known, check))) for check in checks]
    if is_asked_for(settings):
        checks = [_backed(check, item, finder) for check, (item, _) in zip(checks, rows, strict=True)]
    fallen = signoffs.fallen(known, (signoff_key(known, check) for check in checks)) if signoffs else ()
    house = House(settings, aliases, lru_cache(maxsize=None)(index.origin), document.text, fallen)
    checks = list(judge_house(checks, house))
    remarks, malformed = read_suppressions(document)
    quotes, unused = suppress(document, checks, remarks)
    return Report(
        path=document.path,
        quotes=quotes,
        problems=malformed + unused,
        drifted=drifted(document.path, quotes),
        text=document.text,
        sha256=document.sha256,
    )


def _backed(check: QuoteCheck, item: Item, finder: Finder) -> QuoteCheck:
    found = backing(item, finder)
    return replace(check, backing=found.standing, variants=found.variants)


def signoff_key(draft: str, check: QuoteCheck) -> Key:
    """What a sign-off of this quote is kept under, in the draft that goes by ``draft`` in the project."""
    return Key(draft, check.fingerprint, words_print(check.exact))


def _check(document: Document, item: Item, verdict: Verdict, fingerprint: str) -> QuoteCheck:
    span = to_text(document, item.span)
    return QuoteCheck(
        kind=item.kind,
        exact=span.of(document.text),
        span=span,
        start=document.locate(span.start),
        end=document.locate(span.end),
        speaker=item.voice.name,
        verdict=verdict,
        fingerprint=fingerprint,
    )
