"""Judges a quotation: is it in the store, are these the words, is the cut fair, is it the speaker's?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecheck.judging.differences import sentence_cuts
from quotecheck.judging.evidence import Finder, Found, distinctive
from quotecheck.judging.items import Item
from quotecheck.judging.lexicon import listed
from quotecheck.judging.profiles import Standard
from quotecheck.judging.scope import lost_scope
from quotecheck.judging.speakers import is_person, name_exchanged, named_in, same_speaker
from quotecheck.judging.units import Units, units
from quotecheck.judging.verdicts import Finding
from quotecheck.judging.wording import grammar_cleaned, reasons_of
from quotecheck.model import Severity
from quotecheck.patterns import pattern
from quotecheck.quoting.marks import Region, inner_regions, is_title

# Two words and fewer prove nothing unless the same speaker, or a source that the draft uses, has them.
SHORT = 2
# A quotation inside a quotation of this many words can be a slogan or a title, which belongs to nobody.
SLOGAN = 4
# From this many words on a quotation that no source has is an error even where nobody is named.
SENTENCE = 5
# The least share of words in common, of those that either side has in the stretch, to call it the same utterance.
# Swept 0.45 to 0.75 on altered and foreign quotes of the training articles. Other speakers say similar things more
# often, and so does the same speaker in other words, which differ in many places.
NEAR = 0.65
NEAR_OTHER = 0.8
NEAR_GUESSED = 0.75
MANY_PLACES = 4

_TRANSLATED = pattern(
    r"\b(?:in (?:Spanish|French|German|Russian|Arabic|Chinese|Mandarin|Italian|Portuguese|Polish|Ukrainian|Turkish|"
    r"Hebrew|Japanese|Korean|Dutch|Greek|Farsi|Persian|Hindi|Urdu|Welsh|Czech|Hungarian|Romanian|Swedish|Danish|Norwegian)|"
    r"translat\w+|interpreter)\b"
)


class Draft(NamedTuple):
    """What is known of the whole draft while one quote is judged: its ``text``, and the ``homes``, the sources that its
    other quotes come from."""

    text: str
    homes: frozenset[str] = frozenset()


def judge_quotation(item: Item, finder: Finder, standard: Standard, draft: Draft) -> tuple[list[Finding], list[Found]]:
    """Everything that there is to say of a quotation, in no order, and the evidence that it rests on, best first.
    Without any finding the quotation is clean. No evidence where nothing near was found."""
    found = finder.find(item)
    usable = [one for one in found if _usable(item, one, draft)]
    near = [one for one in usable if is_near(one)]
    if not near:
        return _without_evidence(item, usable, finder)
    best = near[0]
    parts = units(best.alignment)
    findings: list[Finding] = []
    elsewhere: list[Found] = []
    if parts.missing:
        finding, elsewhere = _missing(item, parts, finder)
        findings.append(finding)
    if any(True for _ in sentence_cuts(best.alignment)):
        findings.append(Finding("stitched", "error", ("unmarked-omission",)))
    findings += _wording(best, standard, parts)
    if best.alignment.total > SHORT or best.evidence.path in draft.homes:
        findings += _cut(item, best, near)
    findings += _speaker(item, near, draft)
    told = [one.evidence for one in elsewhere]
    return findings, [best, *elsewhere, *(one for one in near[1:] if one.evidence not in told)]


def _usable(item: Item, one: Found, draft: Draft) -> bool:
    if one.alignment.total > SHORT:
        return True
    return one.relation == "same" or one.evidence.path in draft.homes or (one.relation == "unknown" and one.clean)


def is_near(one: Found) -> bool:
    """Whether the passage is the same utterance, changed or not, rather than a similar one."""
    aligned = one.alignment
    if one.clean:
        return one.relation in {"same", "unknown"} or distinctive(one)
    if likeness(one) >= _least(one):
        return one.relation == "same" or distinctive(one) or aligned.coverage >= 0.8
    return bool(units(aligned).held) and (one.relation == "same" or distinctive(one))


def _least(one: Found) -> float:
    """How alike a passage must be: more for another speaker's, most where the draft names its own, and more where
    the two differ in many places, as a restatement does."""
    if one.relation == "other":
        return NEAR_OTHER if one.named else NEAR_GUESSED
    return NEAR if len(one.differences) < MANY_PLACES else NEAR_OTHER


def likeness(one: Found) -> float:
    """The share of shared words among all that draft and source have in the stretch, 0 to 1. Words that only stand in
    another order count as shared."""
    aligned = one.alignment
    # Tidied dialect shares no word with what was said, and is the same utterance all the same.
    changed = [d for d in one.differences if not grammar_cleaned(d)]
    gained = [key for d in changed for key in d.gained]
    lost = sum(_worth(key) for d in changed for key in d.lost if key not in d.moved)
    moved = sum(1 for d in one.differences for key in d.gained if key in d.moved)
    same = sum(len(d.pairs) for d in one.differences)
    small = sum(1 - _worth(key) for key in gained)
    tidied = sum(len(d.gained) for d in one.differences if grammar_cleaned(d))
    missing = max(0.0, aligned.total - aligned.shared - moved - 0.5 * same - small - tidied)
    shared = aligned.shared + moved + 0.5 * same
    return shared / (shared + missing + 0.5 * lost) if shared else 0.0


def _worth(key: str) -> float:
    """How much a word counts that only one side has: a small word half."""
    return 0.5 if key in listed("function") | listed("auxiliaries") else 1.0


def _without_evidence(item: Item, usable: Sequence[Found], finder: Finder) -> tuple[list[Finding], list[Found]]:
    if _TRANSLATED.search(item.outside):
        return [Finding("ambiguous", "warning", ("translated",))], []
    return [Finding("unsourced", _gravity(item, usable, finder))], list(usable[:1])


def _gravity(item: Item, usable: Sequence[Found], finder: Finder) -> Severity:
    """An invented sentence is an error; a few words, a title or a courtesy are a note, and so are words that other
    people say too."""
    from quotecheck.matching.tokens import passage

    tokens = [token for token in passage(item.words).tokens if not token.mark]
    weight = sum(finder.weight(token) for token in tokens)
    if len(tokens) <= SHORT or weight < 12.0 or any(one.clean for one in usable):
        return "note"
    if not item.attributed and (item.headline or len(tokens) < SENTENCE):
        return "note"
    return "error"


def _missing(item: Item, parts: Units, finder: Finder) -> tuple[Finding, list[Found]]:
    """Parts that this passage does not have: somebody said them at another point, which is given for each, or nobody
    did."""
    elsewhere: list[Found] = []
    for text in parts.missing:
        fitting = (one for one in finder.find(item._replace(words=text)) if one.clean)
        found = next((one for one in fitting if one.relation == "same" or distinctive(one)), None)
        if found is None:
            return Finding("partly-sourced", "warning", ("beyond-record",), detail=text), elsewhere
        elsewhere.append(found)
    return Finding("stitched", "error", ("cross-utterance",), detail=parts.missing[0]), elsewhere


def _wording(best: Found, standard: Standard, parts: Units) -> list[Finding]:
    reasons: list[str] = []
    for difference in best.differences:
        if difference.place not in parts.places:
            reasons += standard.kept(reasons_of(difference), difference)
    reasons += standard.styles(best.alignment.styles)
    if not reasons:
        return []
    ordered = standard.ordered(reasons)
    return [Finding("misquote", standard.severity(ordered), ordered)]


def _cut(item: Item, best: Found, near: Sequence[Found]) -> list[Finding]:
    """Whether the cut misleads: where several passages have all the words, each of them must show the loss."""
    reasons = lost_scope(item, best.alignment)
    for other in near[1:]:
        if reasons and best.clean and other.clean:
            there = lost_scope(item, other.alignment)
            reasons = tuple(reason for reason in reasons if reason in there)
    if not reasons:
        return []
    grave = set(reasons) & {"negation-dropped", "condition-dropped", "quantifier-dropped"}
    return [Finding("misleading-excerpt", "error" if grave else "warning", reasons)]


def _speaker(item: Item, near: Sequence[Found], draft: Draft) -> list[Finding]:
    best = near[0]
    equal = [one for one in near if _words_cost(one) <= _words_cost(best) + 0.01 or one.clean]
    same = [one for one in equal if one.relation == "same"]
    exchanged = distinctive(best) and any(name_exchanged(item.outside, one.evidence) for one in equal)
    if exchanged and not (same and item.voice.named):
        return [Finding("misattributed", "error", ("speaker-conflict",))]
    if same:
        if _several(item, same):
            return [Finding("ambiguous", "warning", ("several-speakers",))]
        own = item.nested or any(one.clean and not _nested(one) for one in same)
        return [] if own else _relayed(same[0])
    if best.alignment.total <= SHORT:
        return []
    if item.voice.name is None:
        return _unnamed(item, equal, draft)
    known = [one for one in equal if one.evidence.speaker]
    if not known:
        return [_unconfirmed(item, equal)] if item.voice.named else []
    if any(_nested(one) for one in equal):
        return [Finding("unconfirmed-speaker", "note")]
    if any(one.relation == "institution" for one in known):
        return [Finding("misattributed", "warning", ("own-institution",))]
    others = [one for one in known if one.relation == "other"]
    if not others:
        if item.voice.named and is_person(item.voice.name):
            return [_unconfirmed(item, equal)]
        return _unnamed(item, equal, draft) if item.voice.described else []
    if item.voice.named:
        return [Finding("misattributed", "error", ("speaker-conflict",))]
    if not _absent(others, draft, item) or len(others) < len(known):
        return []
    if not item.voice.guessed:
        return [Finding("unattributed", "warning", ("no-speaker",))]
    return [Finding("misattributed", "error", ("speaker-conflict",))]


def _words_cost(one: Found) -> float:
    return round(1.0 - likeness(one), 3) + (0.0 if one.clean else 0.001)


def _several(item: Item, same: Sequence[Found]) -> bool:
    """Whether the draft's short name fits two people who said the same."""
    name = item.voice.name or ""
    people = [one.evidence.speaker or "" for one in same if one.clean]
    if name in people or len(people) < 2:
        return False
    from quotecheck.records.aliases import Aliases

    return any(not same_speaker(people[0], other, Aliases()) for other in people[1:])


