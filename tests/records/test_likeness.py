"""Which names look like one person's, and which do not."""

from __future__ import annotations

import pytest

from quotecheck.records.aliases import Aliases, Person
from quotecheck.records.likeness import MOST_IN_A_GROUP, alike


def pairs(*names: str, aliases: Aliases | None = None) -> list[tuple[str, str]]:
    counts = {name: 1 + len(name) for name in names}
    return [(found.name, found.alias) for found in alike(counts, aliases or Aliases())]


@pytest.mark.parametrize(
    ("fuller", "other"),
    [
        ("Ruth Delacroix", "R. Delacroix"),
        ("Ruth Delacroix", "Mayor Delacroix"),
        ("Ruth Delacroix", "Delacroix"),
        ("Ruth Delacroix", "Mayor Ruth Delacroix"),
        ("Ruth A. Delacroix", "Ruth Delacroix"),
        ("Ruth Delacroix", "Ruth Delacrois"),
        ("William Harrow", "Bill Harrow"),
        ("Samuel Harrow Jr.", "Samuel Harrow"),
        ("Łucja Brzozowska", "Lucja Brzozovska"),
    ],
)
def test_names_of_one_person(fuller: str, other: str) -> None:
    found = pairs(fuller, other)
    assert len(found) == 1 and set(found[0]) == {fuller, other}


@pytest.mark.parametrize(
    "names",
    [
        ("Ruth Delacroix", "Paul Delacroix"),
        ("Ruth Delacroix", "Paul Delacroix", "Delacroix"),
        ("Ruth Delacroix", "Ruth Harrow"),
        ("Ruth A. Delacroix", "Ruth B. Delacroix"),
        ("Dean Harrow", "Ruth Harrow"),
        ("Ruth Lee", "Ruth Leo"),
        ("Orla Quist", "ORLA QUIST"),
        ("Delacroix",),
        (),
    ],
)
def test_names_of_several(names: tuple[str, ...]) -> None:
    assert pairs(*names) == []


def test_what_a_person_has_said_is_not_asked_again() -> None:
    told = Aliases(people=(Person(name="Ruth Delacroix", aliases=("R. Delacroix",)), Person(name="Rita Delacroix")))
    assert pairs("Ruth Delacroix", "R. Delacroix", aliases=told) == []
    assert pairs("R. Delacroix", "Rita Delacroix", aliases=told) == []
    assert pairs("Rita Delacroix", "Rita Delacrois", aliases=told) == [("Rita Delacrois", "Rita Delacroix")]


def test_a_frequent_word_suggests_nothing_and_costs_nothing() -> None:
    assert pairs(*(f"Ruth A{number:04d}x" for number in range(20 * MOST_IN_A_GROUP))) == []


def test_two_of_very_many_with_one_surname_are_found() -> None:
    crowd = [f"{first}{letter} Harrow" for first in "BCDEFGHIKLMNOPQ" for letter in ("uvw", "xyz", "ijk", "ghg", "mnm")]
    assert len(crowd) > MOST_IN_A_GROUP
    assert ("Jolanta Harrow", "J. Harrow") in pairs(*crowd, "Jolanta Harrow", "J. Harrow")
