"""Content that stands before its cue: "…, she said", "…, said Hale", and what goes on after it."""

from __future__ import annotations

from quotecheck.patterns import pattern
from quotecheck.quoting.atoms import Row
from quotecheck.quoting.clauses import Clause, Reading
from quotecheck.quoting.contents import FINITE, clause_end
from quotecheck.quoting.marks import ending, is_title
from quotecheck.quoting.phrases import OCCASIONS, Phrase, phrase_after

# What may follow a cue whose content stands before it: ", she said on Tuesday."
CLOSING = pattern(r"(?:[r9nNdo]|p[drn9egNs]*[nN9]|T[drnN]*[nN])*(?=[.,;:Q()-]|$|G|c)")


def content_before(clause: Clause, source: Phrase) -> Reading | None:
    """The reading of ", S V": its content is the quotation or the whole clause before it."""
    row, low, high = clause.row, clause.low, clause.high
    closing = CLOSING.match(row.tags, clause.at + 1, min(high, clause.at + 25))
    end = source[0]
    if end - 1 > low and row.tags[end - 1] in ",-":
        end -= 1
    stopped = clause.tag(clause.at + 1) in ("", ".")  # "“We lost.” Hale wrote."
    if end > low and row.tags[end - 1] == "Q" and (stopped or closes_with_comma(row, end - 1)):
        if row.words[low] in ("asked", "when", "pressed") and end - 1 > low:
            return None
        alone = closing is None or clause.tag(end - 2) in ("-", "(")
        start = end - 1 if alone else _content_start(row, low, end, clause.earlier)
    elif closing is not None and end < source[0]:
        start = _content_start(row, low, end, clause.earlier)
    else:
        return None
    if start >= end:
        return None
    reading = Reading(source, (clause.first, clause.at + 1), [(start, end)], clause.cue, "before")
    reading.content += goes_on(row, low, closing.end() if closing else clause.at + 1, high)
    return reading


def stands_after_quotation(clause: Clause, source: Phrase) -> bool:
    """Whether "S V" follows a quotation that leads over to it, so that any verb tells who spoke: "“Why?” she
    demanded"."""
    before = source[0] - 1
    return clause.tag(before) == "Q" and closes_with_comma(clause.row, before)


def inverted(clause: Clause) -> Reading | None:
    """ "…," said Hale, the mayor: the source stands after the cue."""
    row, low, high = clause.row, clause.low, clause.high
    if "quote" not in clause.cue.frames or clause.cue.form == "ing" or clause.first <= low:
        return None
    end = clause.first - 1 if clause.before in ",-" else clause.first
    quoted = row.tags[end - 1] == "Q" if end > low else False
    if end == clause.first and not quoted:
        return None
    source = phrase_after(row, clause.at + 1, high)
    if source is None or row.tags[source[0]] in "oh" or row.words[source[0]] in OCCASIONS:
        return None
    named = "N" in row.tags[source[0] : source[1]]
    follows = clause.tag(source[1])
    known = quoted or named or clause.cue.lemma == "say"
    if follows not in ("", ".", ",", "(", "-", "p", "w", "Q", ":", ";", "c", "g") or not known:
        return None
    start = end - 1 if quoted else low
    while start < end and row.tags[start] in ",.;:c-":
        start += 1
    if start >= end:
        return None
    reading = Reading(source, (clause.first, clause.at + 1), [(start, end)], clause.cue, "before")
    if clause.tag(source[1]) in (",", ":", "-") and clause.tag(source[1] + 1) == "Q":
        reading.content += goes_on(row, low, source[1], high)
    return reading


def is_content_before(clause: Clause, source: Phrase) -> bool:
    """Whether a quotation before ", S V" is the content although something follows the cue:
    "“We lost,” he said, “We…”" """
    row, before = clause.row, source[0] - 1
    if before < clause.low or "quote" not in clause.cue.frames or clause.cue.form == "ing":
        return False
    if "Q" in row.tags[source[1] : clause.first]:
        return False
    if row.tags[before] == "," and before > clause.low and row.tags[before - 1] == "Q":
        before -= 1
    return row.tags[before] == "Q" and closes_with_comma(row, before)


def split_before(clause: Clause, source: Phrase) -> list[Phrase]:
    """The first half of a content split by its cue, "“…” by then, she said, “…”", when it stands before
    the source and is no mere setting ("In a statement, …")."""
    row, end = clause.row, source[0] - 1
    if end <= clause.low or row.tags[end] != ",":
        return []
    start = _content_start(row, clause.low, end, clause.earlier)
    if end - start < 2 or "Q" not in row.tags[start:end] or row.tags[start] in "pbgGreTA":
        return []
    return [(start, end)]


def goes_on(row: Row, low: int, at: int, high: int) -> list[Phrase]:
    """The second half of a content split by its cue: "The plan, he said, is dead." """
    if at >= high or row.tags[at] not in ",:-":
        return []
    start = at + 1
    if start < high and row.tags[start] == "Q" and not is_title(row.text, row.regions[start]):
        return [(start, quotation_end(row, low, start, high))]
    if row.tags[at] != "," or start >= high or row.tags[start] in "Gcwp":
        return []
    end = clause_end(row, low, start, high)
    return [(start, end)] if end - start >= 2 and FINITE.search(row.tags, start, end) else []


def quotation_end(row: Row, low: int, first: int, high: int) -> int:
    """The end of a content that begins with a quotation: the clause goes on after it unless it is closed
    by a mark or a conjunction."""
    after = first + 1
    if after >= high or row.tags[after] in ".,;:-" or ending(row.text, row.regions[first]) in ".,!?":
        return after
    return clause_end(row, low, first, high)


def closes_with_comma(row: Row, at: int) -> bool:
    """Whether the quotation at ``at`` ends, inside or outside its marks, as one does before ", she said". The
    title of a work in an opening phrase does not: "On “Morning Ferry,” she said"."""
    if at > 0 and row.tags[at - 1] in "nNspd" and is_title(row.text, row.regions[at]):
        return False
    return ending(row.text, row.regions[at]) in ",?!—-" or row.tags[at + 1 : at + 2] in (",", "-")


def _content_start(row: Row, low: int, end: int, earlier: list[Reading]) -> int:
    """Where the content that ends at ``end`` begins: at the start of the sentence or of its brackets, or after
    the attribution before it."""
    opening = row.tags.rfind("(", low, end)
    start = opening + 1 if opening > row.tags.rfind(")", low, end) else low
    ends = (reading.end for reading in earlier if reading.frame in ("before", "quote", "colon"))
    start = max([start, *(last for last in ends if last <= end)])
    while start < end and row.tags[start] in ",.;:c-":
        start += 1
    return start
