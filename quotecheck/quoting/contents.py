"""What is ascribed: where the content after a cue begins, and where its clause ends."""

from __future__ import annotations

from typing import NamedTuple

from quotecheck.patterns import pattern
from quotecheck.quoting.atoms import Row
from quotecheck.quoting.lexicon import Cue, cues
from quotecheck.quoting.marks import is_title
from quotecheck.quoting.phrases import DAYS, OCCASIONS, Phrase, phrase_after

ADVERBIAL = pattern(r"(?:p[drn9egNs]*[nN9]|[r9]|N(?=[,:Qtp]|r)|n(?=[,:]))*")
# Verbs after which a clause stands even where its verb is not known for one.
ALWAYS_CLAUSE = frozenset(["say", "think", "believe", "argue", "insist", "claim"])
# Verbs that take a clause only with "that".
NEVER_BARE = frozenset(
    """maintain affirm stipulate volunteer rule comment question observe make object urge press react interrupt read put
    fire shoot lash crack advise""".split()
)
# Verbs whose object is always an addressee.
ADDRESSING = frozenset(["tell", "assure", "remind", "inform", "notify"])


class Complement(NamedTuple):
    """What follows a cue: its construction, where the content begins, where the cue's own words end."""

    frame: str
    first: int
    cue_end: int


def complement(row: Row, cue: Cue, verb: int, high: int) -> Complement | None:
    """The complement of the cue at ``verb`` in the sentence that ends at ``high``; None if it has none."""
    at = verb + 1
    if at < high and row.words[at] == "out" and cue.lemma in ("point", "call"):
        at += 1
    if cue.lemma == "make":
        at = next((i + 1 for i in range(at, min(high, at + 3)) if row.words[i] == "clear"), high)
    if cue.lemma == "put":
        at = at + 1 if at < high and row.words[at] == "it" else high
    if at < high and row.tags[at] in "odnN9":
        addressed = _addressed_quotation(row, cue, at, high)
        if addressed:
            return addressed
    if cue.lemma in ADDRESSING and at < high and row.tags[at] in "odnNh9":
        return _after_addressee(row, cue, at, high)
    start = _past_adverbials(row, at, high)
    if start < high:
        found = _at(row, cue, at, start, high) or _past_aside(row, cue, at, start, high)
        if found is None and start > at and cue.lemma in ALWAYS_CLAUSE:
            found = _at(row, cue, at, at, high)
        if found:
            return found
    if "to-np" in cue.frames and at < high and row.tags[at] in "odnNh9":
        return _after_addressee(row, cue, at, high)
    return None


def _addressed_quotation(row: Row, cue: Cue, at: int, high: int) -> Complement | None:
    """The quotation after an addressee and a mark: "asked the crowd, “…”", "chided him: “…”"."""
    if not cue.takes("quote", "to-np", "np"):
        return None
    phrase = (at, at + 1) if row.tags[at] == "o" else phrase_after(row, at, high)
    if phrase is None:
        return None
    mark = _past_adverbials(row, phrase[1], high)
    if row.tags[mark : mark + 1] in (",", ":") and row.tags[mark + 1 : mark + 2] == "Q" and mark + 1 < high:
        return Complement("quote", mark + 1, at)
    return None


def _past_aside(row: Row, cue: Cue, cue_end: int, start: int, high: int) -> Complement | None:
    """The that-clause after an aside between commas: "said, however, that"."""
    if row.tags[start] != "," or "that" not in cue.frames:
        return None
    closing = row.tags.find(",", start + 1, min(high, start + 20))
    if closing > 0 and row.tags[closing + 1 : closing + 2] == "t":
        return Complement("that", closing + 1, cue_end)
    return None


