"""The corners of YAML, in every place of a claim file, through both readers: an answer or a RecordError, and where both
readers answer the same one. What a word means is told by the strict reader alone: it stays what a person typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from quotecheck.errors import RecordError
from quotecheck.model import Claim, Origin, TextQuote
from quotecheck.records.aliases import parse_aliases
from quotecheck.records.canonical import canonical, canonical_origin
from quotecheck.records.nodes import Node, read_nodes
from quotecheck.records.schema import ClaimFile, parse
from quotecheck.records.settings import parse_settings
from quotecheck.records.signoffs import parse_signoffs
from quotecheck.records.writing import quoted, render

# What a text means: None where it is refused.
MEANINGS: dict[str, object] = {
    "plain words": "plain words",
    "plain\n words": "plain words",
    "plain\n\n words": "plain\nwords",
    "a#b": "a#b",
    "a #b": "a",
    "a:b": "a:b",
    ":a": ":a",
    "-a": "-a",
    "?a": "?a",
    "http://a.b/c?d#e": "http://a.b/c?d#e",
    "yes": "yes",
    "NO": "NO",
    "~": "~",
    "12:30": "12:30",
    "0o17": "0o17",
    "0x1F": "0x1F",
    "1_000": "1_000",
    ".inf": ".inf",
    "2026-03-04": "2026-03-04",
    "<<": "<<",
    "=": "=",
    "'it''s'": "it's",
    "'a\\nb'": "a\\nb",
    "'a\n  b'": "a b",
    '"a\\nb"': "a\nb",
    '"a\\\n  b"': "ab",
    '"a\n\n\n  b"': "a\n\nb",
    '"\\x41\\u00e9\\U0001F600"': "Aé😀",
    '"\\N\\_\\L\\P\\e\\0\\a\\/"': "\u0085\u00a0\u2028\u2029\x1b\0\a/",
    '"\\q"': None,
    '"\\x4"': None,
    '"\\ud83d"': None,
    '"\\U00110000"': None,
    '"\\UFFFFFFFF"': None,
    '"a" b': None,
    "'a": None,
    "|\n  a\n  b\n": "a\nb\n",
    "|-\n  a\n   b\n": "a\n b",
    "|+\n  a\n\n": "a\n\n",
    "|2\n    a\n": "  a\n",
    ">\n  a\n  b\n\n  c\n": "a b\nc\n",
    ">-\n  a\n    b\n": "a\n  b",
    "|\n": "",
    "|9\n a\n": None,
    "|x\n  a\n": None,
    "[a, 'b', \"c\", [d]]": ["a", "b", "c", ["d"]],
    "[a, , b]": None,
    "[a, b,]": ["a", "b"],
    "[a: b]": [{"a": "b"}],
    "[a": None,
    "a]": "a]",
    "{a: b, c: }": {"a": "b", "c": ""},
    '{"a":b}': {"a": "b"},
    "{a, b: c}": {"a": "", "b": "c"},
    "{a: b, a: c}": None,
    "{[a]: b}": None,
    "{? a : b}": {"a": "b"},
    "{a: b": None,
    "- a\n- b\n": ["a", "b"],
    "- - a\n  - b\n": [["a", "b"]],
    "-\ta\n": None,
    "- a\n b\n": ["a b"],
    "a: b\nc: d\n": {"a": "b", "c": "d"},
    "a: b\n c: d\n": None,
    "a: b: c\n": None,
    "a:\n- b\n": {"a": ["b"]},
    "? a\n: b\n": {"a": "b"},
    "? - a\n: b\n": None,
    "? |\n  a\n: b\n": {"a\n": "b"},
    "'a': 1\na: 2\n": None,
    "\ta: b\n": None,
    "a:\tb\n": {"a": "b"},
    "a:\n\tb: c\n": None,
    "&a b": None,
    "*a": None,
    "[&a b, *a]": None,
    "&a {b: *a}": None,
    "{<<: {a: b}}": {"<<": {"a": "b"}},
    "!!str a": None,
    "! a": None,
    "!<tag:yaml.org,2002:str> a": None,
    "!!binary R0lG": None,
    "!!set {a}": None,
    "!!python/object/apply:os.system [x]": None,
    "%YAML 1.2\n---\na\n": "a",
    "%YAML 3.0\n---\na\n": None,
    "%TAG ! tag:x,2000:\n---\na\n": "a",
    "%FOO\n---\na\n": None,
    "--- a\n...\n": "a",
    "--- a\n--- b\n": None,
    "---\n---\n": None,
    "...\n": None,
    "@a": None,
    "`a": None,
    "%a": None,
    "a\x07b": None,
    "a\x00b": None,
    "a\u0085b": "a b",
    '"a\u2028b"': "a\u2028b",
    "\ufeffa": "a",
    "a\ufffeb": None,
    "\ud83d": None,
    "a\r\nb: c": None,
    "a: b\rc: d\r": {"a": "b", "c": "d"},
    "#": None,
    "": None,
}
WHOLE = render(
    ClaimFile(
        path="claims/a.yaml",
        origin=Origin(path="sources/a.txt", title="T"),
        claims=(
            Claim(
                id="a-1",
                kind="direct",
                speaker="Ada",
                source=None,
                cue=None,
                content=(TextQuote(exact="We stay"),),
                origin=Origin(path="sources/a.txt", title="T"),
                note="N",
            ),
        ),
    )
)


def value(node: Node) -> object:
    """The node as Python would hold it."""
    if isinstance(node.value, dict):
        return {key: value(one) for key, one in node.value.items()}
    return [value(one) for one in node.value] if isinstance(node.value, list) else node.value


def placed(text: str) -> Iterator[str]:
    """Claim files with the text in every place."""
    yield from (text, text + WHOLE, WHOLE + text)
    inner = "\n" + "".join(f"      {line}\n" for line in text.split("\n"))
    places = (
        '"sources/a.txt"',
        '"T"',
        "a-1",
        "direct",
        '"Ada"',
        "null",
        '"We stay"',
        '{exact: "We stay"}',
        '"N"',
        "1\n",
    )
    for old in places:
        for new in (text, inner, quoted(text) if text.isprintable() else "x"):
            yield WHOLE.replace(old, new, 1)


@pytest.mark.parametrize("text", MEANINGS)
def test_a_corner_of_yaml_means_what_it_should(text: str) -> None:
    try:
        node = read_nodes(text, "a.yaml")
    except RecordError as error:
        assert MEANINGS[text] is None and error.problem.path == "a.yaml"
    else:
        assert (value(node) if node else None) == (None if MEANINGS[text] == "~" else MEANINGS[text])


@pytest.mark.parametrize("text", MEANINGS)
def test_the_loader_in_python_answers_too(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    for whole in (text, WHOLE.replace('"Ada"', text)):
        try:
            read_nodes(whole, "a.yaml")
        except RecordError as error:
            assert error.problem.path == "a.yaml"


@pytest.mark.parametrize("text", MEANINGS)
def test_both_readers_answer_alike(text: str) -> None:
    for whole in placed(text):
        quick, origin = canonical(whole, "claims/a.yaml"), canonical_origin(whole)
        try:
            strict = parse(whole, "claims/a.yaml")
        except RecordError as error:
            assert quick is None and str(error).startswith("claims/a.yaml")
        else:
            assert quick in (None, strict) and origin in (None, strict.origin)
            assert parse(render(strict), strict.path) == strict
        for read in (parse_settings, parse_signoffs, parse_aliases):
            try:
                read(whole, "b.yaml")
            except RecordError as error:
                assert error.problem.path == "b.yaml"
