"""The rules of the house: for each a store and a draft where it fires, and a near miss where it stays silent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quotecheck.checking import verify
from quotecheck.judging.fingerprints import words_print
from quotecheck.judging.house import RULES, name_of
from quotecheck.judging.verdicts import HOUSE, VERDICTS
from quotecheck.model import Claim, Origin, QuoteCheck, SignOff, TextQuote
from quotecheck.reading import read_text
from quotecheck.records.aliases import Aliases, Person, save_aliases
from quotecheck.records.schema import ClaimFile
from quotecheck.records.settings import Settings
from quotecheck.records.signoffs import SignOffs, save_signoffs
from quotecheck.records.store import Store
from quotecheck.reporting import checkstyle, concise, csv, github, jsonl, junit, sarif
from quotecheck.reporting import json as json_format
from quotecheck.reporting.findings import findings
from quotecheck.reporting.text import summary_line

WORDS = "The harbour wall will be finished before the winter storms."
DRAFT = f"“{WORDS}” said Orla Quist, the harbour master.\n"
OURS, THEIRS = "The Lowen Courier", "The Brack Post"
LATER = WORDS.replace("before the winter", "long before the winter")


def source(
    number: int, words: str = WORDS, speaker: str = "Orla Quist", status: str = "extracted", **known: Any
) -> ClaimFile:
    origin = Origin(path=f"sources/{number}.txt", **known)
    claim = Claim(
        id=f"s-{number}",
        kind="direct",
        speaker=speaker,
        source=speaker,
        cue="said",
        content=(TextQuote(exact=words),),
        origin=origin,
        status=status,  # type: ignore[arg-type]
    )
    return ClaimFile(path=f"claims/{number}.yaml", origin=origin, claims=(claim,))


def rows(root: Path, files: list[ClaimFile], draft: str = DRAFT, **settings: Any) -> tuple[QuoteCheck, ...]:
    store = Store.open(root)
    for file in files:
        store.save(file)
    return verify(read_text(draft, path=(root / "d.md").as_posix()), store, settings=Settings(**settings)).quotes


def told(root: Path, files: list[ClaimFile], draft: str = DRAFT, **settings: Any) -> set[str]:
    return {found.rule for check in rows(root, files, draft, **settings) for found in check.house}


ARTICLE, TRANSCRIPT = {"type": "article"}, {"type": "transcript"}
GRADES = ("transcript", "interview", "article")
# rule → (fires, silent): each a list of (claim files, draft, settings)
CASES: dict[str, tuple[list[Any], list[Any]]] = {
    "retracted-claim": (
        [([source(1, status="retracted")], DRAFT, {})],
        [([source(1, status="retracted"), source(2)], DRAFT, {}), ([source(1, status="disputed")], DRAFT, {})],
    ),
    "disputed-claim": (
        [([source(1, status="disputed")], DRAFT, {})],
        [([source(1)], DRAFT, {}), ([source(1, status="disputed"), source(2, status="verified")], DRAFT, {})],
    ),
    "unchecked": (
        [([source(1)], DRAFT, {"require": "verified"})],
        [
            ([source(1)], DRAFT, {}),
            ([source(1, status="verified")], DRAFT, {"require": "verified"}),
            ([source(1)], "“Nobody has ever seen a whale in this hall,” said Orla Quist.", {"require": "verified"}),
        ],
    ),
    "too-few-sources": (
        [
            ([source(1)], DRAFT, {"min_sources": 2}),
            ([source(1, publisher=OURS), source(2, publisher=OURS)], DRAFT, {"min_sources": 2}),
            ([source(1), source(2, speaker="Tadeo Brandt")], DRAFT, {"min_sources": 2}),
        ],
        [
            ([source(1), source(2)], DRAFT, {"min_sources": 2}),
            ([source(1)], DRAFT, {}),
            ([source(n) for n in range(1, 6)], DRAFT, {"min_sources": 5}),
        ],
    ),
    "needs-second-source": (
        [([source(1)], DRAFT, {"second_source": ("Orla Quist",)}), ([source(1)], DRAFT, {"second_source": ("Quist",)})],
        [
            ([source(1), source(2)], DRAFT, {"second_source": ("Orla Quist",)}),
            ([source(1)], DRAFT, {"second_source": ("Tadeo Brandt",)}),
        ],
    ),
    "outranked-source": (
        [([source(1, **ARTICLE), source(2, LATER, **TRANSCRIPT)], DRAFT, {"grades": GRADES})],
        [
            ([source(1, **ARTICLE), source(2, LATER, **TRANSCRIPT)], DRAFT, {}),
            ([source(1, **TRANSCRIPT), source(2, LATER, **ARTICLE)], DRAFT, {"grades": GRADES}),
            ([source(1, **ARTICLE), source(2, **TRANSCRIPT)], DRAFT, {"grades": GRADES}),
        ],
    ),
    "another-paper": (
        [([source(1, publisher=THEIRS, **ARTICLE)], DRAFT, {"own_publishers": (OURS,)})],
        [
            ([source(1, publisher=THEIRS, **ARTICLE)], DRAFT, {}),
            ([source(1, publisher=OURS, **ARTICLE)], DRAFT, {"own_publishers": (OURS,)}),
            ([source(1, publisher=THEIRS, **TRANSCRIPT)], DRAFT, {"own_publishers": (OURS,)}),
            (
                [source(1, publisher=THEIRS, **ARTICLE)],
                DRAFT.replace("master.", "master, told the Brack Post."),
                {"own_publishers": (OURS,)},
            ),
        ],
    ),
}


def test_every_rule_is_explained_and_shown() -> None:
    assert [name_of(rule) for rule in RULES] != [] and {name_of(rule) for rule in RULES} == set(HOUSE) == set(CASES)
    assert not set(HOUSE) & set(VERDICTS)
    for meaning in HOUSE.values():
        assert meaning.kind == "house rule" and len(meaning.severities) == 1
        assert all((meaning.meaning, meaning.why, meaning.example, meaning.answer))


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_fires_where_it_must_and_is_silent_where_it_may_not(rule: str, tmp_path: Path) -> None:
    fires, silent = CASES[rule]
    for number, (files, draft, settings) in enumerate(fires):
        (tmp_path / f"fires{number}").mkdir()
        assert rule in told(tmp_path / f"fires{number}", files, draft, **settings), (number, settings)
    for number, (files, draft, settings) in enumerate(silent):
        (tmp_path / f"silent{number}").mkdir()
        assert rule not in told(tmp_path / f"silent{number}", files, draft, **settings), (number, settings)


def test_rules_change_no_verdict(tmp_path: Path) -> None:
    files = [source(1), source(2, LATER)]
    bare = rows(tmp_path, files)
    ruled = rows(tmp_path, files, min_sources=3, require="verified", grades=GRADES, second_source=("Quist",))
    assert [one.verdict for one in bare] == [one.verdict for one in ruled]
    assert bare[0].backing == () and len(ruled[0].backing) == 1 and ruled[0].house


def test_a_sign_off_is_a_person_s_word_and_a_late_edit_says_whose(tmp_path: Path) -> None:
    (check,) = rows(tmp_path, [source(1)], require="verified")
    signed = SignOff(
        draft="d.md",
        fingerprint=check.fingerprint,
        words=words_print(check.exact),
        exact=check.exact,
        verdict="exact",
        claims=("s-1",),
        by="Mina Hald",
        at="2026-04-03T10:15:00+00:00",
    )
    save_signoffs(tmp_path, SignOffs(held=(signed, replace(signed, draft="other.md"))))
    assert told(tmp_path, [], require="verified") == set()
    late = DRAFT.replace(" before the winter storms", "")
    (edited,) = rows(tmp_path, [], late, require="verified")
    (found,) = edited.house
    assert found.rule == "unchecked" and "Mina Hald signed this quote off on 2026-04-03" in found.message
    assert found.severity == "error" and edited.verdict.severity == "none"


def test_an_alias_needs_a_second_source_too(tmp_path: Path) -> None:
    save_aliases(tmp_path, Aliases(people=(Person("Orla Quist", ("The Admiral",)),)))
    assert "needs-second-source" in told(tmp_path, [source(1)], second_source=("The Admiral",))


def test_a_remark_can_ignore_a_rule_of_the_house(tmp_path: Path) -> None:
    draft = "<!-- quotecheck: ignore[too-few-sources] heard on the tape -->\n" + DRAFT
    store = Store.open(tmp_path)
    store.save(source(1))
    report = verify(read_text(draft, path="d.md"), store, settings=Settings(min_sources=2))
    (found,) = report.quotes[0].house
    assert (found.severity, found.suppressed, report.problems) == ("none", "heard on the tape", ())
    assert findings([report]) == () and "skipped" in junit.render([report])
    idle = verify(read_text(draft, path="d.md"), store, settings=Settings())
    assert "ignores no too-few-sources" in idle.problems[0].message


def test_every_format_tells_of_them(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.save(source(1))
    report = verify(read_text(DRAFT, path="d.md"), store, settings=Settings(min_sources=2, require="verified"))
    both = ["unchecked", "too-few-sources"]
    assert [found.rule for found in findings([report])] == both
    assert len({found.fingerprint for found in findings([report])} | {report.quotes[0].fingerprint}) == 3
    assert "1 of 1 quote verified; rules of the house: 1 too-few-sources, 1 unchecked" in summary_line([report])
    for module in (concise, jsonl, csv, github, checkstyle, junit, sarif, json_format):
        text = module.render([report])
        assert [rule for rule in both if rule not in text] == [], module.__name__
    results = json.loads(sarif.render([report]))["runs"][0]["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [(both[0], "error"), (both[1], "warning")]
    assert junit.render([report], "error").count("<failure") == 1