def _at(row: Row, cue: Cue, cue_end: int, start: int, high: int) -> Complement | None:
    """The complement that begins at ``start``, after adverbials, if the cue takes it."""
    tag = row.tags[start]
    mark = start
    while mark < high and row.tags[mark] in ",:-":
        mark += 1
    if mark < high and row.tags[mark] == "Q" and (mark > start or cue.takes("quote", "that", "np")):
        if mark > cue_end and mark == start and is_title(row.text, row.regions[mark]):
            return None
        return Complement("quote", mark, cue_end)
    if tag == ":" and "quote" in cue.frames:
        return Complement("colon", start + 1, cue_end) if start + 1 < high else None
    if tag == "t" and "that" in cue.frames:
        return Complement("that", start, cue_end)
    if tag == "T" and row.words[start] in cue.frames:
        return Complement("to", start + 1, start + 1) if start + 1 < high else None
    if tag == "T" and "inf" in cue.frames and start + 1 < high and row.tags[start + 1] in "BnvrxQ":
        return Complement("inf", start, cue_end)
    if tag in "bw" and "wh" in cue.frames and row.words[start] in WH:
        return Complement("wh", start, cue_end)
    preposition = row.words[cue_end] if cue_end < high else ""
    if preposition in cue.frames and row.tags[cue_end] == "p" and cue_end + 1 < high:
        return Complement(preposition, cue_end + 1, cue_end + 1)
    if start == cue_end or row.tags[cue_end] == "r" or row.words[start - 1] in OCCASIONS:
        if row.words[start] in ("nothing", "little", "anything") and not row.tags[start + 1 : start + 2].strip(".,p"):
            return None
        clause = _is_clause(row, start, high) or (tag != "p" and cue.lemma in ALWAYS_CLAUSE)
        if clause and "that" in cue.frames and tag in "hdnN9rgGBp" and cue.lemma not in NEVER_BARE:
            return Complement("that", start, cue_end)
        if "np" in cue.frames and tag in "dnN9hogewt":
            return Complement("np", start, cue_end)
    return None


WH = frozenset("whether how what why if who when where which whom".split())


def _after_addressee(row: Row, cue: Cue, at: int, high: int) -> Complement | None:
    """The complement after an addressee: "told reporters on Tuesday that"."""
    if row.tags[at] in "oh":
        last = at + 1
    else:
        phrase: Phrase | None = phrase_after(row, at, high)
        if phrase is None:
            return None
        last = phrase[1]
        while last - 1 > at and row.tags[last - 1] == "n" and row.words[last - 1] in DAYS:
            last -= 1
    start = _past_adverbials(row, last, high)
    if start >= high:
        return None
    tag = row.tags[start]
    mark = start
    while mark < high and row.tags[mark] in ",:-":
        mark += 1
    if mark < high and row.tags[mark] == "Q":
        return Complement("quote", mark, at)
    if tag == "t":
        return Complement("that", start, at)
    if tag == "T" and "inf" in cue.frames:
        return Complement("inf", start if cue.lemma in ADDRESSING else at, at)
    if tag in "bw" and row.words[start] in WH:
        return Complement("wh", start, at)
    if tag in "hd" or (row.tags[at] in "oh" and _is_clause(row, start, high)):
        return Complement("that", start, at)
    if row.words[start] in ("about", "of") and start + 1 < high and row.tags[start + 1] != "Q":
        return Complement("about", start + 1, at)
    return None


def _past_adverbials(row: Row, at: int, high: int) -> int:
    """The first atom after "on Tuesday in a statement", "later", "sarcastically": only what can stand
    between a cue and its content."""
    while at < high:
        tag = row.tags[at]
        if tag == "r" or (row.words[at] in DAYS and row.tags[at + 1 : at + 2] != "s"):
            at += 1
        elif tag in "p" or (tag == "T" and at + 1 < high and row.tags[at + 1] in "dNo"):
            match = ADVERBIAL.match(row.tags, at if tag == "p" else at + 1, min(high, at + 20))
            end = match.end() if match else at
            if tag == "T":
                phrase = phrase_after(row, at + 1, high)
                end = phrase[1] if phrase else at
            if end <= at or end >= high or (row.tags[end] not in "tT:Q,bwpr" and row.words[end - 1] not in OCCASIONS):
                return at
            at = end
        else:
            return at
    return at


def _is_clause(row: Row, start: int, high: int) -> bool:
    """Whether a finite verb follows within the clause: "said the plan would fail", not "said a prayer"."""
    end = min(high, start + 25)
    for at in range(start, end):
        tag = row.tags[at]
        if tag in "xVvB" or (tag == "s" and row.tags[at - 1] in "ht"):
            return at > start or tag == "B"
        if tag == "e" and at > start:
            return True
        if tag in ";:" or (tag == "," and row.tags[at + 1 : at + 2] in ("c", "", "Q")):
            return False
    return row.tags[start] in "h"


