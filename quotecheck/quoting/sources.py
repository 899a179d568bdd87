"""Choosing the source: the true subject of a cue, past appositions, relative clauses and other verbs."""

from __future__ import annotations

from quotecheck.patterns import pattern
from quotecheck.quoting.atoms import Row
from quotecheck.quoting.lexicon import cues
from quotecheck.quoting.marks import is_title
from quotecheck.quoting.phrases import DAYS, OCCASIONS, WINDOW, Phrase, phrase_after, phrase_before, verb_group

OWN_CLAUSE = pattern(r"(h|d?[nN]{1,5})r?[xVBve]")
# What can stand between a name and its verb: no clause of its own, unless a relative or subordinate one.
ASIDE = pattern(r"[wobGegp]|c?[^xVvBhQw]+(?:w|$)")
NAME = pattern(r"h|d?[nN]{0,4}N")
NOBODY = frozenset(["there", "there's"])
SETTING = frozenset(["on", "in", "at", "during", "after", "before"])
# What may be issued, so that "released a statement saying" has the issuer as its source.
ISSUED = frozenset(
    """statement tweet letter email memo post message note release speech video op-ed interview report ad ads
    statements letters emails tweets signs sign""".split()
)


def subject(row: Row, low: int, first: int, depth: int = 0) -> Phrase | None:
    """The subject of the finite verb group that begins at ``first`` in the sentence from ``low``."""
    while first > low and row.tags[first - 1] == "r":
        first -= 1
    if first <= low or depth > 4:
        return None
    tag = row.tags[first - 1]
    if tag == "Q" and is_title(row.text, row.regions[first - 1]) and row.tags.rfind(",", low, first) > low:
        return past_interpolation(row, low, first - 1, ",")
    if tag in "hnN9wdo)eg":
        phrase = phrase_before(row, low, first)
        adverb = phrase is not None and phrase[0] - 1 > low and row.words[phrase[0] - 1] in SETTING
        if phrase and adverb and (row.words[phrase[1] - 1] in OCCASIONS or row.tags[phrase[0] - 2] in ",c"):
            return subject(row, low, phrase[0] - 1, depth + 1) or phrase
        return phrase if phrase and row.words[phrase[0]] not in NOBODY else None
    if tag == "t" and first - 2 >= low and row.tags[first - 2] in "nN":
        return first - 1, first
    if tag in ",-":
        return past_interpolation(row, low, first - 1)
    if tag == "c":
        return governing_subject(row, low, first - 1, depth + 1)
    return None


def governing_subject(row: Row, low: int, before: int, depth: int = 0) -> Phrase | None:
    """The subject of the nearest finite verb left of ``before``: of "thanked X" in "thanked X and said",
    of the main verb before ", saying". Relative pronouns are passed over."""
    at = before - 1
    bottom = max(low, before - WINDOW)
    while at >= bottom and depth <= 4:
        if row.tags[at] in "VBvxe":
            first = verb_group(row, low, at)
            found = subject(row, low, first, depth + 1)
            if found and row.tags[found[0]] not in "wt9":
                return found
            at = first - 1
        else:
            at -= 1
    return _opening_name(row, low, before) if not depth else None


def _opening_name(row: Row, low: int, before: int) -> Phrase | None:
    """The name that opens the clause, where its verb is not known for one."""
    while low < before and row.tags[low] in "cr-":
        low += 1
    match = NAME.match(row.tags, low, before)
    return (low, match.end()) if match and row.words[low] not in NOBODY else None


def past_interpolation(row: Row, low: int, comma: int, mark: str = "") -> Phrase | None:
    """The subject before an interpolation that ends at ``comma``: "Smith, a former aide to Jones who
    led the campaign, said". The leftmost noun phrase of the chain of segments is taken."""
    mark = mark or row.tags[comma]
    found: Phrase | None = None
    at = comma
    bottom = max(low, comma - WINDOW)
    while True:
        opening = row.tags.rfind(mark, bottom, at)
        if opening <= low:
            return found
        candidate = phrase_before(row, low, opening)
        if candidate is None or not ASIDE.match(row.tags, opening + 1, at):
            return found
        start = row.tags.rfind(mark, bottom, opening) + 1
        if found is None and start > low and row.tags[start] in "egGVpbw":
            at = opening
            continue
        if found is not None and not _is_appositive(row, found):
            return found
        if found is None and row.tags[candidate[1] - 1] == "n" and not row.tags[opening + 1 : at].strip("N"):
            return candidate[0], at
        found = candidate
        if candidate[0] - 1 < low or row.tags[candidate[0] - 1] != mark:
            return found
        at = opening


def _is_appositive(row: Row, phrase: Phrase) -> bool:
    """Whether a phrase reads as an apposition to a name before it, not as a name of its own."""
    return row.tags[phrase[0]] in "dn9"


def participle_source(row: Row, low: int, at: int) -> Phrase | None:
    """The source of the -ing cue at ``at``: "…, saying", "with S calling", "in a statement saying"."""
    if at == low:
        return following_subject(row, at)
    end = at
    while end > low and (row.tags[end - 1] == "r" or (row.words[end - 1] in DAYS and end - 1 > low)):
        end -= 1
    if end > low and row.tags[end - 1] == ",":
        return main_subject(row, low, end) or governing_subject(row, low, end)
    if end > low and row.tags[end - 1] in "nN":
        if end - 1 > low and row.words[end - 1] in ISSUED:
            return governing_subject(row, low, end - 1)
        phrase = phrase_before(row, low, end)
        verb = cues().get(row.words[phrase[0] - 1]) if phrase and phrase[0] > low else None
        addressed = verb is not None and "to-np" in verb.frames and row.tags[end - 1] == "n"
        if not addressed or phrase is None:
            return phrase
        end = phrase[0]
    return governing_subject(row, low, end)


def following_subject(row: Row, at: int) -> Phrase | None:
    """The subject of the main clause after an opening participle: "Noting that …, Allen said"."""
    high = min(len(row.tags), at + WINDOW)
    comma = row.tags.find(",", at, high)
    while comma >= 0:
        phrase = phrase_after(row, comma + 1, high)
        if phrase:
            after = row.tags[phrase[1] : phrase[1] + 1]
            if after and after in "VBvxer":
                return phrase
        comma = row.tags.find(",", comma + 1, high)
    return None


def main_subject(row: Row, low: int, high: int) -> Phrase | None:
    """The subject of the first finite verb of the sentence, or the name that opens it; None if neither is there."""
    if row.tags[low] in "bVGge":
        comma = row.tags.find(",", low, min(high, low + WINDOW))
        clause = OWN_CLAUSE.match(row.tags, comma + 1, high) if comma >= 0 else None
        if clause:
            return comma + 1, clause.end(1)
    for at in range(low, min(high, low + WINDOW)):
        if row.tags[at] in "VBvxe":
            found = subject(row, low, verb_group(row, low, at))
            if found and row.tags[found[0]] not in "wt9":
                return found
    return _opening_name(row, low, high)
