"""Claims of all shapes, for the property tests of this folder."""

from __future__ import annotations

from hypothesis import strategies as st

from quotecheck.model import KINDS, STATUSES, Claim, Origin, Review, Span, TextQuote

_ODD = "\0\t\n\r\x07\x1b\x7f\x85\x9f\u2028\u2029\ufeff\ufffe\uffff\"'\\#:-{}[],&*!|>%@` 🎻\U0001fffe"
_TYPED = ["NO", "null", "~", "", " ", "yes", "12:30", "010", "1.10", "2026-13-45", "<<", "---", "- a", "a: b", "“x”"]
TEXTS = st.one_of(st.text(max_size=30), st.text(alphabet=_ODD, max_size=12), st.sampled_from(_TYPED))
WORDS = TEXTS.filter(lambda text: bool(text.strip()))
NAMES = st.one_of(st.none(), TEXTS.filter(bool))


@st.composite
def quotes(draw: st.DrawFn) -> TextQuote:
    start = draw(st.one_of(st.none(), st.integers(0, 10**6)))
    exact = draw(WORDS)
    return TextQuote(
        exact=exact,
        prefix=draw(TEXTS),
        suffix=draw(TEXTS),
        span=None if start is None else Span(start=start, end=start + len(exact)),
        line=draw(st.one_of(st.none(), st.integers(1, 10**6))),
    )


@st.composite
def claim_lists(draw: st.DrawFn, origin: Origin) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            id=f"pier-{number:06x}",
            kind=draw(st.sampled_from(KINDS)),
            speaker=draw(NAMES),
            source=draw(NAMES),
            cue=draw(NAMES),
            content=tuple(draw(st.lists(quotes(), min_size=1, max_size=3))),
            origin=origin,
            locator=draw(st.one_of(st.none(), TEXTS)),
            status=draw(st.sampled_from(STATUSES)),
            note=draw(st.one_of(st.none(), TEXTS)),
            reviewed=draw(st.one_of(st.none(), st.builds(Review, by=WORDS, at=st.just("2026-04-03T10:15:00+02:00")))),
        )
        for number in range(draw(st.integers(0, 4)))
    )