FINITE = pattern(r"[xVvBe]|[ht]s")
# Where a content can end.
CLOSING = pattern(r"[,;Ac]")


def clause_end(row: Row, low: int, start: int, high: int, *, in_relative: bool = False, of_phrase: bool = False) -> int:
    """Where the content that begins at ``start`` ends: before a coordinated cue, an independent clause,
    a participle cue, "according to"; else at the end of the sentence. ``low`` is where the sentence
    begins: content in an opening subordinate clause ends with it, and so does content
    ``in_relative``, in a clause between commas that the verb of the main clause follows. The content of a
    noun phrase (``of_phrase``) never takes in a clause after it."""
    while high > start and row.tags[high - 1] in ".":
        high -= 1
    dependent = row.tags[low] in "bpg" and "," not in row.tags[low:start]
    past_comma = row.tags[start : start + 2] != "tb"
    for match in CLOSING.finditer(row.tags, start + 1, high):
        at, tag = match.start(), match.group()
        if tag == "," and not past_comma:
            past_comma = True
        elif (
            tag in ";A"
            or (tag == "c" and _coordinated_cue(row, at + 1, high))
            or (of_phrase and tag == "c" and row.tags[at - 1] in ",Q" and OWN_CLAUSE.match(row.tags, at + 1, high))
        ):
            return at
        elif tag == "," and at + 1 < high:
            clause_follows = (dependent or of_phrase) and CLAUSE.match(row.tags, at + 1, high)
            main_verb = (in_relative and row.tags[at + 1] in "xvVe") or (of_phrase and row.tags[at + 1] == "G")
            if clause_follows or main_verb or _ends_clause(row, at + 1, high):
                return at
    return high


def _ends_clause(row: Row, at: int, high: int) -> bool:
    """Whether what follows a comma at ``at`` no longer belongs to the content."""
    tag = row.tags[at]
    if tag in "AV":
        return True
    if tag in "hNd" and _cue_with_subject(row, at, high):
        return True
    if tag == "G":
        return _speaks(row, at, high)
    if tag == "c" and at + 1 < high:
        return row.words[at] == "but" or _coordinated_cue(row, at + 1, high) or _cue_with_subject(row, at + 1, high)
    if tag == "w":
        return row.words[at] in ("which", "who")
    return tag == "b" and row.words[at] in ("while", "although", "though", "whereas")


_SUBJECT = r"(?:h|N{1,5}(?:\([^)]{1,5}\))?|d[nN]{1,4}|n{1,3}|d|9n?)(?:[pT]d?[nN9]{1,4})?"
CLAUSE_WITH_CUE = pattern(_SUBJECT + r"[xrs]{0,3}[VB]")
OWN_CLAUSE = pattern(r"(?:h|N{1,4})[xrs]{0,3}[xVBve]")
CLAUSE = pattern(_SUBJECT + r"[xrs]{0,3}[xVBve]")


def _cue_with_subject(row: Row, at: int, high: int) -> bool:
    """Whether a new clause with a cue of its own begins: ", she said", ", critics say"."""
    match = CLAUSE_WITH_CUE.match(row.tags, at, high)
    return match is not None and (
        match.end() >= high or row.tags[match.end()] in ".,Q" or _speaks(row, match.end() - 1, high)
    )


def _coordinated_cue(row: Row, at: int, high: int) -> bool:
    """Whether a cue with content of its own follows a conjunction: "and added that"."""
    while at < high and row.tags[at] == "r":
        at += 1
    if at < high and row.tags[at] in "VG":
        return _speaks(row, at, high)
    return at + 1 < high and row.tags[at] in "hNdn9" and _cue_with_subject(row, at, high)


def _speaks(row: Row, at: int, high: int) -> bool:
    """Whether the atom is a cue that takes a clause or a quotation, and has one."""
    cue = cues().get(row.words[at])
    if cue is None:
        return False
    found = complement(row, cue, at, high)
    if not cue.takes("quote", "that"):
        return found is not None and "Q" in row.tags[found.first : min(high, found.first + 12)]
    return found is not None and found.frame in ("that", "quote", "wh", "inf")
