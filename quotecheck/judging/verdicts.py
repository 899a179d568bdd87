"""The table: every verdict and every reason, how grave it is and what it means. Judging and explaining share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, cast

from quotecheck.model import SEVERITIES, Severity

# Where several verdicts hold, the first of these leads. A grave misquote goes before an unfair cut, a light one after
# it; a bracket that cannot be checked goes after everything that is wrong.
PRECEDENCE = (
    "unsourced",
    "ambiguous",
    "partly-sourced",
    "stitched",
    "misquote:error",
    "contradicted",
    "misleading-excerpt",
    "misattributed",
    "secondhand",
    "misquote:warning",
    "unquoted-copy",
    "unattributed",
    "unconfirmed-speaker",
    "ambiguous:note",
    "supported",
    "acceptable-edit",
    "excerpt",
    "exact",
)
VERDICTS = tuple(dict.fromkeys(name.partition(":")[0] for name in PRECEDENCE))


class Meaning(NamedTuple):
    """What a verdict or reason means in plain words: how grave it can be (worst first), what is the case, why it
    matters, an example, and how to answer it."""

    name: str
    severities: tuple[Severity, ...]
    meaning: str
    why: str
    example: str
    answer: str

    @property
    def is_verdict(self) -> bool:
        """Whether it is a verdict rather than a reason."""
        return self.name in VERDICTS

    @property
    def kind(self) -> str:
        """What it is: "verdict", "reason", "house rule" or "remark"."""
        if self.is_verdict:
            return "verdict"
        return "reason" if self.name in TABLE else "house rule" if self.name in HOUSE else "remark"


class Finding(NamedTuple):
    """One thing found about a statement: a verdict, how grave it is here, the reasons for it, worst first, and the
    words of the draft that it is about, where that is not all of them."""

    verdict: str
    severity: Severity
    reasons: tuple[str, ...] = ()
    detail: str = ""


@cache
def _table(name: str = "verdicts.txt") -> Mapping[str, Meaning]:
    text = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8")
    return MappingProxyType({meaning.name: meaning for meaning in _read(text)})


def _read(text: str) -> Iterator[Meaning]:
    for block in text.split("\n["):
        head, *lines = block.strip().splitlines()
        name, bracket, severities = head.partition("] ")
        if not bracket:
            continue
        fields = dict(line.split(": ", 1) for line in lines)
        found = tuple(cast(Severity, word) for word in severities.split(", "))
        yield Meaning(name, found, fields["meaning"], fields["why"], fields["example"], fields["answer"])


class _Part(Mapping[str, Meaning]):
    """A part of the table, read from its file when it is first looked at."""

    def __init__(self, kind: Literal["all", "verdict", "reason", "house", "beside"]) -> None:
        self._kind = kind

    def _items(self) -> Mapping[str, Meaning]:
        if self._kind in ("house", "beside"):
            return _table(f"{self._kind}.txt")
        wanted = {"all": (True, False), "verdict": (True,), "reason": (False,)}[self._kind]
        return {name: meaning for name, meaning in _table().items() if meaning.is_verdict in wanted}

    def __getitem__(self, name: str) -> Meaning:
        return self._items()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items())

    def __len__(self) -> int:
        return len(self._items())


TABLE: Mapping[str, Meaning] = _Part("all")
"""Every verdict and every reason by name, verdicts first."""
REASONS: Mapping[str, Meaning] = _Part("reason")
"""The reasons alone, the gravest sorts first."""

HOUSE: Mapping[str, Meaning] = _Part("house")
"""The rules of the house by name: what each asks, and how grave it is to break it."""

BESIDE: Mapping[str, Meaning] = _Part("beside")
"""What is told beside the verdicts, by name: changes since an older draft, sources that changed, remarks, drafts that
could not be read."""


def severity_of(name: str) -> Severity:
    """How grave a verdict or reason is at worst. KeyError for an unknown one."""
    return TABLE[name].severities[0]


def leading(findings: Sequence[Finding]) -> Finding:
    """The finding that goes before the others, with the severity of the gravest and everybody's reasons. ValueError
    for none."""
    first = min(findings, key=_rank)
    severity = max((finding.severity for finding in findings), key=SEVERITIES.index)
    rest = [reason for finding in sorted(findings, key=_rank) for reason in finding.reasons]
    return first._replace(severity=severity, reasons=tuple(dict.fromkeys(rest)))


def _rank(finding: Finding) -> int:
    graded = f"{finding.verdict}:{finding.severity}"
    return PRECEDENCE.index(graded if graded in PRECEDENCE else finding.verdict)
