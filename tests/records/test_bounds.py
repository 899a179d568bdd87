"""Records without end: how much of them is read is bounded, and nothing is written that would not be read again."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from quotecheck.errors import RecordError
from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.records import ids, nodes, writing
from quotecheck.records.aliases import parse_aliases
from quotecheck.records.canonical import canonical, canonical_origin, read_claims
from quotecheck.records.nodes import MAX_TEXT
from quotecheck.records.schema import ClaimFile
from quotecheck.records.settings import parse_settings
from quotecheck.records.signoffs import parse_signoffs
from quotecheck.records.tables import read_rows
from quotecheck.records.writing import render

HEAD = 'schema: 1\nsource:\n  path: "a.txt"\nclaims:\n- id: a-1\n  kind: direct\n  speaker: null\n  source: null\n'
QUOTE = HEAD + "  cue: null\n  content:\n  - {exact: %s}\n  status: extracted\n"
LONG = "x" * (MAX_TEXT + 1)
TEXTS = {
    "double": QUOTE % f'"{LONG}"',
    "single": QUOTE % f"'{LONG}'",
    "plain": QUOTE % LONG,
    "escapes": QUOTE % ('"' + "\\n" * (MAX_TEXT + 1) + '"'),
    "lines": QUOTE % ('"' + "x\n      " * (MAX_TEXT // 2 + 1) + '"'),
    "block": QUOTE.replace("{exact: %s}", "exact: |\n%s") % ("      x\n" * (MAX_TEXT // 2 + 1)),
    "id": (QUOTE % '"x"').replace("a-1", "a-" + "1" * MAX_TEXT),
    "title": (QUOTE % '"x"').replace("  path:", f'  title: "{LONG}"\n  path:'),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_without_end_is_refused_with_its_line(name: str) -> None:
    assert canonical(TEXTS[name], "claims/a.yaml") is None
    with pytest.raises(RecordError, match=r"claims/a\.yaml:\d+: holds a text of more than 1,000,000 characters"):
        read_claims(TEXTS[name], "claims/a.yaml")


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_settings, 'own_publishers: ["%s"]\n'),
        (parse_signoffs, 'schema: 1\nsignoffs:\n- draft: "%s"\n'),
        (parse_aliases, '- name: "%s"\n'),
        (lambda text, path: list(read_rows(text.splitlines(True), f"{path}.csv")), "quote\n%s\n"),
        (lambda text, path: list(read_rows(text.splitlines(True), f"{path}.jsonl")), '{"quote": "%s"}\n'),
    ],
)
def test_so_it_is_in_every_record(parse: object, text: str) -> None:
    with pytest.raises(RecordError, match=r"^a.*(more than 1,000,000 characters|limit \(1000000\))"):
        parse(text % LONG, "a")  # type: ignore[operator]


def test_the_longest_text_is_read_as_it_was_written() -> None:
    """By both readers: a line with more than one such text is left to the strict one."""
    longest = "“" * MAX_TEXT
    content = (TextQuote(exact=longest, prefix=longest),)
    origin = Origin(path="a.txt")
    claim = Claim(id="a-1", kind="direct", speaker=None, source=None, cue=None, content=content, origin=origin)
    file = ClaimFile(path="claims/a.yaml", origin=origin, claims=(claim,))
    assert canonical(render(file), file.path) is None
    assert read_claims(render(file), file.path) == file
    with pytest.raises(RecordError, match=r"claims/a\.yaml: cannot be written: .* is longer than 1,000,000 characters"):
        render(replace(file, claims=(replace(claim, note=longest + "”"),)))


def test_values_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_VALUES", 100)
    keys = "".join(f"{number}," for number in range(60))
    for text in ("- \n" * 101, "[" + "a," * 100 + "]", "[" + "{}," * 100 + "]", "{" + keys):
        with pytest.raises(RecordError, match=r"a\.yaml:\d+: holds more than 100 values"):
            nodes.read_nodes(text, "a.yaml")
    assert nodes.read_nodes("- \n" * 99, "a.yaml") is not None


def test_a_file_too_large_to_be_read_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_CHARACTERS", 60)
    assert render(ClaimFile(path="claims/a.yaml", origin=Origin(path="a.txt")))
    with pytest.raises(RecordError, match=r"claims/a\.yaml: cannot be written: it would have more than 60 characters"):
        render(ClaimFile(path="claims/a.yaml", origin=Origin(path="a.txt", title="x" * 30)))


@pytest.mark.skipif(sys.platform == "win32", reason="memory cannot be limited there")
def test_escapes_without_end_take_little_memory(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.replace("a.txt", "\\n" * 12_000_000), encoding="utf-8")
    script = (
        "import resource, sys; from quotecheck.records.canonical import canonical, canonical_origin\n"
        "text = open(sys.argv[1]).read(); resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))\n"
        "print(canonical(text, 'a'), canonical_origin(text))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("None None\n", 0), done.stderr


def test_the_beginning_of_a_file_is_read_whatever_follows() -> None:
    assert canonical_origin(QUOTE % '"x"') == Origin(path="a.txt")


def test_the_same_words_many_times_need_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    digits = ids._digits
    monkeypatch.setattr(ids, "_digits", lambda *what: tries.append(what) or digits(*what))
    found = ids.new_ids("a", [("direct", "we stay")] * 2_000 + [("mixed", "we stay")], ())
    assert len(set(found)) == 2_001 and len(tries) < 2_010
    # As many as that may share their digits with others, and the series of each is the same every time.
    again = ids.new_ids("a", [("direct", "we stay")] * 3, found[1:2])
    assert again == [found[0], *found[2:4]]
