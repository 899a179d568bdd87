"""What a changed word does to a quote: one small rule a reason, in one explicit tuple.

A rule looks at one place where draft and source differ (:class:`Difference`) and answers yes or no. Rules may agree:
all reasons that hold are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from quotecheck.judging.forms import grammar_pair, plural_pair, tense_pair
from quotecheck.judging.lexicon import listed

# From this many source words on an unmarked cut is an omission, below it is dropped words.
OMISSION = 3
# A longer cut loses so many kinds of words that naming each says nothing.
LONG_CUT = 8


class Difference(NamedTuple):
    """A change of words, as the rules see it. ``lost`` are keys that only the source has there, ``gained`` those that
    only the draft has; ``pairs`` are two forms of one word, (draft, source). ``left`` and ``right`` are the source's
    keys beside the change, ``moved`` the keys that stand elsewhere in the other text. ``lost_names`` and
    ``gained_names`` are written with a capital inside a sentence. ``omitted`` counts the source's words when the
    draft has none in their place. ``place`` is the draft's token where the change begins."""

    lost: tuple[str, ...]
    gained: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    lost_names: frozenset[str]
    gained_names: frozenset[str]
    moved: frozenset[str]
    omitted: int
    set_off: bool
    place: int = 0
    edge: str = ""


def negation_changed(d: Difference) -> bool:
    """One side denies what the other says."""
    if d.omitted > LONG_CUT or grammar_cleaned(d):
        return False
    lost, gained = (sum(key in listed("negations") for key in side) for side in (d.lost, d.gained))
    return lost != gained or any(_opposite(a, b) for a in d.lost for b in d.gained)


def _opposite(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in listed("negative_prefixes"))


def number_changed(d: Difference) -> bool:
    """A number, a date or an amount is another one, is gone or is new."""
    lost, gained = ([key for key in side if _numeric(key)] for side in (d.lost, d.gained))
    if d.omitted > LONG_CUT or Counter(lost) == Counter(gained):
        return False
    return bool(lost and gained) or any(key != "#1" for key in lost + gained)


def _numeric(key: str) -> bool:
    return key.startswith("#") or any(map(str.isdigit, key))


def unit_changed(d: Difference) -> bool:
    """The number counts something else: percent for percentage points, euros for dollars."""
    lost, gained = (listed("units") & set(side) for side in (d.lost, d.gained))
    return bool(lost and gained)


def name_changed(d: Difference) -> bool:
    """A name is another one."""
    return bool(d.lost_names and (d.gained_names or d.gained)) and not d.lost_names <= set(d.gained)


def modal_changed(d: Difference) -> bool:
    """How sure or binding it is has changed: may, will, must, can."""
    return d.omitted <= LONG_CUT and _other(d, "modals") and (bool(d.gained) or d.omitted <= 2)


def quantifier_changed(d: Difference) -> bool:
    """How many or how often has changed: some, all, most, every."""
    return d.omitted <= LONG_CUT and _other(d, "quantifiers")


def qualifier_dropped(d: Difference) -> bool:
    """A word that softens or limits the statement is gone: perhaps, almost, usually, if."""
    return d.omitted <= LONG_CUT and bool(listed("hedges") & set(d.lost)) and not listed("hedges") & set(d.gained)


def _other(d: Difference, name: str) -> bool:
    lost, gained = (Counter(key for key in side if key in listed(name)) for side in (d.lost, d.gained))
    return lost != gained


def reordered(d: Difference) -> bool:
    """The words are the same, in another order."""
    return bool(d.moved)


def filler_removed(d: Difference) -> bool:
    """Only words that fill a pause are gone."""
    if d.gained or not d.lost:
        return False
    if all(key in listed("hesitations") for key in d.lost):
        return True
    return d.set_off and len(d.lost) <= 4 and all(key in listed("fillers") | listed("hesitations") for key in d.lost)


def repetition_removed(d: Difference) -> bool:
    """The source says the words twice in a row, or starts the sentence twice; the draft once."""
    if d.gained or not d.lost or d.pairs:
        return False
    size = len(d.lost)
    # A single word is repeated only where the two stand side by side ("very, very").
    reach = 6 if size > 1 else 0
    around = (d.left[-size - reach :], d.right[: size + reach])
    return any(d.lost == side[i : i + size] for side in around for i in range(len(side) - size + 1))


