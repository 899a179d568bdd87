"""Claim files are read strictly: every error names file, line, key and what was expected."""

from __future__ import annotations

import pytest
import yaml

from quotecheck.errors import RecordError
from quotecheck.model import Span
from quotecheck.records.nodes import MAX_DEPTH
from quotecheck.records.schema import parse

WHOLE = """\
# A person may leave comments, and order keys as they like.
schema: 1
source:
  title: NO
  path: sources/pier.txt
  published: 2026-03-04
claims:
- id: pier-0a1b2c
  kind: direct
  speaker: Ada Nordin
  source: 12:30
  cue: 010
  content:
  - {exact: "Yes, “we” stay: now", start: 4, end: 23, line: 1}
  - exact: 1.10
    prefix: yes
  note: ~
- {id: pier-2, kind: indirect, status: disputed, content: [{exact: on}], note: 2026-13-45}
"""


def test_words_stay_what_a_person_typed() -> None:
    file = parse(WHOLE, "claims/pier.yaml")
    first, second = file.claims
    assert (file.origin.title, file.origin.published) == ("NO", "2026-03-04")
    assert (first.speaker, first.source, first.cue, first.note) == ("Ada Nordin", "12:30", "010", None)
    assert first.content[0].span == Span(start=4, end=23)
    assert (first.content[1].exact, first.content[1].prefix, first.content[1].span) == ("1.10", "yes", None)
    assert (second.speaker, second.status, second.note, second.content[0].exact) == (
        None,
        "disputed",
        "2026-13-45",
        "on",
    )


def replaced(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (replaced("schema: 1", "schema: 2"), 2, "schema: expected the number 1, found '2'"),
        (replaced("schema: 1\n", ""), 2, "schema: expected the number 1, found no such key"),
        (replaced("schema: 1", 'schema: "1"'), 2, "schema: expected a whole number, found the text '1'"),
        (replaced("  speaker:", "  speker:"), 10, "claims[0].speker: unknown key (did you mean speaker?)"),
        (replaced("  title:", "  headline:"), 4, "source.headline: unknown key"),
        (replaced("cue: 010", "cue: [a]"), 12, "claims[0].cue: expected a text, found a list"),
        (replaced("start: 4", "start: 04"), 14, "claims[0].content[0].start: expected a whole number, found '04'"),
        (replaced("start: 4", 'start: "4"'), 14, "claims[0].content[0].start: expected a whole number"),
        (replaced("end: 23", "end: 4"), 14, "claims[0].content[0].end: expected a number above start, which is 4"),
        (replaced(", end: 23", ""), 14, "claims[0].content[0].end: expected start and end together"),
        (replaced("line: 1", "line: 0"), 14, "claims[0].content[0].line: expected a whole number, 1 or more"),
        (replaced("kind: direct", "kind: dircet"), 9, "claims[0].kind: expected one of direct, mixed, indirect"),
        (replaced("  kind: direct\n", ""), 8, "claims[0].kind: expected one of direct"),
        (replaced("status: disputed", "status: wrong"), 18, "claims[1].status: expected one of extracted, verified"),
        (replaced("id: pier-2", "id: pier-0a1b2c"), 18, "claims[1].id: expected an id of its own (claims[0] has"),
        (replaced("note: 2026-13-45", "reviewed: {by: Mina}"), 18, "claims[1].reviewed.at: expected a text"),
        (replaced("note: 2026-13-45", "reviewed: {by: Mina, at: 2026-04-03}"), 18, "a time with its zone"),
        (replaced("note: 2026-13-45", "reviewed: {who: Mina}"), 18, "claims[1].reviewed.who: unknown key"),
        (replaced("note: 2026-13-45", "reviewed: Mina"), 18, "claims[1].reviewed: expected a group of keys"),
        (replaced("id: pier-2", "id: ''"), 18, "claims[1].id: expected a text, found the text"),
        (replaced("id: pier-2", "id: a b"), 18, "claims[1].id: expected a word without spaces"),
        (replaced("[{exact: on}]", "[]"), 18, "claims[1].content: expected a list with at least one"),
        (replaced("[{exact: on}]", "[on]"), 18, "claims[1].content[0]: expected a group of keys, found 'on'"),
        (replaced("[{exact: on}]", "{exact: on}"), 18, "claims[1].content: expected a list, found a group"),
        (replaced("published: 2026-03-04", "published: March"), 6, "source.published: expected a date"),
        (replaced("path: sources", "path: ../sources"), 5, "source.path: expected a path inside"),
        (replaced("path: sources", "path: /sources"), 5, "source.path: expected a path inside"),
        (replaced("path: sources", "path: C:/sources"), 5, "source.path: expected a path inside"),
        (replaced("sources/pier.txt", "sources\\pier.txt"), 5, "source.path: expected a path inside"),
        (replaced("  path:", "  sha256: abc\n  path:"), 5, "source.sha256: expected 64 hexadecimal digits"),
        (replaced("  cue: 010", "  cue: a\n  cue: b"), 13, "the key 'cue' stands here twice, first in line 12"),
        (replaced("cue: 010", "cue: &a 010"), 12, "an anchor (&) or alias (*) is not allowed"),
        (replaced("cue: 010", "cue: *a"), 12, "an anchor (&) or alias (*) is not allowed"),
        (replaced("cue: 010", "cue: !!python/name:os.system x"), 12, "a tag (!) is not allowed"),
        (replaced("cue: 010", "cue: a: b"), 12, "is not valid YAML"),
        (replaced("cue: 010", 'cue: "open'), None, "is not valid YAML"),
        (replaced("cue: 010", "? [a]\n  : b"), 12, "a key must be a word"),
        (WHOLE + "---\nschema: 1\n", 19, "holds a second document"),
        ("[" * (MAX_DEPTH + 1), 1, f"is nested more than {MAX_DEPTH} levels deep"),
        ("[" * 200_000, 1, "is nested more than"),
        ("- a\n", 1, "expected a group of keys, found a list"),
        ("# nothing\n", 1, "is empty"),
        ("schema: 1\n", 1, "source: expected a group of keys, found no such key"),
        ("schema: 1\nsource: {}\n", 2, "source.path: expected the path of the source document, or a title"),
        ("schema: 1\nsource: {path: a.txt}\nclaims: {}\n", 3, "claims: expected a list"),
    ],
)  # fmt: skip
def test_errors_name_line_key_and_what_was_expected(text: str, line: int | None, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse(text, "claims/pier.yaml")
    problem = caught.value.problem
    assert problem.path == "claims/pier.yaml"
    assert message in f"{problem.message} ({problem.hint})"
    if line is not None:
        assert problem.line == line


def test_the_loader_in_python_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = parse(WHOLE, "claims/pier.yaml")
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    assert parse(WHOLE, "claims/pier.yaml") == expected
    with pytest.raises(RecordError, match=r"claims/pier.yaml:12: a tag"):
        parse(replaced("cue: 010", "cue: !x 1"), "claims/pier.yaml")


def test_a_file_without_claims_is_fine() -> None:
    for claims in ("", "claims:\n", "claims: []\n"):
        assert parse("schema: 1\nsource: {title: Radio}\n" + claims, "claims/a.yaml").claims == ()
