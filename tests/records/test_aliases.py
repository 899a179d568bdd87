"""Who is called what, across documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.errors import RecordError
from quotecheck.records.aliases import Aliases, Person, load_aliases, parse_aliases, save_aliases

HOLMS = Aliases(
    people=(Person(name="Karl Holm", aliases=("the harbour master", "Kalle", "Holm")), Person(name="Łucja O’Neil"))
)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Holm", "Karl Holm"),
        ("holm", "Greta Holm"),
        ("KARL HOLM", "Karl Holm"),
        ("karl", "the Harbour Master"),
        ("Kalle", "Karl Holm"),
        ("Karl Holm", "Kalle"),
        ("the harbour master", "Kalle"),
        ("lucja", "Łucja O’Neil"),
        ("o'neil", "Łucja O’Neil"),
        ("Zoë Ångström", "Zoe Angstrom"),
        ("Müller", "Muller"),
        ("Путин", "Владимир Путин"),
    ],
)
def test_who_is_meant(query: str, name: str) -> None:
    assert HOLMS.matches(query, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Karl Holm", "Greta Holm"),  # "Holm" is an alias of Karl, and still Greta is another person
        ("Kalle", "Greta Holm"),
        ("hol", "Karl Holm"),
        ("Karl", "Karla Holm"),
        ("Holm Karl", "Karl Holm"),
        ("Vladimir Holm", "Holm"),
        ("", "Karl Holm"),
        ("!", "?"),
    ],
)
def test_who_is_not_meant(query: str, name: str) -> None:
    assert not HOLMS.matches(query, name)


def test_merging_two_names_moves_aliases_over() -> None:
    merged = HOLMS.merged("Lucja O'Neil", "L. O’Neil").merged("Berta Quist", "Karl Holm")
    assert merged.canonical("kalle") == merged.canonical("KARL HOLM") == "Berta Quist"
    assert merged.canonical("L. O'Neil") == "Łucja O’Neil"
    assert merged.canonical("Greta Holm") == "Greta Holm"
    assert merged.merged("Berta Quist", "kalle") is merged


@pytest.mark.parametrize(("name", "alias"), [("Karl Holm", "KARL holm"), ("Łucja O’Neil", "Kalle")])
def test_merging_that_makes_no_sense_is_refused(name: str, alias: str) -> None:
    with pytest.raises(RecordError, match=r"same name|already an alias of 'Karl Holm'"):
        HOLMS.merged(name, alias)


def test_the_file(tmp_path: Path) -> None:
    assert load_aliases(None) == load_aliases(tmp_path) == parse_aliases("", "s") == Aliases()
    (tmp_path / "speakers.yaml").write_text("- name: Karl Holm\n  aliases: [Kalle, NO]\n- name: Ada Nordin\n", "utf-8")
    aliases = load_aliases(tmp_path)
    assert aliases.people == (Person(name="Karl Holm", aliases=("Kalle", "NO")), Person(name="Ada Nordin"))
    save_aliases(tmp_path, aliases)
    assert load_aliases(tmp_path) == aliases


@given(names=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map("N{}".format), unique=True))
def test_any_name_comes_back(names: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("names")
    aliases = Aliases()
    for number, name in enumerate(names):
        aliases = Aliases(people=(*aliases.people, Person(name=f"Person {number} x", aliases=(f"a{number} {name}",))))
    save_aliases(folder, aliases)
    assert load_aliases(folder) == aliases


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("name: x\n", 1, "expected a list of speakers"),
        ("- x\n", 1, "[0]: expected a group of keys"),
        ("- aliases: [a]\n", 1, "[0].name: expected a text, found no such key"),
        ("- name: A\n  alias: [b]\n", 2, "[0].alias: unknown key (did you mean aliases?)"),
        ("- name: A\n  aliases: b\n", 2, "[0].aliases: expected a list, found 'b'"),
        ("- name: A\n  aliases: [b, []]\n", 2, "[0].aliases[1]: expected a text, found a list"),
        (
            "- name: Ada\n  aliases: [b]\n- name: B\n",
            3,
            "[1].name: expected names of one person only ('B' is 'Ada' too)",
        ),
    ],
)
def test_errors_name_line_and_key(text: str, line: int, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_aliases(text, "speakers.yaml")
    assert caught.value.problem.line == line
    assert message in f"{caught.value.problem.message} ({caught.value.problem.hint})"
