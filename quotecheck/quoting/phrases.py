"""Noun phrases and verb groups in a row of atoms: where the words around a cue begin and end.

All positions are atom indices; a phrase is a half-open pair. Patterns run over tags within a window,
so no text can make them slow.
"""

from __future__ import annotations

from quotecheck.patterns import pattern
from quotecheck.quoting.atoms import COUNTING, Row

Phrase = tuple[int, int]

NAME_ASIDE = pattern(r"N{1,4}")
WINDOW = 60
# A simple noun phrase read backwards: its head, what stands before the head, its determiners.
_UNIT = r"[nN9][nN9egrs]*d*"
BACKWARD = pattern(rf"{_UNIT}(?:[pT](?:[nN9eg][nN9egrs]*d*|d))*")
ANTECEDENT = pattern(rf"(?:{_UNIT}|d|h)(?:[pT](?:[nN9eg][nN9egrs]*d*|d))*")
_PLAIN = r"d*[rn9egNB]*(?:sd*[rn9egNB]*)*[nN9]"
FORWARD = pattern(rf"{_PLAIN}(?:(?:[pc]|T(?=[dN9])){_PLAIN})*|h|d+")
FINITE = frozenset("VBvx")
# Determiners that can be subjects by themselves.
STANDING_ALONE = COUNTING | frozenset(["this", "these", "those", "each"])
BE = frozenset(
    """is are was were be been being am isn't wasn't aren't weren't i'm you're we're they're gets got get""".split()
)
DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday earlier later recently once now morning
    afternoon evening night week month year last this""".split()
)


# Heads of phrases that say where or when something was said.
OCCASIONS = DAYS | frozenset(
    """statement interview speech conference rally debate hearing email e-mail tweet letter post memo report appearance
    briefing call remarks testimony message television radio twitter facebook release meeting event
    forum time""".split()
)
# Words that can stand inside a verb group: "have all urged", "were more likely to say".
LOOSE = frozenset(["all", "both", "each", "more", "less", "so", "much", "twice"])
BEGINNING = frozenset(
    """begun began begin begins keep keeps kept start started starts continue continued continues stopped stop
    resumed""".split()
)
WENT = frozenset(["went", "goes", "go", "gone", "going"])
# Verbs that hand their subject on to an infinitive: "declined to say".
HANDING_ON = frozenset(
    """decline declined declines refuse refused refuses went goes go continue continued continues seem seemed seems
    appear appeared appears try tried tries trying want wanted wants plan plans planned intend intends intended
    begin began start started used proceeded proceed expected scheduled set going forced compelled due eager quick
    able ready willing likely unwilling reluctant happy free allowed asked reported alleged said known careful hopes
    hoped hope failed fails managed continuing declining refusing vowed vows promised promises pledged""".split()
)


def verb_group(row: Row, low: int, verb: int) -> int:
    """The first atom of the verb group that ends with ``verb``: auxiliaries, adverbs, "declined to"."""
    first = verb
    while first > low and (
        row.tags[first - 1] in "xr"
        or (row.words[first - 1] in LOOSE and row.tags[first - 2 : first - 1] in ("x", "r", "n", "N"))
    ):
        first -= 1
    if row.tags[verb] == "G" and first == verb and first > low and row.words[first - 1] in BEGINNING:
        return verb_group(row, low, first - 1)
    if first - 3 >= low and row.words[first - 2 : first] == ["on", "to"] and row.words[first - 3] in WENT:
        return verb_group(row, low, first - 3)
    if first - 2 >= low and row.tags[first - 1] == "T" and row.words[first - 2] in HANDING_ON:
        return verb_group(row, low, first - 2)
    if first - 2 >= low and row.words[first - 1] == "as" and row.words[first - 2] in ("quoted", "cited"):
        return verb_group(row, low, first - 2)
    while first < verb and row.tags[first] == "r":
        first += 1
    return first


def is_passive(row: Row, first: int, verb: int) -> bool:
    """Whether the verb group is a passive: a form of "be" and a participle."""
    if first == verb or row.tags[verb] not in "Ve":
        return False
    return any(word in BE or word == "'s" for word in row.words[first:verb])


def phrase_after(row: Row, first: int, high: int) -> Phrase | None:
    """The noun phrase that begins at ``first``, with an apposition ("Smith, a lawyer from Ohio")."""
    high = min(high, first + 30)
    match = FORWARD.match(row.tags, first, high)
    if not match:
        return None
    last = match.end()
    if last < high and row.tags[last] == "(":
        last = min(high, row.tags.find(")", last, last + 8) + 1 or last)
    if row.tags[last : last + 1] == ",":
        aside = (
            NAME_ASIDE
            if row.tags[last - 1] == "n"
            else FORWARD
            if row.tags[last + 1 : last + 2] in ("d", "n")
            else None
        )
        apposition = aside.match(row.tags, last + 1, high) if aside else None
        if apposition and row.tags[apposition.end() : apposition.end() + 1] in ("", ",", ".", "Q", "-"):
            last = apposition.end()
    return first, last


def phrase_before(row: Row, low: int, last: int) -> Phrase | None:
    """The noun phrase that ends at ``last`` (exclusive), with its prepositional phrases and a
    restrictive relative clause ("people who know Trump")."""
    low = max(low, last - WINDOW)
    if last <= low:
        return None
    tag = row.tags[last - 1]
    if tag in "hw" or (tag == "d" and row.words[last - 1] in STANDING_ALONE):
        return last - 1, last
    if tag == ")":
        opening = row.tags.rfind("(", low, last - 1)
        before = phrase_before(row, low, opening) if opening > low else None
        return (before[0], last) if before else None
    if tag == "o" and row.words[last - 1].endswith(("self", "selves")):
        before = phrase_before(row, low, last - 1)
        return (before[0], last) if before else None
    reverse = row.tags[low:last][::-1]
    skip = 1 if tag in "eg" else 0
    match = BACKWARD.match(reverse, skip)
    if not match:
        return None
    first = last - match.end()
    first = _through_relative(row, low, first)
    while first < last - 1 and row.tags[first] in "r":
        first += 1
    return _with_coordination(row, low, first), last


def _through_relative(row: Row, low: int, first: int) -> int:
    """If what stands before ``first`` is the verb of a relative clause, the start of the noun phrase
    that the clause belongs to; else ``first``."""
    if first - 2 < low or row.tags[first - 1] not in "VBvxpTeg":
        return first
    at = first - 1
    while at > low and row.tags[at] not in "w,;:Q.-cbth":
        at -= 1
    if row.tags[at] != "w" or at <= low:
        return first
    match = ANTECEDENT.match(row.tags[low:at][::-1])
    return at - match.end() if match else first


def _with_coordination(row: Row, low: int, first: int) -> int:
    """The start of "Smith and Jones" where ``first`` begins "Jones": only at the start of a clause."""
    if first - 2 < low or row.words[first - 1] not in ("and", "or", "nor"):
        return first
    match = BACKWARD.match(row.tags[low : first - 1][::-1])
    if not match:
        return first
    start = first - 1 - match.end()
    return start if start <= low or row.tags[start - 1] in ".:;Qtbc," else first
