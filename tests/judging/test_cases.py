"""The judge's own corpus: for every verdict and every reason drafts that call for it, and near misses that do not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from quotecheck.checking import verify
from quotecheck.judging.verdicts import REASONS, TABLE, VERDICTS
from quotecheck.judging.wording import RULES, name_of
from quotecheck.model import Claim, Origin, QuoteCheck, TextQuote
from quotecheck.records.settings import Settings
from quotecheck.records.store import Store

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [(path.stem, case) for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
# How often each verdict and reason must be shown, both ways.
AT_LEAST = 2


def claims_of(case: dict[str, Any]) -> list[Claim]:
    given = case.get("claims") or [{"Ada Lind": case["claim"]}]
    pairs = [pair for one in given for pair in one.items()]
    return [
        Claim(
            id=f"case-{number}",
            kind="direct",
            speaker=speaker,
            source=speaker,
            cue="said",
            content=(TextQuote(exact=words),),
            origin=Origin(path="sources/interview.txt"),
        )
        for number, (speaker, words) in enumerate(pairs)
    ]


def rows(case: dict[str, Any]) -> tuple[QuoteCheck, ...]:
    settings = Settings(switches=case.get("switches", {}))
    return verify(case["draft"], Store.from_claims(claims_of(case)), settings=settings).quotes


def said(checks: tuple[QuoteCheck, ...]) -> set[str]:
    return {name for check in checks for name in (check.verdict.verdict, *check.verdict.reasons)}


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{n}-{c['draft'][:48]}" for n, c in CASES])
def test_the_judge_says_what_a_careful_reader_says(case: dict[str, Any]) -> None:
    checks = rows(case)
    found = said(checks)
    assert checks or "fires" not in case, "the draft has a statement, and a row for it"
    told = [(check.exact, check.verdict.verdict, check.verdict.reasons) for check in checks]
    assert set(case.get("fires", "").split()) <= found, told
    assert not set(case.get("silent", "").split()) & found, told


@pytest.mark.parametrize("name", [*VERDICTS, *REASONS])
def test_each_verdict_and_reason_is_shown_to_fire_and_to_stay_silent(name: str) -> None:
    fires = Counter(word for _, case in CASES for word in case.get("fires", "").split())
    silent = Counter(word for _, case in CASES for word in case.get("silent", "").split())
    assert fires[name] >= AT_LEAST, f"{name}: drafts that call for it"
    assert silent[name] >= AT_LEAST, f"{name}: near misses"


def test_the_corpus_names_nothing_that_the_table_lacks() -> None:
    named = {word for _, case in CASES for key in ("fires", "silent") for word in case.get(key, "").split()}
    assert named == set(TABLE)


def test_every_rule_is_a_reason_of_the_table() -> None:
    assert {name_of(rule) for rule in RULES} <= set(REASONS)
    assert len({name_of(rule) for rule in RULES}) == len(RULES)


def test_an_alarm_tells_the_reader_something() -> None:
    for _, case in CASES:
        for check in rows(case):
            if check.verdict.severity in {"warning", "error"}:
                assert check.verdict.message and "%" not in check.verdict.message.replace("50%", "")
