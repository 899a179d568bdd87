"""Names in prose: where they stand, how they are built, and whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.quoting.cast import Cast
from quotecheck.quoting.namebook import (
    first_names,
    fold,
    organisation_words,
    places,
    public_figures,
    roles,
    same_first_name,
    short_forms,
    starters,
)
from quotecheck.quoting.names import find, whole

# text → (name as it stands, sort, titles) of each mention
MENTIONS = {
    "two words": ("said Greta Holm today", [("Greta Holm", "person", ())]),
    "one word": ("said Holm today", [("Holm", "single", ())]),
    "possessive left out": (
        "Greta Holm’s mill and Brandt's boat",
        [("Greta Holm", "person", ()), ("Brandt", "single", ())],
    ),
    "initials": ("by Karl W. Brandt", [("Karl W. Brandt", "person", ())]),
    "double initials": ("by J.R. Brandt", [("J.R. Brandt", "maybe", ())]),
    "courtesy title": ("Mr. Brandt left", [("Brandt", "person", ("mr",))]),
    "office, short": ("Sen. Karl Brandt left", [("Karl Brandt", "person", ("senator",))]),
    "two offices": ("Prime Minister Karl Brandt left", [("Karl Brandt", "person", ("prime-minister",))]),
    "office alone": ("the Governor left", [("Governor", "role", ("governor",))]),
    "country and office": ("Utopian President Karl Brandt", [("Karl Brandt", "person", ("president",))]),
    "acronym before a name": ("the FBI Agent Karl Brandt", [("Karl Brandt", "person", ("agent",))]),
    "people before a name": ("the Iraqi Karl Brandt", [("Karl Brandt", "person", ())]),
    "suffix": ("Karl Brandt Jr. left", [("Karl Brandt Jr.", "person", ())]),
    "suffix after a comma": ("Karl Brandt, Jr. left", [("Karl Brandt, Jr.", "person", ())]),
    "particles": ("Ludwig van der Meer left", [("Ludwig van der Meer", "person", ())]),
    "hyphen": ("Jean-Luc Anders-Holm left", [("Jean-Luc Anders-Holm", "person", ())]),
    "apostrophe": ("Sean O’Neil and Sean O'Neil", [("Sean O’Neil", "person", ()), ("Sean O'Neil", "person", ())]),
    "accents": ("Élodie Núñez left", [("Élodie Núñez", "maybe", ())]),
    "letters beyond Latin-1": ("Ana Žižek left", [("Ana Žižek", "person", ())]),
    "nickname in marks": ("Robert “Bob” Hale left", [("Robert “Bob” Hale", "person", ())]),
    "opening word": ("But Holm left. The mill burned.", [("Holm", "single", ())]),
    "opening word that can be a surname": ("Young left", [("Young", "single", ())]),
    "sentence end between names": ("He met Holm. Brandt left", [("Holm", "single", ()), ("Brandt", "single", ())]),
    "abbreviated title inside a sentence": ("He met Dr. Holm", [("Holm", "person", ("doctor",))]),
    "organisation": ("the Port Amsel Herald", [("Port Amsel Herald", "organisation", ())]),
    "organisation with a role in it": ("the Republican Party", [("Republican Party", "organisation", ())]),
    "organisation with a first name": ("the Jane Roe Foundation", [("Jane Roe Foundation", "organisation", ())]),
    "building's word as a surname": ("Ann Hall left", [("Ann Hall", "person", ())]),
    "firm": ("Holm & Brandt left", [("Holm & Brandt", "organisation", ())]),
    "place": ("in New Jersey on Monday", [("New Jersey", "place", ()), ("Monday", "place", ())]),
    "capitals": ("GRETA HOLM: Yes", [("GRETA HOLM", "person", ())]),
    "role that no list knows": ("Harbor Master Greta Holm", [("Greta Holm", "person", ("master",))]),
    "headline run on": ("Holm Greta Holm left", [("Greta Holm", "person", ())]),
    "no break space": ("Greta\u00a0Holm left", [("Greta\u00a0Holm", "person", ())]),
    "not over a line": ("Greta\nHolm", [("Greta", "single", ()), ("Holm", "single", ())]),
    "inside a word": ("iPhone McHolm eBay", [("McHolm", "single", ())]),
    "nothing": ("no names here, 12 of them", []),
}


@pytest.mark.parametrize(("text", "expected"), MENTIONS.values(), ids=MENTIONS.keys())
def test_mentions(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    found = find(text)
    rows = zip(found.starts, found.ends, found.names, strict=True)
    assert [(text[start:end], name.sort, name.titles) for start, end, name in rows] == expected


PEOPLE = {
    "fullest name": ("Karl Brandt came. Karl W. Brandt left. Brandt fell.", ["Karl W. Brandt"]),
    "different first names": ("Karl Brandt met Greta Brandt.", ["Karl Brandt", "Greta Brandt"]),
    "different middle initials": ("Karl A. Brandt met Karl B. Brandt.", ["Karl A. Brandt", "Karl B. Brandt"]),
    "known by the middle name": ("Karl Otto Brandt came. Otto Brandt left.", ["Karl Otto Brandt"]),
    "initial for a first name": ("Karl Brandt came. K. Brandt left.", ["Karl Brandt"]),
    "title and surname only": ("Mr. Brandt came. Brandt left.", ["Brandt"]),
    "public figure by office": ("President Obama came.", ["Barack Obama"]),
    "public figure beside a namesake": ("Mr. Obama met Michelle Obama.", ["Michelle Obama", "Barack Obama"]),
    "namesake of a public figure": ("Professor Kelly Ford came. Mrs. Ford left.", ["Kelly Ford"]),
    "places are nobody": ("He lives in Amsel Bay and in New Jersey.", []),
    "organisations are nobody": ("The Amsel Herald called the Port Authority.", []),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.values(), ids=PEOPLE.keys())
def test_people(text: str, expected: list[str]) -> None:
    assert [person.name for person in Cast(text, find(text)).people] == expected


def test_gender_from_names_and_titles() -> None:
    text = "Greta Holm thanked Karl Brandt when Mrs. Quill, Congresswoman Zyx Ostrava and Robin Vance came late."
    found = {person.name: person.gender for person in Cast(text, find(text)).people}
    assert found == {"Greta Holm": "f", "Karl Brandt": "m", "Quill": "f", "Zyx Ostrava": "f", "Robin Vance": ""}


def test_whole() -> None:
    name = whole("Greta Holm")
    assert name is not None and name.words == ("Greta", "Holm")
    assert whole("Greta Holm left") is None
    assert whole("") is None


def test_fold() -> None:
    assert [fold(word) for word in ("Núñez", "O’Neil", "SEN.", "")] == ["nunez", "o'neil", "sen", ""]


def test_same_first_name() -> None:
    assert same_first_name("robert", "bob") and same_first_name("bob", "robert") and same_first_name("k", "karl")
    assert not same_first_name("robert", "karl") and not same_first_name("k", "greta")


def test_word_lists_are_clean() -> None:
    """Every entry is folded, or it would never be found."""
    lists = (first_names(), roles(), organisation_words(), places(), starters(), short_forms(), public_figures())
    unfolded = [word for words in lists for word in words if fold(word) != word]
    assert unfolded == []
    assert {name: gender for name, gender in first_names().items() if name in ("greta", "karl", "jordan")} == {
        "greta": "f",
        "karl": "m",
        "jordan": "",
    }


@given(st.text())
def test_find_stays_inside_the_text(text: str) -> None:
    found = find(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))
    assert found.starts == sorted(found.starts)
    Cast(text, found)
