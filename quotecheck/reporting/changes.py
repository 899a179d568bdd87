"""What became of a quote between two drafts, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import cast

from quotecheck.judging.changes import counts, same_voice
from quotecheck.matching.normal import norms
from quotecheck.model import Change, Edit, Op, QuoteCheck, Report
from quotecheck.reporting.visible import cut, visible

WIDEST = 70


def told(change: Change) -> str:
    """One sentence about a quote that was altered, is new or is gone, with what became of its sign-off."""
    return ". ".join(part for part in (_told(change), signed_line(change)) if part)


def signed_line(change: Change) -> str:
    """What became of the sign-off of a quote: that it has fallen, or that the quote is signed off as it is now; empty
    where nobody had signed."""
    now = change.new.signed if change.new else None
    if now:
        return f"signed off by {now.by}, {now.at[:10]}"
    was = change.old.signed if change.old else None
    return f"the sign-off by {was.by}, {was.at[:10]}, holds no more" if was else ""


def differences(change: Change) -> tuple[Edit, ...]:
    """The steps from the old wording (``source``) to the new one (``draft``), word by word; what the normal form of
    words makes equal is equal. Empty for a quote that is new or gone, or has the same words."""
    if change.old is None or change.new is None or norms(change.old.exact) == norms(change.new.exact):
        return ()
    from rapidfuzz.distance import Levenshtein

    old, new = change.old.exact.split(), change.new.exact.split()
    found = Levenshtein.opcodes([norms(word) or (word,) for word in old], [norms(word) or (word,) for word in new])
    edits = []
    # Steps that touch are one change to a reader.
    for equal, steps in groupby(found, key=lambda step: step.tag == "equal"):
        run = list(steps)
        draft = " ".join(new[run[0].dest_start : run[-1].dest_end])
        source = " ".join(old[run[0].src_start : run[-1].src_end])
        op = "equal" if equal else "replace" if draft and source else "insert" if draft else "delete"
        edits.append(Edit(op=cast(Op, op), draft=draft, source=source))
    return tuple(edits)


def counts_line(report: Report) -> str:
    """ "since old.md: 7 quotes kept (1 of them moved), 1 altered, 1 new, 1 gone"."""
    number = counts(report.changes or ())
    moved = f" ({number['moved']} of them moved)" if number["moved"] else ""
    kept = f"{number['kept']} quote{'' if number['kept'] == 1 else 's'} kept{moved}"
    return f"since {report.against}: {kept}, {number['altered']} altered, {number['new']} new, {number['gone']} gone"


def _told(change: Change) -> str:
    if change.old is None:
        return f"{_shown(change.new)} is not in the older draft"
    if change.new is None:
        return f"{_shown(change.old)} (line {change.old.start.line} of the older draft) is gone"
    parts = list(_steps(differences(change)))
    if not same_voice(change.old.speaker, change.new.speaker):
        parts.append(f"the speaker was {_name(change.old)} and is {_name(change.new)} now")
    return "since the older draft, " + "; ".join(parts)


def _steps(edits: Sequence[Edit], most: int = 2) -> Iterator[str]:
    """The first changes of the words."""
    steps = [edit for edit in edits if edit.op != "equal"]
    for edit in steps[:most]:
        if edit.op == "insert":
            yield f"“{_short(edit.draft)}” was added"
        elif edit.op == "delete":
            yield f"“{_short(edit.source)}” was dropped"
        else:
            yield f"“{_short(edit.source)}” became “{_short(edit.draft)}”"
    if len(steps) > most:
        yield f"and {len(steps) - most} more"


def _name(check: QuoteCheck) -> str:
    return check.speaker or "nobody"


def _shown(check: QuoteCheck | None) -> str:
    return f"“{_short(check.exact)}”" if check else ""


def _short(words: str) -> str:
    return cut(visible(words), WIDEST)