def _unnamed(item: Item, equal: Sequence[Found], draft: Draft) -> list[Finding]:
    """The draft names nobody. Where it names the source's speaker elsewhere, a reader may well understand."""
    known = [one for one in equal if one.evidence.speaker and one.evidence.claim]
    nobody = [one for one in equal if one not in known and not any(_same_place(one, other) for other in known)]
    if not known or nobody or not (distinctive(known[0]) or _whole(known[0])):
        return []
    if any(named_in(one.evidence.speaker or "", f"{item.outside} {item.nearby}") for one in known):
        return []
    severity: Severity = "warning" if _absent(known, draft, item) else "note"
    return [Finding("unattributed", severity, ("no-speaker",))]


def _same_place(one: Found, other: Found) -> bool:
    """Whether two pieces of evidence are the same words of the same source: a claim, and the sentence it stands in."""
    a, b = one.evidence, other.evidence
    if a.path != b.path or a.start is None or b.start is None:
        return False
    return a.start < (b.end or b.start) and b.start < (a.end or a.start)


def _whole(one: Found) -> bool:
    """Whether the quote is all that the speaker said there, a sentence of some length."""
    return one.clean and one.alignment.total >= 4 and one.alignment.total == len(one.alignment.source.tokens)


def _absent(known: Sequence[Found], draft: Draft, item: Item) -> bool:
    """Whether the draft nowhere names any of the speakers, outside the words in question."""
    rest = draft.text[: item.span.start] + " " + draft.text[item.span.end :]
    return not any(named_in(one.evidence.speaker or "", rest) for one in known)


