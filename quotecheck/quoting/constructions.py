"""Constructions other than subject, verb, content: according to, passives, nouns, relative clauses."""

from __future__ import annotations

from itertools import pairwise

from quotecheck.quoting.atoms import Row
from quotecheck.quoting.clauses import Clause, Reading
from quotecheck.quoting.contents import FINITE, clause_end
from quotecheck.quoting.lexicon import owned
from quotecheck.quoting.marks import ending, is_title
from quotecheck.quoting.orders import goes_on
from quotecheck.quoting.phrases import Phrase, phrase_after, phrase_before
from quotecheck.quoting.sources import subject

POSSESSIVE = frozenset("his her their its my our your".split())


def according(row: Row, low: int, high: int, at: int) -> Reading | None:
    """ "according to S": the content is the rest of the clause, before it, after it, or both."""
    if at + 1 >= high or row.words[at + 1] != "to":
        return None
    source = phrase_after(row, at + 2, high)
    if source is None:
        return None
    reading = Reading(source, (at, at + 2), frame="according")
    end, start, after = at, low, source[1]
    while end > low and row.tags[end - 1] in ",-":
        end -= 1
    while start < end and row.tags[start] in ",.;:c-":
        start += 1
    if start < end:
        reading.content.append((start, end))
        if FINITE.search(row.tags, start, end) and row.tags[after + 1 : after + 2] not in tuple("QxvVe"):
            return reading
        if row.tags[after : after + 1] != "," or row.tags[after + 1 : after + 2] in ("G", "w", "c"):
            return reading
    while after < high and row.tags[after] not in ",Q":
        after += 1
    while after < high and row.tags[after] in ",:":
        after += 1
    if after < high:
        reading.content.append((after, clause_end(row, low, after, high)))
    return reading


def passive(clause: Clause) -> Reading | None:
    """ "was praised by S for …", "was told by S that …": the source stands after "by"."""
    row, high = clause.row, clause.high
    by = next((i for i in range(clause.at + 1, min(high, clause.at + 4)) if row.words[i] == "by"), None)
    source = phrase_after(row, by + 1, high) if by is not None else None
    if by is None or source is None:
        return None
    reading = Reading(source, (clause.first, by + 1), verb=clause.cue, frame="passive")
    target = subject(row, clause.low, clause.first)
    if target and "to-np" not in clause.cue.frames:
        reading.content.append(target)
    if clause.tag(source[1]) in tuple("ptTb"):
        reading.content.append((source[1], clause_end(row, clause.low, source[1], high)))
    return reading


def relative(clause: Clause, source: Phrase) -> Reading | None:
    """ "a probe that the agency said was over": what is said is spread over a relative clause."""
    if "that" not in clause.cue.frames or clause.cue.form == "ing":
        return None
    if clause.tag(source[0] - 1) not in ("w", "t") or clause.tag(clause.at + 1) not in tuple("xvVe"):
        return None
    end = clause_end(clause.row, clause.low, clause.at + 1, clause.high)
    parts = [(source[0] - 1, source[0]), (clause.at + 1, end)]
    return Reading(source, (clause.first, clause.at + 1), parts, clause.cue, "that")


def as_clause(clause: Clause, source: Phrase) -> Reading | None:
    """ "As Hale said, …": the content is the main clause."""
    row, at = clause.row, clause.at
    if source[0] - 1 < clause.low or row.words[source[0] - 1] != "as" or "that" not in clause.cue.frames:
        return None
    if clause.tag(at + 1) != "," or at + 2 >= clause.high:
        return None
    return Reading(
        source,
        (clause.first, at + 1),
        [(at + 2, clause_end(row, clause.low, at + 2, clause.high))],
        clause.cue,
        "before",
    )


def owned_noun(row: Row, low: int, high: int, at: int) -> Reading | None:
    """ "his claim that …", "Hale's call for …": a noun ascribes to its owner."""
    word = row.words[at + 1] if at + 1 < high else ""
    if word not in owned()[row.words[at]]:
        return None
    first = at
    while first > low and row.tags[first - 1] in "neN9r":
        first -= 1
    source: Phrase | None = None
    if first > low and row.tags[first - 1] == "s":
        owner = phrase_before(row, low, first - 1)
        source = (owner[0], first) if owner else None
    elif first > low and row.words[first - 1] in POSSESSIVE:
        source = (first - 1, first)
    if source is None:
        return None
    opens = word in ("that", "to")
    start = at + 1 if opens else at + 2
    if start >= high or (word == "to" and row.tags[start + 1 : start + 2] not in tuple("nBvrex")):
        return None
    end = clause_end(row, low, start, high)
    if word == "that":
        end = _one_clause(row, start, end)
    return Reading(source, (first, at + 1 if opens else at + 2), [(start, end)], frame="owned")


def _one_clause(row: Row, start: int, end: int) -> int:
    """The end of the first clause where the verb of the clause around it follows: "the claim that the lease was
    forged | has not been tested"."""
    verbs = [at for at in range(start, end) if row.tags[at] in "xvV"]
    for one, other in pairwise(verbs):
        between = row.tags[one + 1 : other]
        if row.tags[other] == "x" and between.strip("r") and not set(between) & set("twbc,Th"):
            return other
    return end


def unlisted(row: Row, low: int, high: int, at: int) -> Reading | None:
    """A verb of no list beside a quotation that ends in a comma: "“…,” Hale deadpanned"."""
    if row.tags[at - 1] == "Q":
        source = phrase_after(row, at + 1, high)
        if row.tags[at] == "N" or source is None or row.tags[source[0]] not in "Nd":
            return None
        quote, last = at - 1, source[1]
    else:
        source = phrase_before(row, low, at)
        if source is None or source[0] <= low or row.tags[source[0] - 1] != "Q":
            return None
        quote, last = source[0] - 1, at + 1
    if ending(row.text, row.regions[quote]) not in ",?!" or is_title(row.text, row.regions[quote]):
        return None
    return Reading(source, (at, at + 1), [(quote, quote + 1), *goes_on(row, low, last, high)], None, "before")
