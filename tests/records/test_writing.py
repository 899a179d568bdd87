"""What is written is read back, letter for letter, and looks as the contract shows it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.errors import RecordError
from quotecheck.model import Claim, Origin, Span, TextQuote
from quotecheck.records.schema import ClaimFile, parse
from quotecheck.records.writing import quoted, render
from tests.records.strategies import TEXTS, claim_lists

ORIGIN = Origin(path="sources/pier.txt", sha256="0f" * 32, title='The "pier"', type="speech")


def test_the_layout_is_that_of_the_contract() -> None:
    claim = Claim(
        id="2026-pier-4f1c9e",
        kind="direct",
        speaker="NO",
        source=None,
        cue="added",
        content=(
            TextQuote(exact="We “stay”", prefix="said, ", suffix=".", span=Span(start=4, end=13), line=2),
            TextQuote(exact="so\u0085there"),
        ),
        origin=ORIGIN,
        locator="00:12",
        status="verified",
        note="heard\nit",
    )
    assert render(ClaimFile(path="claims/pier.yaml", origin=ORIGIN, claims=(claim,))) == (
        "schema: 1\n"
        "source:\n"
        '  path: "sources/pier.txt"\n'
        f"  sha256: {'0f' * 32}\n"
        '  title: "The \\"pier\\""\n'
        '  type: "speech"\n'
        "claims:\n"
        "- id: 2026-pier-4f1c9e\n"
        "  kind: direct\n"
        '  speaker: "NO"\n'
        "  source: null\n"
        '  cue: "added"\n'
        "  content:\n"
        '  - {exact: "We “stay”", prefix: "said, ", suffix: ".", start: 4, end: 13, line: 2}\n'
        '  - {exact: "so\\u0085there"}\n'
        '  locator: "00:12"\n'
        "  status: verified\n"
        '  note: "heard\\nit"\n'
    )


@given(claims=claim_lists(ORIGIN))
def test_claims_come_back_as_they_were(claims: tuple[Claim, ...]) -> None:
    file = ClaimFile(path="claims/pier.yaml", origin=ORIGIN, claims=claims)
    text = render(file)
    assert parse(text, file.path) == file
    assert render(parse(text, file.path)) == text
    assert all(line.isprintable() for line in text.splitlines() if line.isascii())


@given(text=TEXTS)
def test_any_yaml_reader_reads_the_texts(text: str) -> None:
    written = quoted(text)
    assert len(written.splitlines()) == 1
    assert yaml.safe_load(written) == text
    assert yaml.load(written, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == text


@given(half=st.characters(categories=["Cs"]))
def test_half_a_character_is_an_error_that_names_the_file(half: str) -> None:
    origin = Origin(path="sources/pier.txt", title=f"a{half}")
    with pytest.raises(RecordError, match=r"claims/pier.yaml: cannot be written: .*half of a character"):
        render(ClaimFile(path="claims/pier.yaml", origin=origin))
