"""The types that travel through the house, all frozen.

Offsets are Unicode code points, 0-based and half-open, into ``Document.text``; lines and columns
are 1-based. A span of a quotation leaves the quotation marks out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["direct", "mixed", "indirect"]
Act = Literal["speech", "thought"]
Status = Literal["extracted", "verified", "disputed", "retracted"]
Severity = Literal["none", "note", "warning", "error"]
Op = Literal["equal", "replace", "insert", "delete"]
Drift = Literal["source-changed", "words-gone", "source-missing", "source-unreadable"]

SEVERITIES: tuple[Severity, ...] = ("none", "note", "warning", "error")
KINDS: tuple[Kind, ...] = ("direct", "mixed", "indirect")
STATUSES: tuple[Status, ...] = ("extracted", "verified", "disputed", "retracted")
SOURCE_TYPES = ("article", "transcript", "speech", "interview", "press-release", "post", "notes")


class Span(NamedTuple):
    """The code points ``[start, end)`` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span in ``text``."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an offset is for a reader: 1-based line and column, and a page, paragraph or time stamp
    (``locator``) where the format has one."""

    line: int
    column: int
    locator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file read into text.

    ``text`` is the decoded text with its newlines as on disk; all offsets count in it. ``prose`` is
    what there is to read: the text without markup, block by block, with ``\\n\\n`` between blocks.
    ``prose_starts`` maps prose back to text in runs: pairs ``(prose offset, text offset)``, rising;
    empty when the two are the same. ``metadata`` holds title, url, publisher, published (ISO date),
    author, language, type: what is known. ``remarks`` say what a reader should know of the reading
    itself: pages that are pictures without words.
    """

    path: str
    text: str
    sha256: str
    format: str
    metadata: Mapping[str, str]
    locate: Callable[[int], Place]
    prose: str
    prose_starts: tuple[tuple[int, int], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One act of ascribing words to somebody.

    ``source`` (who, as written), ``cue`` ("said") and ``content`` (the words) are spans in reading
    order; source and cue may be empty. ``speaker`` is the resolved person or organisation, None when
    the text does not decide. ``act`` tells reported thought ("hopes that") from speech. ``via`` is
    the speaker whose words hold this attribution (a quotation inside a quotation), else None.
    """

    kind: Kind
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...]
    speaker: str | None = None
    act: Act = "speech"
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuote:
    """A contiguous quoted passage: its words and what stands around them (W3C Web Annotation,
    TextQuoteSelector), its place (``span``) and its 1-based ``line``; both None for a claim that
    was typed in by hand."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    span: Span | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source document of a claim. ``path`` is relative to the root, with forward slashes."""

    path: str
    sha256: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    author: str | None = None
    language: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who set the status, speaker or note of a claim last, and when (ISO 8601 with zone)."""

    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An attribution kept as a record, with its evidence. ``source`` and ``cue`` are as written. ``reviewed`` is None
    as long as nobody has looked at it with ``quotecheck review``."""

    id: str
    kind: Kind
    speaker: str | None
    source: str | None
    cue: str | None
    content: tuple[TextQuote, ...]
    origin: Origin
    locator: str | None = None
    status: Status = "extracted"
    note: str | None = None
    reviewed: Review | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage that a draft's words are compared with: a claim, or a sentence of a source that no
    claim covers (``claim`` and ``kind`` None). ``exact`` is the words: the contents of a claim joined by one
    space. ``start``/``end`` is the whole stretch in the source file, None for a claim typed in. ``title`` and ``url``
    are those of the source document; ``drift`` says that the source is not what it was when the claim was taken."""

    exact: str
    path: str
    claim: str | None = None
    kind: Kind | None = None
    speaker: str | None = None
    source: str | None = None
    cue: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    line: int | None = None
    locator: str | None = None
    published: str | None = None
    status: Status | None = None
    title: str | None = None
    url: str | None = None
    drift: Drift | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One step from the source's wording to the draft's: ``insert`` stands only in the draft,
    ``delete`` only in the source."""

    op: Op
    draft: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Evidence aligned with a draft's words. ``score`` is 0 to 100, higher is closer, and ranks only."""

    evidence: Evidence
    edits: tuple[Edit, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement: a verdict of the table, its severity, the reasons that hold (worst first), the
    matches it rests on (best first) and what to tell the reader."""

    verdict: str
    severity: Severity
    reasons: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A person's word that one quote of a draft has been checked. ``draft`` is the draft's path in the project,
    ``fingerprint`` that of the finding, ``words`` the hash of the quote's words in normal form: what these three say
    of is what was checked. ``exact`` is the quote as it stood, ``claims`` the claims behind it, ``at`` when (ISO 8601
    with zone)."""

    draft: str
    fingerprint: str
    words: str
    exact: str
    verdict: str
    claims: tuple[str, ...] = ()
    by: str
    at: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseFinding:
    """A rule of the house that a quote breaks, and what to tell the reader; ``suppressed`` as for a quote."""

    rule: str
    severity: Severity
    message: str
    suppressed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCheck:
    """A quotation or attributed statement of a draft, judged. ``start`` and ``end`` are places of
    ``span``; ``fingerprint`` stays the same when other parts of the draft change; ``suppressed`` is
    the reason given in the draft for ignoring the verdict (the severity is then "none"); ``signed``
    is the sign-off of these very words with this verdict, None without one; ``backing`` is every
    passage that has the words and is not somebody else's, ``variants`` those that have them
    differently, both empty unless a rule of the house asks for them; ``house`` are the rules of the
    house that the quote breaks."""

    kind: Kind
    exact: str
    span: Span
    start: Place
    end: Place
    speaker: str | None
    verdict: Verdict
    fingerprint: str
    suppressed: str | None = None
    signed: SignOff | None = None
    backing: tuple[Match, ...] = ()
    variants: tuple[Match, ...] = ()
    house: tuple[HouseFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Trouble with a user's file, as a value: where it is, what is wrong, and what to do."""

    path: str
    message: str
    line: int | None = None
    column: int | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a quote between two drafts: ``kept`` (the same words of the same speaker, ``moved`` when it
    stands elsewhere among the quotes), ``altered``, ``new`` (``old`` is None) or ``gone`` (``new`` is None)."""

    kind: Literal["kept", "altered", "new", "gone"]
    old: QuoteCheck | None
    new: QuoteCheck | None
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One draft, checked. ``text`` is the draft's decoded text, empty when ``error`` says why the draft could not
    be read. ``problems`` are remarks about the draft itself, such as a suppression that
    suppresses nothing; ``drifted`` are remarks about sources that are not what they were when the draft's quotes were
    taken from them. ``changes`` is what differs from the older draft ``against``, None where there was none.
    ``sha256`` is of the draft's bytes."""

    path: str
    quotes: tuple[QuoteCheck, ...] = ()
    problems: tuple[Problem, ...] = ()
    drifted: tuple[Problem, ...] = ()
    error: Problem | None = None
    text: str = field(default="", repr=False)
    sha256: str = ""
    changes: tuple[Change, ...] | None = None
    against: str | None = None