def grammar_cleaned(d: Difference) -> bool:
    """Dialect or a slip of grammar was put right."""
    dialect = "ain't" in d.lost and bool(set(d.gained) & {"not", "is", "are", "am"})
    return dialect or (bool(d.pairs) and not any(_words_left(d)) and any(grammar_pair(a, b) for a, b in d.pairs))


def tense_changed(d: Difference) -> bool:
    """A verb stands in another tense or form."""
    return any(tense_pair(a, b) for a, b in d.pairs)


def plural_changed(d: Difference) -> bool:
    """One became several, or several one."""
    return any(plural_pair(a, b) for a, b in d.pairs)


def function_word(d: Difference) -> bool:
    """A small word was dropped, added or exchanged."""
    small = listed("function")
    moved = [key for key in (*d.lost, *d.gained) if key not in d.moved]
    return bool(moved) and all(key in small for key in moved) and len(d.lost) <= 2 and len(d.gained) <= 2


def word_substituted(d: Difference) -> bool:
    """A word stands in another one's place."""
    lost, gained = _words_left(d)
    both = bool(d.lost or d.pairs) and bool(d.gained or d.pairs)
    return both and bool(lost or gained) and bool(d.lost) and bool(d.gained) and not d.edge.startswith("open")


def word_dropped(d: Difference) -> bool:
    """A word of the source is missing."""
    if d.gained or not d.lost or d.omitted > OMISSION:
        return False
    return any(key not in listed("function") and key != "not" for key in d.lost if key not in d.moved)


def word_added(d: Difference) -> bool:
    """The draft has a word that the source does not have."""
    if d.lost or not d.gained:
        return False
    return any(key not in listed("function") and key not in {"not", "no"} for key in d.gained if key not in d.moved)


def unmarked_omission(d: Difference) -> bool:
    """Several words of the source were left out, and nothing says so."""
    return d.omitted >= OMISSION and not (filler_removed(d) and d.omitted <= 2)


def _words_left(d: Difference) -> tuple[list[str], list[str]]:
    """What is lost and gained beside small words and words of a list that has a reason of its own."""
    named = listed("negations") | listed("modals") | listed("quantifiers") | listed("units")
    skip = listed("function") | d.moved
    lost = [k for k in d.lost if k not in skip | named | d.lost_names and not _numeric(k)]
    gained = [k for k in d.gained if k not in skip | named | d.gained_names and not _numeric(k)]
    return lost, gained


Rule = Callable[[Difference], bool]
# In the order of their weight; the first that holds leads the message.
RULES: tuple[Rule, ...] = (
    negation_changed,
    number_changed,
    unit_changed,
    name_changed,
    modal_changed,
    quantifier_changed,
    qualifier_dropped,
    word_substituted,
    word_dropped,
    word_added,
    reordered,
    unmarked_omission,
    tense_changed,
    plural_changed,
    filler_removed,
    repetition_removed,
    grammar_cleaned,
    function_word,
)
# A weightier reason that a lighter one explains away.
EXPLAINED: tuple[tuple[str, frozenset[str]], ...] = (
    ("filler-removed", frozenset({"word-dropped", "quantifier-changed", "negation-changed", "function-word"})),
    ("repetition-removed", frozenset({"word-dropped", "quantifier-changed", "modal-changed", "negation-changed",
                                      "number-changed", "qualifier-dropped", "function-word"})),
    ("grammar-cleaned", frozenset({"negation-changed", "word-substituted", "tense-changed", "quantifier-changed"})),
)


def reasons_of(difference: Difference) -> tuple[str, ...]:
    """The reasons that hold for a difference, weightiest first; never empty."""
    found = [name_of(rule) for rule in RULES if rule(difference)]
    for light, heavier in EXPLAINED:
        if light in found:
            found = [name for name in found if name not in heavier]
    if not found:
        found = [_fallback(difference)]
    return tuple(found)


def name_of(rule: Rule) -> str:
    """The reason that a rule finds."""
    return rule.__name__.replace("_", "-")


def _fallback(d: Difference) -> str:
    if d.lost and d.gained:
        return "word-substituted"
    return "word-dropped" if d.lost else "word-added"
