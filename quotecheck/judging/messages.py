"""What a reader is told: what differs, in plain words, and where the source is."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.judging.evidence import Found
from quotecheck.judging.items import Item
from quotecheck.judging.verdicts import TABLE, Finding
from quotecheck.judging.wording import reasons_of
from quotecheck.matching.align import edits
from quotecheck.model import Edit

# So much of a wording is shown in a message; the differences stand beside it in full.
SHOWN = 60


def message(item: Item, finding: Finding, evidence: Sequence[Found]) -> str:
    """One or two sentences for a reader: what was found, in the words of the draft and of the source. Empty for a
    clean verdict."""
    best = evidence[0] if evidence else None
    if finding.verdict == "misquote" and best:
        return _wording(finding, best)
    if finding.verdict in _TOLD:
        return _TOLD[finding.verdict](item, finding, best)
    return "" if finding.severity == "none" else TABLE[finding.verdict].meaning


def _wording(finding: Finding, best: Found) -> str:
    changes = [edit for edit in edits(best.alignment) if edit.op != "equal" and edit.draft != "…"]
    worst = TABLE[finding.reasons[0]] if finding.reasons else TABLE["misquote"]
    told = [_change(edit) for edit in _chosen(changes, best, finding)]
    if not told:
        return f"{_contracted(best)}: {_lower(worst.why)}" if best.alignment.styles else worst.meaning
    more = f", and {len(changes) - len(told)} more" if len(changes) > len(told) else ""
    return f"{'; '.join(told)}{more}: {_lower(worst.why)}"


def _chosen(changes: list[Edit], best: Found, finding: Finding) -> list[Edit]:
    """The gravest change, and one more: the place where the leading reason holds first."""
    worst = finding.reasons[0] if finding.reasons else ""
    heavy = [d for d in best.differences if worst in reasons_of(d)]
    words = {key for d in heavy for key in (*d.lost, *d.gained)}
    marked = sorted(changes, key=lambda edit: not _holds(edit, words))
    return marked[:2]


def _holds(edit: Edit, words: set[str]) -> bool:
    from quotecheck.matching.tokens import passage

    return any(token.key in words for token in passage(f"{edit.draft} {edit.source}").tokens)


def _change(edit: Edit) -> str:
    if edit.op == "delete":
        return f"{_shown(edit.source)} was dropped"
    if edit.op == "insert":
        return f"{_shown(edit.draft)} was added"
    return f"{_shown(edit.source)} became {_shown(edit.draft)}"


def _contracted(best: Found) -> str:
    style = next((s for s in best.alignment.styles if s.kind == "contraction"), best.alignment.styles[0])
    return f"“{style.source}” became “{style.draft}”"


def _shown(words: str) -> str:
    flat = " ".join(words.split())
    return f"“{flat}”" if len(flat) <= SHOWN else f"“{flat[: SHOWN - 1].rstrip()}…”"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _misattributed(item: Item, finding: Finding, best: Found | None) -> str:
    there = best.evidence.speaker if best else None
    said = f"the source gives these words to {there}" if there else "the source names another speaker"
    if "own-institution" in finding.reasons:
        return f"{said}, the draft to {item.voice.name}: a person and an institution that may be the same voice"
    if not item.voice.name:
        return said
    return f"{said}, not {'to ' if there else ''}{item.voice.name}"


def _cut(item: Item, finding: Finding, best: Found | None) -> str:
    reasons = [reason for reason in finding.reasons if reason.endswith("-dropped") and reason in TABLE]
    tail = f", next to {_shown(best.evidence.exact)}" if best else ""
    return f"{_lower(TABLE[reasons[0]].meaning) if reasons else 'the cut changes the meaning'}{tail}"


def _part(item: Item, finding: Finding, best: Found | None) -> str:
    words = f" {_shown(finding.detail)}" if finding.detail else ""
    if finding.verdict == "partly-sourced":
        return f"no source has{words or ' a part of this quote'}; the rest is on record"
    return f"these words were not said in one breath{': see' + words if words else ''}"


def _nobody(item: Item, finding: Finding, best: Found | None) -> str:
    if item.kind == "indirect":
        who = f" of {item.voice.name}" if item.voice.name else ""
        return f"no claim{who} is near this statement"
    if finding.severity == "note":
        return "too few or too common words to say whether a source has them"
    return "no source has these words, or anything near them"


def _unnamed(item: Item, finding: Finding, best: Found | None) -> str:
    there = best.evidence.speaker if best else None
    return f"the draft does not say whose words these are{f'; the source gives them to {there}' if there else ''}"


def _contradicted(item: Item, finding: Finding, best: Found | None) -> str:
    worst = _lower(TABLE[finding.reasons[0]].meaning) if finding.reasons else "the claim says something else"
    return f"{worst}: the closest claim is {_shown(best.evidence.exact) if best else 'another one'}"


_TOLD = {
    "misattributed": _misattributed,
    "misleading-excerpt": _cut,
    "partly-sourced": _part,
    "stitched": _part,
    "unsourced": _nobody,
    "unattributed": _unnamed,
    "contradicted": _contradicted,
}
