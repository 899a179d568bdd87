"""Sign-offs: kept strictly, they go with a quote that moves and fall when its words change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.checking import verify
from quotecheck.errors import RecordError
from quotecheck.judging.drafts import signoff_key
from quotecheck.judging.fingerprints import words_print
from quotecheck.model import Claim, Origin, Report, SignOff, TextQuote
from quotecheck.reading import read_text
from quotecheck.records.paths import draft_name
from quotecheck.records.schema import ClaimFile
from quotecheck.records.signoffs import (
    Key,
    SignOffs,
    key_of,
    load_signoffs,
    parse_signoffs,
    render_signoffs,
    save_signoffs,
)
from quotecheck.records.store import Store

ONE = SignOff(
    draft="drafts/pier.md",
    fingerprint="0123456789abcdef",
    words="a" * 64,
    exact="The pier is “safe”: yes",
    verdict="exact",
    claims=("pier-1",),
    by="Mina Hald",
    at="2026-04-03T10:15:00+00:00",
    note="heard the tape",
)
LINE = "“The pier will open on the first of May,” said Ada Lind.\n"
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30).filter(str.strip)


def project(tmp_path: Path) -> Store:
    origin = Origin(path="", title="phone")
    words = TextQuote(exact="The pier will open on the first of May, and the band will play.")
    claim = Claim(
        id="phone-1", kind="direct", speaker="Ada Lind", source="Ada Lind", cue=None, content=(words,), origin=origin
    )
    store = Store.open(tmp_path)
    store.save(ClaimFile(path="claims/phone.yaml", origin=origin, claims=(claim,)))
    return store


def checked(store: Store, text: str, path: Path) -> Report:
    return verify(read_text(text, path=path.as_posix()), store)


@given(st.builds(replace, st.just(ONE), exact=TEXTS, by=TEXTS, draft=TEXTS, note=TEXTS | st.none()))
def test_what_is_written_is_read_again(one: SignOff) -> None:
    held = SignOffs(held=(one, replace(one, fingerprint="other")))
    again = parse_signoffs(render_signoffs(held), "signoffs.yaml")
    expected = tuple(replace(each, note=each.note or None) for each in held.held)
    assert again.held == expected


def test_a_later_sign_off_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    later = replace(ONE, by="Nils Borg", note=None)
    both = SignOffs(held=(ONE, replace(ONE, draft="b.md"))).with_([later])
    assert both.held == (replace(ONE, draft="b.md"), later)
    assert both.of(key_of(ONE)) == later
    save_signoffs(tmp_path, both)
    assert load_signoffs(tmp_path) == both
    assert load_signoffs(None) == SignOffs() == load_signoffs(tmp_path / "nowhere") == parse_signoffs("", "s")


def test_it_goes_with_a_quote_that_moves_and_falls_when_words_change(tmp_path: Path) -> None:
    store, path = project(tmp_path), tmp_path / "draft.md"
    (check,) = checked(store, LINE, path).quotes
    name = draft_name(tmp_path, path.as_posix())
    key = signoff_key(name, check)
    assert name == "draft.md" and key == Key("draft.md", check.fingerprint, words_print(check.exact))
    given_ = replace(ONE, draft=name, fingerprint=check.fingerprint, words=words_print(check.exact), exact=check.exact)
    save_signoffs(tmp_path, SignOffs(held=(given_,)))
    assert checked(store, LINE, path).quotes[0].signed == given_
    moved = checked(store, "# Pier\n\nIt is cold.\n\n" + LINE, path).quotes[0]
    assert moved.signed == given_ and moved.start.line == 5
    styled = LINE.replace("“", '"').replace("”", '"')
    assert checked(store, styled, path).quotes[0].signed == given_
    for late in ("will open" , "the first of"):
        edited = checked(store, LINE.replace(late, "opens"), path)
        assert [quote.signed for quote in edited.quotes] == [None]
        keys = [signoff_key(name, quote) for quote in edited.quotes]
        assert load_signoffs(tmp_path).fallen(name, keys) == (given_,)
    assert checked(store, LINE, tmp_path / "other.md").quotes[0].signed is None


def test_another_verdict_on_the_same_words_needs_another_look(tmp_path: Path) -> None:
    store, path = project(tmp_path), tmp_path / "draft.md"
    (check,) = checked(store, LINE, path).quotes
    given_ = replace(ONE, draft="draft.md", fingerprint=check.fingerprint, words=words_print(check.exact))
    save_signoffs(tmp_path, SignOffs(held=(given_,)))
    (other,) = checked(store, LINE.replace("Ada Lind", "Olaf Brun"), path).quotes
    assert other.verdict.verdict == "misattributed" and other.signed is None


def test_a_draft_has_one_name_wherever_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drafts").mkdir()
    monkeypatch.chdir(tmp_path / "drafts")
    assert draft_name(tmp_path, "a.md") == draft_name(tmp_path, str(tmp_path / "drafts" / "a.md")) == "drafts/a.md"
    assert draft_name(tmp_path, "<stdin>") == "<stdin>" and draft_name(None, "a.md") == "a.md"
    assert draft_name(tmp_path, "/elsewhere/a.md") == "/elsewhere/a.md"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("schema: 1", "schema: 2", "schema: expected the number 1, found '2'"),
        ("signoffs:", "signoff:", "signoff: unknown key (did you mean signoffs?)"),
        ("  by:", "  bye:", "signoffs[0].bye: unknown key (did you mean by?)"),
        ('"2026-04-03T10:15:00+00:00"', '"2026-04-03T10:15:00"', "signoffs[0].at: expected a time with its zone"),
        ("aaaa", "AAAA", "signoffs[0].words: expected 64 hexadecimal digits"),
        ('"Mina Hald"', '""', "signoffs[0].by: expected a text"),
        ('["pier-1"]', '"pier-1"', "signoffs[0].claims: expected a list"),
    ],
)
def test_errors_name_line_and_key(old: str, new: str, message: str) -> None:
    text = render_signoffs(SignOffs(held=(ONE,)))
    assert old in text
    with pytest.raises(RecordError) as caught:
        parse_signoffs(text.replace(old, new, 1), "signoffs.yaml")
    assert message in str(caught.value) and caught.value.problem.line


def test_two_sign_offs_of_one_quote_are_refused() -> None:
    text = render_signoffs(SignOffs(held=(ONE,)))
    twice = text + text.partition("signoffs:\n")[2]
    with pytest.raises(RecordError, match="one sign-off a quote"):
        parse_signoffs(twice, "signoffs.yaml")
