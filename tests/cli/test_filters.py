"""Which claims are meant, in a store of many: few files are read for few claims, and claims come as they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from quotecheck.cli.filters import Chosen
from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.records.importing import import_rows
from quotecheck.records.store import Store
from quotecheck.records.tables import Row
from quotecheck.reporting import concise, csv, jsonl, schemaorg, webannotation
from quotecheck.reporting import json as json_format
from tests.cli.conftest import Run

FILES = 12
ASKED = (
    {"speaker": "quist"},
    {"speaker": "Ada Nordin"},
    {"status": "verified"},
    {"status": "extracted"},
    {"since": "2026-03-04"},
    {"until": "2026-03-02"},
    {"since": "2026-03-03", "until": "2026-03-05", "speaker": "Karl"},
    {"kind": "direct", "source": "radio 7"},
    {"speaker": "Orla Quist", "grep": "number 2"},
    {"speaker": "Nobody"},
    {},
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Twelve files; one of them quotes Orla Quist, and one holds a claim that is verified."""
    rows = [
        Row(quote=f"Claim number {at} of {file}", speaker=name, source=f"Radio {file}", date=f"2026-03-{file + 1:02}")
        for file in range(FILES)
        for at, name in enumerate(("Ada Nordin", "Karl Holm", "Orla Quist" if file == 7 else None))
    ]
    found = Store.open(tmp_path)
    import_rows(found, rows)
    path = found.claim_files()[5]
    path.write_text(path.read_text("utf-8").replace("status: extracted", "status: verified", 1), encoding="utf-8")
    return found


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The claim files that have been read, as they are."""
    names: list[str] = []
    load = Store.load

    def counted(self: Store, path: object) -> object:
        names.append(getattr(path, "name", str(path)))
        return load(self, path)

    monkeypatch.setattr(Store, "load", counted)
    return names


@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_what_the_index_leaves_out_would_not_have_been_chosen(
    store: Store, wanted: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [claim.id for claim in Chosen(store, wanted)]
    monkeypatch.setattr(Chosen, "_names", lambda _: None)
    assert found == [claim.id for claim in Chosen(store, wanted)]
    assert bool(found) == (wanted != {"speaker": "Nobody"})


@pytest.mark.parametrize(
    "wanted", [{"speaker": "quist"}, {"status": "verified"}, {"since": "2026-03-12"}, {"source": "radio 7"}], ids=str
)
def test_only_files_that_hold_such_a_claim_are_read(store: Store, wanted: dict[str, str], loaded: list[str]) -> None:
    assert len(list(Chosen(store, wanted))) in (1, 3)
    assert len(loaded) == 1


def test_a_claim_is_given_before_the_next_file_is_read(store: Store, loaded: list[str]) -> None:
    assert len(list(islice(Chosen(store, {}), 4))) == 4
    assert len(loaded) == 2


def test_a_file_that_cannot_be_used_is_told_of_though_it_is_not_read(store: Store, loaded: list[str]) -> None:
    broken = store.claim_files()[0]
    broken.write_text("schema: 1\nsource: [", encoding="utf-8")
    found = Chosen(store, {"speaker": "quist"})
    assert len(list(found)) == 1
    assert [problem.path for problem in found.problems] == [f"claims/{broken.name}"]


def endless() -> Iterator[Claim]:
    for number in count():
        content = (TextQuote(exact=f"“Words” of\n{number}"),)
        origin = Origin(path="", title="Radio")
        told = {"kind": "direct", "speaker": "Ada", "source": None, "cue": None}
        yield Claim(id=f"r-{number}", content=content, origin=origin, **told)


@pytest.mark.parametrize("module", [concise, csv, json_format, jsonl, schemaorg, webannotation])
def test_claims_are_written_as_they_come(module: object) -> None:
    """Of endlessly many, the first are there at once."""
    assert '“Words” of' in "".join(islice(module.render_claims(endless()), 4))  # type: ignore[attr-defined]


def test_pieces_make_whole_documents() -> None:
    for number in (0, 1, 3):
        claims = list(islice(endless(), number))
        assert [row["id"] for row in json.loads("".join(json_format.render_claims(claims)))] == [
            claim.id for claim in claims
        ]
        assert len(json.loads("".join(webannotation.render_claims(claims)))["items"]) == number
        assert len(json.loads("".join(schemaorg.render_claims(claims)))["@graph"]) == number


def test_a_list_for_people_is_the_same_in_a_file(ingested: Path, quotecheck: Run) -> None:
    assert quotecheck("list", "--format", "text", "--output", "list.txt").returncode == 0
    written = (ingested / "list.txt").read_text(encoding="utf-8")
    assert written == quotecheck("list", "--format", "text").stdout and written.count("Orla Quist") == 1
