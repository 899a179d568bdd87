"""Extraction on public annotated news does not get worse: the floors of floors.yaml hold."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from benchmarks.quality import articles, measure, raise_floors, shared
from quotecheck.quoting import extract

FLOORS: dict[str, float] = yaml.safe_load(Path(__file__).with_name("floors.yaml").read_text(encoding="utf-8"))[
    "extraction"
]


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    """The figures on the development articles."""
    folder = shared()
    if folder is None:
        pytest.skip("the annotated articles are not here; QUOTECHECK_SHARED names their folder")
    return measure(folder, "dev")


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_floor(figure: str, measured: dict[str, float]) -> None:
    if figure == "nonspeech_taken":
        assert measured[figure] <= FLOORS[figure]
    else:
        assert measured[figure] >= FLOORS[figure]


def test_every_attribution_of_real_articles_is_well_formed() -> None:
    """Content there is, spans stand in the text in reading order, and content is apart from cue and source."""
    folder = shared()
    if folder is None:
        pytest.skip("the annotated articles are not here; QUOTECHECK_SHARED names their folder")
    wrong = []
    for row in articles(folder, "dev") + articles(folder, "train"):
        text = str(row["text"])
        for found in extract(text):
            parts = (found.source, found.cue, found.content)
            in_order = all(one.end <= two.start for spans in parts for one, two in pairwise(spans))
            inside = all(0 <= span.start < span.end <= len(text) for spans in parts for span in spans)
            apart = not any(
                one.start < two.end and two.start < one.end
                for one in found.content
                for two in (*found.cue, *found.source)
            )
            if not (found.content and in_order and inside and apart):
                wrong.append((row["doc_id"], found))
    assert wrong == []


def test_the_articles_held_back_are_apart_from_those_tuned_on() -> None:
    folder = shared()
    if folder is None:
        pytest.skip("the annotated articles are not here; QUOTECHECK_SHARED names their folder")
    tuned, held = ({row["doc_id"] for row in articles(folder, name)} for name in ("train", "held-back"))
    assert (len(tuned), len(held)) == (672, 168)
    assert not tuned & held


def test_floors_are_raised_and_never_lowered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floors = tmp_path / "floors.yaml"
    floors.write_text(
        "# Why.\nextraction:\n  indirect_f1: 40.0\n  all_kinds_f1: 50.0\n  nonspeech_taken: 6\n"
        "verification:\n  indirect_f1: 1.0\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("benchmarks.quality.FLOORS", floors)
    raised = raise_floors({"indirect_f1": 41.29, "all_kinds_f1": 49.9, "nonspeech_taken": 4.0})
    assert raised == ["indirect_f1: 40.0 → 41.2", "nonspeech_taken: 6 → 4"]
    assert floors.read_text(encoding="utf-8") == (
        "# Why.\nextraction:\n  indirect_f1: 41.2\n  all_kinds_f1: 50.0\n  nonspeech_taken: 4\n"
        "verification:\n  indirect_f1: 1.0\n"
    )