def _unconfirmed(item: Item, equal: Sequence[Found]) -> Finding:
    """The source ascribes the words to nobody whom we know; its own sentence may still name the draft's speaker."""
    name = item.voice.name or ""
    around = " ".join(
        f"{one.evidence.prefix} {one.evidence.exact} {one.evidence.source or ''} {one.evidence.suffix}" for one in equal
    )
    telling = distinctive(equal[0]) or equal[0].alignment.total > SENTENCE
    sure = telling and not named_in(name, around)
    return Finding("unconfirmed-speaker", "warning" if sure else "note")


def _relayed(one: Found) -> list[Finding]:
    """The words stand in a quotation inside the speaker's words: somebody else's, relayed or rejected."""
    if one.alignment.total <= SLOGAN or not _nested(one):
        return []
    return [Finding("secondhand", "warning", ("nested-speaker",))]


def _nested(one: Found) -> bool:
    evidence, aligned = one.evidence, one.alignment
    if evidence.kind != "direct" or not aligned.blocks:
        return False
    text = evidence.exact
    tokens = aligned.source.tokens
    start, end = tokens[aligned.first].start, tokens[aligned.last - 1].end
    whole = Region(0, 0, len(text), len(text))
    return any(
        r.inner <= start and end <= r.outer and r.outer - r.inner < 0.9 * len(text) and not is_title(text, r)
        for r in inner_regions(text, whole)
    )
