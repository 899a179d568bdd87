"""Claims by hand and from tables: strict with its lines, the same whatever is imported twice, and fast."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.checking import ingest
from quotecheck.errors import QuotecheckError, ReadingError, RecordError
from quotecheck.reading.decoding import decode
from quotecheck.records.files import record_lines
from quotecheck.records.importing import add, import_file, import_rows
from quotecheck.records.store import Store
from quotecheck.records.tables import COLUMNS, Row, line_end, read_rows

CSV = """\
speaker,quote,source,url,date,locator,note
Ada Nordin,"“We stay,
and that is that”",Radio Senneby,https://radio.example/1,2026-03-04,00:12,
,Nobody asked us,Radio Senneby,https://radio.example/1,2026-03-04,,by phone
Karl Holm,We stay and that is that,"Quay Post, p. 2",,,,
"""


def rows_of(text: str, name: str = "a.csv") -> list[Row]:
    return list(read_rows(io.StringIO(text, newline=line_end(name)), name))


def test_a_table_becomes_a_claim_file_for_each_source(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("\ufeff" + CSV, encoding="utf-8")
    store = Store.open(tmp_path)
    done = import_file(store, tmp_path / "in.csv")
    assert (done.rows, done.added, done.files) == (
        3, 3, ("claims/radio-senneby-2026-03-04.yaml", "claims/quay-post-p-2.yaml"),
    )  # fmt: skip
    first, second = store.load("claims/radio-senneby-2026-03-04.yaml").claims
    assert first.content[0].exact == "We stay,\nand that is that"
    assert (first.speaker, first.locator, first.kind, first.content[0].span) == ("Ada Nordin", "00:12", "direct", None)
    assert (first.origin.path, first.origin.title, first.origin.published) == ("", "Radio Senneby", "2026-03-04")
    assert (second.speaker, second.note) == (None, "by phone")
    assert first.id.startswith("radio-senneby-2026-03-04-")


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(CSV + CSV.split("\n", 1)[1], encoding="utf-8")
    store = Store.open(tmp_path)
    assert import_file(store, tmp_path / "in.csv").added == 3
    before = {path: path.read_bytes() for path in store.claim_files()}
    again = import_file(store, tmp_path / "in.csv")
    assert (again.rows, again.added, again.files) == (6, 0, ())
    assert {path: path.read_bytes() for path in store.claim_files()} == before


def test_what_people_did_to_imported_claims_stays(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    add(store, quote="We stay", source="Radio", speaker="A. Nordin")
    path = store.claim_files()[0]
    text = path.read_text(encoding="utf-8")
    text = text.replace('speaker: "A. Nordin"', 'speaker: "Ada Nordin"').replace("extracted", "verified")
    path.write_text(text, encoding="utf-8")
    assert add(store, quote="“We stay”", source="Radio", speaker="A. Nordin", note="said twice") is None
    (claim,) = store.claims()
    assert (claim.speaker, claim.status, claim.note) == ("Ada Nordin", "verified", "said twice")
    assert add(store, quote="We stay", source="Radio", speaker="Karl Holm", locator="p. 3") is not None


def test_quotes_from_a_document_of_the_project_go_to_its_claims(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "pier.txt").write_text("“We stay,” said Ada Nordin.\n", encoding="utf-8")
    store = Store.open(tmp_path)
    add(store, quote="By phone only", source="sources/pier.txt", date="2026-01-01")
    add(store, quote="And again", source="sources/pier.txt", date="2026-01-02")
    ingest(store)
    add(store, quote="A third", source="sources/pier.txt")
    assert [path.name for path in store.claim_files()] == ["pier.yaml"]
    exacts = [claim.content[0].exact for claim in store.claims()]
    assert exacts[1:] == ["By phone only", "And again", "A third"]
    ingest(store, force=True)
    assert [claim.content[0].exact for claim in store.claims()] == exacts


def test_sources_that_are_named_alike_have_files_of_their_own(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for source in ("Radio!", "radio", "RADIO"):
        add(store, quote="Yes", source=source)
    add(store, quote="No", source="radio")
    assert [path.name for path in store.claim_files()] == ["radio-2.yaml", "radio-3.yaml", "radio.yaml"]
    assert len(list(store.claims())) == 4


def test_a_broken_claim_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "radio.yaml").write_text("schema: 1\nsource: [", encoding="utf-8")
    with pytest.raises(RecordError, match=r"claims/radio.yaml:.* is not valid YAML"):
        add(Store.open(tmp_path), quote="Yes", source="Radio")
    assert (tmp_path / "claims" / "radio.yaml").read_text(encoding="utf-8") == "schema: 1\nsource: ["


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("a.csv", "quote,speker\nx,y\n", 1, "the column 'speker' is unknown (did you mean speaker?)"),
        ("a.csv", "speaker,source\nx,y\n", 1, "there is no column quote"),
        ("a.csv", "quote,Quote\nx,y\n", 1, "stands here twice"),
        ("a.csv", 'quote,note\n"a\nb",c\n\n,d\n', 5, "quote: expected the words"),
        ("a.csv", "quote,date\nx,4 March\n", 2, "date: expected a day such as 2026-03-04, found '4 March'"),
        ("a.csv", "quote,note\nx,y,z\n", 2, "expected 2 cells as in the first line, found 3"),
        ("a.csv", 'quote\nx\n"open\n', 3, "is not valid CSV"),
        ("a.csv", 'quote\n"a"b\n', 2, "is not valid CSV"),
        ("a.jsonl", '{"quote": "x"}\n\n{"quote": 3}\n', 3, "quote: expected a text, found 3"),
        ("a.jsonl", '{"quote": "x", "tags": []}\n', 1, "the column 'tags' is unknown"),
        ("a.jsonl", '{"quote": "x", "quote": "y"}\n', 1, "stands here twice"),
        ("a.jsonl", '{"quote": {"a": 1}}\n', 1, "quote: expected a text"),
        ("a.jsonl", '["quote"]\n', 1, "expected an object"),
        ("a.jsonl", '{"quote": "x"\n', 1, "is not valid JSON"),
        ("a.jsonl", '{"quote": "\\ud800"}\n', 1, "half of a character"),
        ("a.jsonl", "[" * 100_000, 1, "is not valid JSON"),
        ("a.xlsx", "", None, "files of type .xlsx cannot be imported"),
    ],
)
def test_errors_name_the_line(name: str, text: str, line: int | None, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        import_file(Store.open(tmp_path), tmp_path / name, name=name)
    assert (caught.value.problem.path, caught.value.problem.line) == (name, line)
    assert message in f"{caught.value.problem.message} ({caught.value.problem.hint})"
    assert not (tmp_path / "claims").exists()


def test_spreadsheets_and_empty_files() -> None:
    assert rows_of("Quote;Speaker\n“Stay”, she said;Ada\n") == [Row(quote="“Stay”, she said", speaker="Ada", line=2)]
    assert rows_of("quote\tnote\nStay\tx\n", "a.tsv") == [Row(quote="Stay", note="x", line=2)]
    assert rows_of("quote\r\nStay\r\n") == [Row(quote="Stay", line=2)]
    assert rows_of("") == rows_of("\n\n", "a.jsonl") == []
    assert rows_of('\ufeff{"quote": "Stay", "note": null}\r\n', "a.jsonl") == [Row(quote="Stay", line=1)]
    assert rows_of("quote\n" + "x" * 200_000 + "\n")[0].quote == "x" * 200_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("“Stay”", "Stay"),
        ('"Stay"', "Stay"),
        ("“A” and “B”", "“A” and “B”"),
        ("“Stay", "“Stay"),
        ("''", "''"),
        ("""“ ”""", "“ ”"),
    ],
)
def test_marks_around_the_whole_quote_are_left_out(typed: str, kept: str) -> None:
    assert rows_of(json.dumps({"quote": typed}), "a.jsonl")[0].quote == kept


def test_an_empty_source_or_date_is_refused_by_hand(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for values in ({"quote": " ", "source": "Radio"}, {"quote": "Yes", "source": "Radio", "date": "March"}):
        with pytest.raises(QuotecheckError):
            add(store, **values)


def test_a_trial_run_writes_nothing(tmp_path: Path) -> None:
    done = import_rows(Store.open(tmp_path), [Row(quote="Yes", source="Radio")], dry_run=True)
    assert (done.added, list(tmp_path.iterdir())) == (1, [])


_CELLS = st.dictionaries(
    st.sampled_from([column for column in COLUMNS if column not in ("quote", "date")]),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
).flatmap(
    lambda cells: st.text(alphabet="ab \"“”,;'\n=", min_size=1).map(lambda quote: {**cells, "quote": f"w{quote}"})
)


@given(rows=st.lists(_CELLS, min_size=1, max_size=4))
def test_csv_and_json_lines_say_the_same(rows: list[dict[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    lines = "\n".join(json.dumps(row) for row in rows)
    from dataclasses import replace

    table = [replace(row, line=None) for row in rows_of(out.getvalue())]
    assert table == [replace(row, line=None) for row in rows_of(lines, "a.jsonl")]


def test_rows_of_many_sources_go_to_each_in_their_order(tmp_path: Path) -> None:
    rows = [
        Row(quote=f"Claim number {number} of many", speaker="Ada", source=f"s{number % 50}") for number in range(2_000)
    ]
    store = Store.open(tmp_path)
    done = import_rows(store, rows)
    assert (done.added, done.files[:3]) == (2_000, ("claims/s0.yaml", "claims/s1.yaml", "claims/s2.yaml"))
    assert import_rows(store, rows).added == 0
    exacts = [claim.content[0].exact for claim in store.load("claims/s7.yaml").claims]
    assert exacts == [f"Claim number {number} of many" for number in range(7, 2_000, 50)]
    assert len({claim.id for claim in store.claims()}) == 2_000


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    """As many rows as one likes, and few of them in memory: counted, since each is taken only when the last is kept."""
    alive: set[int] = set()
    most = 0

    class Counted(str):
        def __init__(self, _: str) -> None:
            alive.add(id(self))

        def __del__(self) -> None:
            alive.discard(id(self))

    def rows() -> Iterator[Row]:
        nonlocal most
        for number in range(3_000):
            yield Row(quote=Counted(f"Claim {number}"), source=f"s{number // 20}")
            most = max(most, len(alive))

    assert import_rows(Store.open(tmp_path), rows(), dry_run=True).added == 3_000
    assert most < 10


@pytest.mark.parametrize("text", ["quote,note\nÅ,b\rc,d\ne,f\r\n", '{"quote": "Å"}\n\n{"quote": "b\u2028"}'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_lines_are_read_in_any_encoding_with_a_mark(text: str, encoding: str, tmp_path: Path) -> None:
    name = "a.csv" if text[0] == "q" else "a.jsonl"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / name).write_bytes((mark + text).encode(encoding))
    assert list(read_rows(record_lines(tmp_path / name, name, line_end(name)), name)) == rows_of(text, name)


@pytest.mark.parametrize("before", [0, 10, 70_000, 200_001])
def test_bytes_that_are_no_text_are_named_by_line_and_place(before: int, tmp_path: Path) -> None:
    """Streamed in pieces, the place is that which the whole file read at once would give."""
    data = b"quote\n" + "é\n".encode() * before
    for wrong in (b"\xff", b"caf\xe9 au lait\n", b"caf\xe9", "€".encode()[:2], b"a\0b"):
        (tmp_path / "a.csv").write_bytes(data + wrong)
        with pytest.raises(ReadingError) as whole:
            decode(data + wrong, "a.csv")
        with pytest.raises(RecordError) as streamed:
            import_file(Store.open(tmp_path), tmp_path / "a.csv", name="a.csv")
        assert streamed.value.problem == whole.value.problem
    assert not (tmp_path / "claims").exists()


def test_a_broken_claim_file_is_known_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "radio.yaml").write_text("schema: 1\nsource: [", encoding="utf-8")
    rows = [Row(quote="Yes", source="Harbour"), Row(quote="No", source="Radio")]
    with pytest.raises(RecordError, match=r"claims/radio.yaml"):
        import_rows(Store.open(tmp_path), rows)
    assert [path.name for path in (tmp_path / "claims").iterdir()] == ["radio.yaml"]


def test_a_table_that_changes_while_it_is_read_is_not_imported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("quote\n" + "Stay\n" * 3, encoding="utf-8")

    def lines() -> Iterator[str]:
        for line in record_lines(path, "a.csv", ""):
            path.write_text("quote\nGo\n", encoding="utf-8")
            yield line

    with pytest.raises(RecordError, match="is being changed while it is read"):
        import_rows(Store.open(tmp_path), read_rows(lines(), "a.csv"))
    assert not (tmp_path / "claims").exists()
