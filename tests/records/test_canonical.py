"""The quick reader of claim files against the strict one: it reads what the program writes, and nothing differently."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.errors import RecordError
from quotecheck.model import Claim, Origin, Review, Span, TextQuote
from quotecheck.records.canonical import canonical, canonical_origin, read_claims
from quotecheck.records.schema import ClaimFile, parse
from quotecheck.records.writing import render
from tests.records.strategies import TEXTS, claim_lists

ORIGIN = Origin(path="sources/pier.txt", sha256="0f" * 32, title='The "pier"', type="speech")
TYPED = Origin(path="", title="a call", url="https://example.org/a", published="2026-03-04")
PATH = "claims/pier.yaml"


@given(origin=st.sampled_from([ORIGIN, TYPED]), data=st.data())
def test_what_is_written_is_read(origin: Origin, data: st.DataObject) -> None:
    file = ClaimFile(path=PATH, origin=origin, claims=data.draw(claim_lists(origin)))
    assert canonical(render(file), PATH) == file
    assert canonical_origin(render(file)) == origin


@given(title=TEXTS, publisher=st.one_of(st.none(), TEXTS), author=st.one_of(st.none(), TEXTS))
def test_any_description_of_a_source_is_read(title: str, publisher: str | None, author: str | None) -> None:
    file = ClaimFile(path=PATH, origin=Origin(path="a b.txt", title=title, publisher=publisher, author=author))
    assert canonical(render(file), PATH) == parse(render(file), PATH) == file


WHOLE = render(
    ClaimFile(
        path=PATH,
        origin=ORIGIN,
        claims=tuple(
            Claim(
                id=name,
                kind="direct",
                speaker=speaker,
                source=None,
                cue="said",
                content=(TextQuote(exact="We “stay”\t", prefix="a\\", span=Span(start=4, end=14), line=2),) * 2,
                origin=ORIGIN,
                locator="00:12",
                status="verified",
                note=note,
                reviewed=Review(by="Mira “M.” Sand", at="2026-04-03T10:15:00+00:00") if note else None,
            )
            for name, speaker, note in (("pier-1", None, None), ("a.b", "Ada\u0085", "x"))
        ),
    )
)
PIECES = ["\n", " ", '"', "\\", "x", "null", "-", "{", "}", "\t", "\u0085", "\u2028", "#", ": ", "0", "&a ", "\\ud83d"]


@settings(max_examples=400)
@given(st.data())
def test_whatever_is_changed_is_read_as_the_strict_reader_does(data: st.DataObject) -> None:
    """One place of a file is cut, doubled or written over: the quick reader gives up, or both agree."""
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 12)))
    text = WHOLE[:start] + data.draw(st.sampled_from(["", *PIECES, WHOLE[start:end] * 2])) + WHOLE[end:]
    found = canonical(text, PATH)
    assert found is None or found == parse(text, PATH)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema: 1", "schema: 2"),
        ("sources/pier.txt", "../pier.txt"),
        ('"speech"', '"song"'),
        ("a.b", "pier-1"),
        ("start: 4, end: 14", "start: 14, end: 14"),
        ("We “stay”\\t", " "),
        ("claims:\n", "claims:\n# mine\n"),
        ("verified", "verifed"),
        ("  cue", "  # why\n  cue"),
        ("kind: direct", "kind: 'direct'"),
        ("2026-04-03T", "2026-04-33T"),
        ("Mira “M.” Sand", " "),
    ],
)
def test_what_is_wrong_or_unusual_is_left_to_the_strict_reader(old: str, new: str) -> None:
    assert canonical(WHOLE, PATH) is not None and old in WHOLE
    changed = WHOLE.replace('id: "a.b"', 'id: "a.b"').replace(old, new)
    assert canonical(changed, PATH) is None
    try:
        assert read_claims(changed, PATH) == parse(changed, PATH)
    except RecordError as error:
        with pytest.raises(RecordError) as same:
            parse(changed, PATH)
        assert same.value.problem == error.problem
