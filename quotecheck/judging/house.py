"""The rules of the house: what a newsroom asks of a quote beyond its words, set in quotecheck.yaml.

A rule is a small pure function of a judged quote: what to tell the reader when it is broken, else None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from quotecheck.judging.speakers import same_speaker
from quotecheck.judging.verdicts import HOUSE
from quotecheck.model import Evidence, HouseFinding, Match, Origin, QuoteCheck, SignOff
from quotecheck.records.aliases import Aliases
from quotecheck.records.folding import fold
from quotecheck.records.settings import Settings

# A credit stands within so many characters of the quote.
NEARBY = 400
# Words without a source are a finding already, and words without marks are nobody's quote.
_EXEMPT = frozenset(("unsourced", "unquoted-copy"))


class House(NamedTuple):
    """What the rules look at beside the quote: settings, who is called what, where a passage is from, the draft's
    text, and the sign-offs of this draft that have fallen since its words changed."""

    settings: Settings
    aliases: Aliases
    origin: Callable[[Evidence], Origin | None]
    text: str = ""
    fallen: tuple[SignOff, ...] = ()


Rule = Callable[[QuoteCheck, House], str | None]


def judge_house(checks: Iterable[QuoteCheck], house: House) -> tuple[QuoteCheck, ...]:
    """The quotes, each with the rules of the house that it breaks, in the order of ``RULES``."""
    return tuple(replace(check, house=broken(check, house)) for check in checks)


def broken(check: QuoteCheck, house: House) -> tuple[HouseFinding, ...]:
    """The rules that one quote breaks; none for words that have no source, which is a finding of its own."""
    if check.verdict.verdict in _EXEMPT:
        return ()
    told = ((name_of(rule), rule(check, house)) for rule in RULES)
    broke = ((name, message) for name, message in told if message)
    return tuple(
        HouseFinding(rule=name, severity=HOUSE[name].severities[0], message=message) for name, message in broke
    )


def name_of(rule: Rule) -> str:
    """The name that a rule goes by in output and in ``explain``."""
    return rule.__name__.replace("_", "-")


def retracted_claim(check: QuoteCheck, house: House) -> str | None:
    """All claims behind the quote have been retracted."""
    claims = _claims(check)
    if not claims or any(claim.status != "retracted" for claim in claims):
        return None
    return f"the record of these words was retracted: claim {claims[0].claim}"


def disputed_claim(check: QuoteCheck, house: House) -> str | None:
    """The claims behind the quote that have not been retracted are disputed."""
    claims = [claim for claim in _claims(check) if claim.status != "retracted"]
    if not claims or any(claim.status != "disputed" for claim in claims):
        return None
    return f"the record of these words is disputed: claim {claims[0].claim}"


def unchecked(check: QuoteCheck, house: House) -> str | None:
    """``require: verified``: no claim behind the quote is verified, and nobody has signed the quote off."""
    claims = _claims(check)
    if house.settings.require != "verified" or check.signed or any(one.status == "verified" for one in claims):
        return None
    was = _fallen(check, claims, house.fallen)
    if was is not None:
        return f"{was.by} signed this quote off on {was.at[:10]} as “{_short(was.exact)}”; it has changed since"
    return "nobody has checked this quote yet: verify its claim, or sign the quote off"


def too_few_sources(check: QuoteCheck, house: House) -> str | None:
    """``min_sources``: fewer independent sources have the words."""
    needed, found = house.settings.min_sources, _sources(check, house)
    if needed < 2 or not found or len(found) >= needed:
        return None
    have = "1 source has" if len(found) == 1 else f"{len(found)} sources have"
    return f"{have} these words, {needed} are asked for: {_named(found)}"


def needs_second_source(check: QuoteCheck, house: House) -> str | None:
    """``second_source``: one of these speakers, from one source alone."""
    found = _sources(check, house)
    who = _speaker(check)
    if who is None or len(found) != 1:
        return None
    if not any(same_speaker(who, name, house.aliases) for name in house.settings.second_source):
        return None
    return f"{who} is not to be quoted from one source alone: {_named(found)}"


def outranked_source(check: QuoteCheck, house: House) -> str | None:
    """``grades``: a source of a better grade than any that has these words has them differently."""
    if not house.settings.grades or check.verdict.severity == "error":
        return None
    standing = [_grade(match, house) for match in check.backing]
    better = [match for match in check.variants if standing and _grade(match, house) < min(standing)]
    if not better:
        return None
    other = better[0].evidence
    origin = house.origin(other)
    kind = origin.type if origin and origin.type else "source"
    place = other.path + (f":{other.line}" if other.line else "")
    return f"the {kind} {place} outranks this source and has “{_short(other.exact)}”"


def another_paper(check: QuoteCheck, house: House) -> str | None:
    """``own_publishers``: only articles of other papers have the words, and the draft names none of these papers."""
    own = {fold(name) for name in house.settings.own_publishers}
    origins = [house.origin(match.evidence) for match in check.backing]
    papers = [one.publisher for one in origins if one and one.type == "article" and one.publisher]
    if not own or not origins or len(papers) < len(origins) or any(fold(name) in own for name in papers):
        return None
    around = fold(house.text[max(0, check.span.start - NEARBY) : check.span.end + NEARBY])
    if any(_bare(name) in around for name in papers):
        return None
    return f"these words are known only from {' and '.join(dict.fromkeys(papers))}, which the draft does not say"


RULES: tuple[Rule, ...] = (
    retracted_claim,
    disputed_claim,
    unchecked,
    needs_second_source,
    too_few_sources,
    outranked_source,
    another_paper,
)


def _standing(check: QuoteCheck) -> tuple[Match, ...]:
    """The passages behind the quote: all of them where they were looked for, else the ones that the verdict names."""
    return check.backing or check.verdict.matches


def _claims(check: QuoteCheck) -> list[Evidence]:
    """The claims behind the quote. A verdict names passages that are merely near, too: only those that differ from the
    draft no more than its best one count."""
    matches = _standing(check)
    least = min((_changes(match) for match in matches), default=0)
    return [match.evidence for match in matches if match.evidence.claim and _changes(match) <= least]


def _changes(match: Match) -> int:
    """In how many places the passage differs from the draft; what only the source has is what the quote left out."""
    return sum(edit.op in ("replace", "insert") and edit.draft != "…" for edit in match.edits)


def _sources(check: QuoteCheck, house: House) -> dict[str, str]:
    """The independent sources of the words, a name by what makes them one: publisher, else address, else file."""
    found: dict[str, str] = {}
    for match in check.backing:
        origin = house.origin(match.evidence)
        path = match.evidence.path
        if origin and origin.publisher:
            found.setdefault(f"publisher {fold(origin.publisher)}", origin.publisher)
        else:
            found.setdefault((origin.url if origin and origin.url else None) or path, path)
    return found


def _named(found: dict[str, str]) -> str:
    return ", ".join(found.values())


def _speaker(check: QuoteCheck) -> str | None:
    """Whose words these are: by the draft, else by the claim behind them."""
    return check.speaker or next((one.speaker for one in _claims(check) if one.speaker), None)


def _grade(match: Match, house: House) -> int:
    """The place of the passage's source among the grades, 0 the best; a type that is not named comes last."""
    origin = house.origin(match.evidence)
    grades = house.settings.grades
    return grades.index(origin.type) if origin and origin.type in grades else len(grades)


def _fallen(check: QuoteCheck, claims: Sequence[Evidence], fallen: Iterable[SignOff]) -> SignOff | None:
    """The latest sign-off that has fallen and rested on a claim that this quote rests on."""
    known = {claim.claim for claim in claims}
    return max((one for one in fallen if known & set(one.claims)), key=lambda one: one.at, default=None)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 80 else flat[:79].rstrip() + "…"


def _bare(name: str) -> str:
    """A paper's name as a writer puts it in a sentence: “the Post” is enough for “The Post”."""
    return fold(name).removeprefix("the ")
