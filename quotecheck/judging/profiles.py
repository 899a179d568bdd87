"""The house standard that a quote is held to: which differences pass, and how grave the others are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotecheck.judging.lexicon import listed
from quotecheck.judging.verdicts import REASONS, severity_of
from quotecheck.judging.wording import Difference
from quotecheck.matching.align import Style
from quotecheck.model import Severity
from quotecheck.records.settings import Settings

# Which switch lets a style of writing pass; a contraction written out is a change of words in every house.
_SWITCH = {
    "spelling": "uk_us_spelling",
    "compound": "uk_us_spelling",
    "number": "number_words",
    "informal": "informal_contractions",
    "masked": "masked_profanity",
}
# What a house that tidies quotes lets go.
_TIDIED = frozenset(("filler-removed", "grammar-cleaned", "repetition-removed"))


class Standard(NamedTuple):
    """Settings, as the rules ask for them."""

    settings: Settings

    def kept(self, reasons: Sequence[str], difference: Difference) -> list[str]:
        """The reasons for a difference that the house does not let pass."""
        only_fillers = reasons == ("filler-removed",) and set(difference.lost) <= listed("hesitations")
        if only_fillers and self.settings.allows("fillers"):
            return []
        if self.settings.profile == "guardian":
            return [reason for reason in reasons if reason not in _TIDIED]
        return list(reasons)

    def styles(self, styles: Iterable[Style]) -> list[str]:
        """The reasons that writings of the same words give: none for those on the house list."""
        kinds = {style.kind for style in styles}
        found = ["contraction-changed"] if "contraction" in kinds else []
        if any(not self.settings.allows(_SWITCH[kind]) for kind in kinds - {"contraction"}):
            found.append("spelling-changed")
        return found

    def ordered(self, reasons: Iterable[str]) -> tuple[str, ...]:
        """The reasons without repetition, worst first, in the order of the table among equals."""
        rank = {"error": 0, "warning": 1, "note": 2, "none": 3}
        return tuple(sorted(dict.fromkeys(reasons), key=lambda r: (rank[severity_of(r)], tuple(REASONS).index(r))))

    def severity(self, reasons: Sequence[str]) -> Severity:
        """How grave the worst of the reasons is."""
        if self.settings.profile == "strict":
            return "error"
        return severity_of(reasons[0])
