"""Extraction against the project's own corpus, with a list of the known misses that only gets shorter.

``python -m tests.quoting.test_golden`` prints every trouble; with ``--write`` it takes the cases that are now
right off the list, and with ``--write --add`` it also puts new misses on it.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.quoting.golden_case import Case, find, heads_of, load, troubles

MISSES = Path(__file__).with_name("golden_misses.yaml")
CASES = load()
KNOWN_MISSES: frozenset[str] = frozenset(yaml.safe_load(MISSES.read_text(encoding="utf-8"))["KNOWN_MISSES"] or ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case) -> None:
    wrong = troubles(case)
    if case.name in KNOWN_MISSES:
        assert wrong, f"{case.name} is right now: take it off {MISSES.name}"
    else:
        assert wrong == [], "\n".join([case.text, *wrong])


def test_the_corpus_is_sound() -> None:
    """Unique names, every expected word in its text, no name on the list of misses that is no case."""
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []
    assert KNOWN_MISSES <= {case.name for case in CASES}
    assert len(CASES) >= 70
    for case in CASES:
        for wanted in (*case.attributions, *case.optional):
            assert all(find(case.text, word) for word in wanted["content"])
            assert "cue" not in wanted or find(case.text, wanted["cue"])
            assert not wanted.get("source") or heads_of(case.text, wanted)
        assert all(find(case.text, word) for word in case.not_speech)


def main(arguments: list[str]) -> int:
    """Prints the troubles of every case and how many cases are right; see the module's docstring."""
    wrong = {case.name: troubles(case) for case in CASES}
    for case in CASES:
        if wrong[case.name]:
            print(f"{case.file}: {case.name}", *wrong[case.name], sep="\n    ")
    missed = {name for name, what in wrong.items() if what}
    print(f"{len(CASES) - len(missed)} of {len(CASES)} right; new misses: {sorted(missed - KNOWN_MISSES)}")
    if "--write" in arguments:
        kept = missed if "--add" in arguments else missed & KNOWN_MISSES
        head = MISSES.read_text(encoding="utf-8").split("KNOWN_MISSES:")[0]
        lines = "".join(f"- {case.name}\n" for case in CASES if case.name in kept)
        MISSES.write_text(head + "KNOWN_MISSES:\n" + lines if lines else head + "KNOWN_MISSES: []\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
