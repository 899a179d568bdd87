"""The judge: a draft's statements and the store's evidence → a verdict for each."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.judging.evidence import Finder, Found
from quotecheck.judging.indirect import judge_statement
from quotecheck.judging.items import Item
from quotecheck.judging.messages import message
from quotecheck.judging.profiles import Standard
from quotecheck.judging.quotes import SHORT, Draft, judge_quotation
from quotecheck.judging.verdicts import Finding, leading
from quotecheck.matching.align import edits
from quotecheck.matching.tokens import passage
from quotecheck.model import Match, Verdict

# So many pieces of evidence are named with a verdict.
NAMED = 3


def judge(items: Sequence[Item], finder: Finder, standard: Standard, text: str) -> tuple[Verdict, ...]:
    """A verdict for each item of the draft ``text``, in their order. Longer quotes are judged first: the sources they
    come from are evidence for quotes of a word or two."""
    made: dict[int, Verdict] = {}
    draft = Draft(text=text)
    homes: set[str] = set()
    order = sorted(range(len(items)), key=lambda i: len(passage(items[i].words).tokens) <= SHORT)
    for index in order:
        item = items[index]
        if len(passage(item.words).tokens) <= SHORT and not draft.homes:
            draft = Draft(text=text, homes=frozenset(homes))
        made[index] = verdict = _verdict(item, finder, standard, draft)
        if verdict.severity == "none":
            homes.update(match.evidence.path for match in verdict.matches[:1])
    return tuple(made[index] for index in range(len(items)))


def _verdict(item: Item, finder: Finder, standard: Standard, draft: Draft) -> Verdict:
    if item.kind == "indirect":
        findings, evidence = judge_statement(item, finder)
    else:
        findings, evidence = judge_quotation(item, finder, standard, draft)
    lead = leading([*findings, *_clean(item, evidence)])
    return Verdict(
        verdict=lead.verdict,
        severity=lead.severity,
        reasons=lead.reasons,
        matches=tuple(_match(one) for one in evidence[:NAMED]),
        message=message(item, lead, evidence),
    )


def _match(one: Found) -> Match:
    return Match(evidence=one.evidence, edits=edits(one.alignment), score=one.score)


def _clean(item: Item, evidence: Sequence[Found]) -> list[Finding]:
    """The verdict that holds where nothing is wrong."""
    if not evidence:
        return [Finding("exact", "none")]
    aligned = evidence[0].alignment
    marked = any(change.ellipsis or change.bracket for change in aligned.changes)
    if any(token.mark == "fill" for token in aligned.draft.tokens) and _unchecked(evidence[0]):
        return [Finding("ambiguous", "note", ("bracket-unchecked",))]
    if marked or aligned.styles or aligned.draft.gaps:
        return [Finding("acceptable-edit", "none")]
    whole = not aligned.changes and aligned.first == 0 and aligned.last == len(aligned.source.tokens)
    return [Finding("exact" if whole else "excerpt", "none")]


def _unchecked(one: Found) -> bool:
    """Whether a bracket holds words that the source does not show near its words."""
    shown = passage(f"{one.evidence.prefix} {one.evidence.exact} {one.evidence.suffix}")
    there = {token.key for token in shown.tokens}
    return any(token.mark == "fill" and token.key not in there for token in one.alignment.draft.tokens)
