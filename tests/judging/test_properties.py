"""What holds for every quote: honest ones are left alone, changed words are seen, and writing makes no difference."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.checking import verify
from quotecheck.matching.normal import norms
from quotecheck.model import Claim, Origin, Report, TextQuote
from quotecheck.records.settings import Settings
from quotecheck.records.store import Store

SPOKEN = {
    "Ada Lind": (
        "The dredging will start in April and the silt will be gone from the basin by autumn.",
        "My grandfather built half of these boats, and he would weep if he saw the quay today.",
        "Nobody asked the pilots, nobody asked the fishermen, and now everybody acts surprised.",
    ),
    "Karl Orlov": (
        "We have counted 1,250 crates in the northern shed since the storm broke the crane.",
        "The province paid for the lighthouse, so the province should mend its broken lantern.",
    ),
    "Ines Varga": ("Café owners along the promenade fear that a façade of glass will drive the old guests away.",),
}
QUOTES = [(speaker, words) for speaker, quotes in SPOKEN.items() for words in quotes]
# Words that no quote above holds in any form.
STRANGE = ("walnut", "gravel", "orchestra", "pepper", "marble", "velvet", "saddle", "lantern-maker")
SMALL = frozenset(
    "the a an in and of by from my he would if to we have since so that will be should its for these".split()
)


def store(order: random.Random | None = None) -> Store:
    claims = [
        Claim(
            id=f"claim-{number}",
            kind="direct",
            speaker=speaker,
            source=speaker,
            cue="said",
            content=(TextQuote(exact=words),),
            origin=Origin(path=f"sources/{number}.txt"),
        )
        for number, (speaker, words) in enumerate(QUOTES)
    ]
    if order:
        order.shuffle(claims)
    return Store.from_claims(claims)


STORE = store()


def alarms(report: Report) -> list[tuple[str, str]]:
    return [(q.verdict.verdict, q.exact) for q in report.quotes if q.verdict.severity in {"warning", "error"}]


def verdicts(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(q.verdict.verdict, q.verdict.severity, q.verdict.reasons) for q in report.quotes]


def draft(speaker: str, words: str, marks: str = "“”") -> str:
    return f"{marks[0]}{words}{marks[-1]} {speaker} said."


def check(text: str) -> Report:
    return verify(text, STORE, settings=Settings())


@given(st.sampled_from(QUOTES))
def test_a_whole_quote_is_never_alarmed(quote: tuple[str, str]) -> None:
    assert alarms(check(draft(*quote))) == []


@given(st.sampled_from(QUOTES), st.sampled_from(STRANGE), st.data())
def test_any_changed_content_word_is_alarmed(quote: tuple[str, str], strange: str, data: st.DataObject) -> None:
    speaker, said = quote
    words = said.split()
    places = [i for i, word in enumerate(words) if word.lower().strip(",.") not in SMALL]
    at = data.draw(st.sampled_from(places))
    change = data.draw(st.sampled_from(("replace", "insert", "delete")))
    if change == "delete" and at in {0, len(words) - 1}:
        return  # starting later and ending earlier is the right of a quote
    kept = words[:at] + ([] if change == "delete" else [strange]) + words[at + (change != "insert") :]
    assert alarms(check(draft(speaker, " ".join(kept)))), (change, kept)


@given(st.sampled_from(QUOTES), st.integers(0, 4), st.integers(6, 20))
def test_an_unbroken_part_is_no_misquote(quote: tuple[str, str], start: int, length: int) -> None:
    speaker, said = quote
    part = " ".join(said.split()[start : start + length]).rstrip(",.")
    found = {verdict for verdict, _ in alarms(check(draft(speaker, part)))}
    assert not found & {"misquote", "unsourced", "misattributed", "stitched", "partly-sourced"}


@given(
    st.sampled_from(QUOTES),
    st.sampled_from(("“”", '""')),
    st.sampled_from(("NFC", "NFD", "NFKC")),
    st.integers(1, 9),
    st.sampled_from(("\n", "\u00a0", " \n")),
    st.booleans(),
)
def test_writing_makes_no_difference(
    quote: tuple[str, str], marks: str, form: str, at: int, space: str, wrong: bool
) -> None:
    speaker, said = quote
    words = said.split()
    if wrong:
        words[at] = "gravel"
    plain = draft(speaker, " ".join(words))
    other = " ".join(words[:at]) + space + " ".join(words[at:])
    assert verdicts(check(unicodedata.normalize(form, draft(speaker, other, marks)))) == verdicts(check(plain))


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.sampled_from(QUOTES), st.booleans())
def test_the_order_of_claims_makes_no_difference(order: random.Random, quote: tuple[str, str], wrong: bool) -> None:
    speaker, said = quote
    text = draft("Karl Orlov" if wrong else speaker, said)
    shuffled = verify(text, store(order), settings=Settings())
    assert verdicts(shuffled) == verdicts(check(text))


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_no_text_breaks_the_judge(text: str) -> None:
    report = check(f"“{text}” Ada Lind said. {text}")
    for quote in report.quotes:
        assert report.text[quote.span.start : quote.span.end] == quote.exact


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_normal_form_is_one_for_all_writings(form: str) -> None:
    text = "The ﬁrst café’s “long-term” plan—1,000 crates, $2.5 or 50%—isn’t so\u00adft"
    assert norms(unicodedata.normalize(form, text)) == norms(
        "the first café's long term plan 1000 crates $2.5 or 50% isn't soft"
    )


def test_fingerprints_survive_edits_elsewhere() -> None:
    speaker, said = QUOTES[0]
    wrong = draft(speaker, said.replace("April", "March"))
    alone = check(wrong).quotes[0].fingerprint
    after = check(f"{draft(*QUOTES[3])}\n\nSome more words came first.\n\n{wrong}").quotes
    assert alone in {quote.fingerprint for quote in after}
    twice = [quote.fingerprint for quote in check(f"{wrong}\n\n{wrong}").quotes]
    assert len(set(twice)) == 2 and twice[0] == alone
