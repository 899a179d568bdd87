"""Cues in a sentence, each with its source and its content: one reading of a sentence, left to right."""

from __future__ import annotations

import re

from quotecheck.quoting.atoms import Row
from quotecheck.quoting.clauses import Clause, Reading
from quotecheck.quoting.constructions import according, as_clause, owned_noun, passive, relative, unlisted
from quotecheck.quoting.contents import Complement, clause_end, complement
from quotecheck.quoting.lexicon import Cue, cues, owned, phrases
from quotecheck.quoting.orders import (
    content_before,
    inverted,
    is_content_before,
    quotation_end,
    split_before,
    stands_after_quotation,
)
from quotecheck.quoting.phrases import Phrase, is_passive, verb_group
from quotecheck.quoting.sources import governing_subject, main_subject, participle_source, past_interpolation, subject

# Where a cue can be; beside quotations verbs of no list count as well.
CUE = re.compile(r"[VBGAn](?:(?<!n)|(?<=[dsn]n)(?=[tpT]))")
CUE_BY_QUOTATION = re.compile(r"[VBGAnevN](?:(?<=[VBGA])|(?<=[dsn]n)(?=[tpT])|(?<=Q[evN])|(?<=[hnN][ev]))")
# Participles that give a name: "a film called", not an act of calling.
NAMING = frozenset(["call", "name", "dub", "label", "title", "brand", "entitle"])


def readings(row: Row, low: int, high: int) -> list[Reading]:
    """The attributions whose cue stands in the sentence ``[low, high)``, in order."""
    found = _phrasal(row, low, high) if row.heads else []
    taken = [reading.cue for reading in found] if found else ()
    words, nouns_of_speech, verbs = row.words, owned(), cues()
    places = CUE_BY_QUOTATION if row.tags.find("Q", low, high) >= 0 else CUE
    for match in places.finditer(row.tags, low, high):
        at, tag = match.start(), match.group()
        reading: Reading | None = None
        if tag in "VBG":
            cue = verbs.get(words[at])
            if cue is not None and not (taken and any(first <= at < end for first, end in taken)):
                reading = _verb(Clause(row, low, high, verb_group(row, low, at), at, cue, found))
        elif tag == "n":
            reading = owned_noun(row, low, high, at) if words[at] in nouns_of_speech else None
        elif tag == "A":
            reading = according(row, low, high, at)
        else:
            reading = unlisted(row, low, high, at)
        if reading and reading.content:
            found.append(reading)
    return found


def _phrasal(row: Row, low: int, high: int) -> list[Reading]:
    """The readings of cues of several words: "took issue with"."""
    found: list[Reading] = []
    for at in row.heads:
        if not low <= at < high:
            continue
        for rest, cue in phrases()[row.words[at]]:
            end = at + 1 + len(rest)
            if tuple(row.words[at + 1 : end]) == rest and end < high and row.tags[end] in "dnN9hogewbQ":
                reading = _verb(Clause(row, low, high, verb_group(row, low, at), at, cue, found, end))
                if reading and reading.content:
                    found.append(reading)
                break
    return found


def _verb(clause: Clause) -> Reading | None:
    """The reading of a cue verb; None where it ascribes nothing."""
    cue = clause.cue
    if is_passive(clause.row, clause.first, clause.at):
        return passive(clause)
    if clause.first == clause.at and clause.before == "n" and cue.lemma in NAMING:
        return None
    if clause.before == "Q" or (clause.before in (",", "-") and "np" not in cue.frames):
        found = inverted(clause) if "to-np" not in cue.frames else None
        if found:
            return found
    source = _source(clause)
    if source is None:
        return None if clause.infinitive else inverted(clause)
    return relative(clause, source) or as_clause(clause, source) or _around(clause, source)


def _around(clause: Clause, source: Phrase) -> Reading | None:
    """The reading whose content stands after the cue, before it, or on both sides."""
    after = (
        Complement("np", clause.phrase_end, clause.phrase_end)
        if clause.phrase_end
        else complement(clause.row, clause.cue, clause.at, clause.high) or _after_comma(clause, source)
    )
    if clause.infinitive and (
        after is None or "quote" not in clause.cue.frames or after.frame not in ("that", "quote", "wh")
    ):
        return None
    if after is not None and not is_content_before(clause, source):
        reading = _with_complement(clause, source, after)
        if after.frame == "quote" and clause.tag(after.first - 1) == "," and clause.cue.form != "ing":
            reading.content[:0] = split_before(clause, source)
        return reading
    if clause.infinitive or clause.participle:
        return None
    if "quote" not in clause.cue.frames and not stands_after_quotation(clause, source):
        return None
    return content_before(clause, source)


def _after_comma(clause: Clause, source: Phrase) -> Complement | None:
    """The content of "Hale said, when she came, …", where nothing stands before the source."""
    at = clause.at
    if source[0] > clause.low + 1 or "quote" not in clause.cue.frames:
        return None
    if clause.tag(at + 1) == "," and clause.tag(at + 2) in ("t", "b"):
        return Complement("that", at + 2, at + 1)
    return None


def _source(clause: Clause) -> Phrase | None:
    """The source of the verb: its true subject."""
    row, low, first = clause.row, clause.low, clause.first
    if clause.infinitive:
        return governing_subject(row, low, first)
    if clause.participle:
        found = participle_source(row, low, clause.at)
        return (_main_source(clause) or found) if clause.before == "," else found
    source = subject(row, low, first)
    if source is None and clause.before == "Q" and clause.tag(clause.at + 1) not in ("N", "d"):
        return past_interpolation(row, low, first - 1, ",")
    if source is not None and clause.before == "c":
        return _main_source(clause) or main_subject(row, low, first) or source
    return source


def _main_source(clause: Clause) -> Phrase | None:
    """The source of the first finite cue of the sentence, which ", adding that" and "and said" go on from."""
    for reading in clause.earlier:
        if (
            reading.source
            and reading.verb
            and reading.verb.form != "ing"
            and clause.tag(reading.source[0]) not in ("w", "t")
        ):
            return reading.source
    return None


def _with_complement(clause: Clause, source: Phrase, after: Complement) -> Reading:
    row, low, high = clause.row, clause.low, clause.high
    if after.frame == "quote":
        end = quotation_end(row, low, after.first, high)
    else:
        dependent = source[0] - 1 if clause.tag(source[0] - 1) == "b" else low
        in_relative = clause.tag(source[0]) == "w"
        of_phrase = after.frame not in ("that", "wh")
        end = clause_end(row, dependent, after.first, high, in_relative=in_relative, of_phrase=of_phrase)
    if source[0] > after.first:  # "Noting that the bill had passed, Hale left"
        end = min(end, source[0])
    content = [(after.first, end)] if end > after.first else []
    return Reading(source, (clause.first, after.cue_end), content, clause.cue, after.frame)


def embedding(row: Row, low: int, at: int) -> tuple[Phrase, Phrase, Cue] | None:
    """The source and cue that govern the quotation at ``at`` when no reading claims it: the nearest cue
    verb left of it in its sentence that has a subject."""
    for index in range(at - 1, max(low, at - 25) - 1, -1):
        cue = cues().get(row.words[index]) if row.tags[index] in "VBG" else None
        if cue is None or not ("speech" in cue.frames.values() or "np" in cue.frames):
            continue
        clause = Clause(row, low, at, verb_group(row, low, index), index, cue, [])
        if is_passive(row, clause.first, index):
            return None
        source = governing_subject(row, low, clause.first) if clause.before == "T" else _source(clause)
        if source:
            return source, (clause.first, index + 1), cue
    return None
