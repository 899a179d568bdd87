"""One hostile text in every place that text can come from, through every command and every format."""

from __future__ import annotations

import csv
import io
import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from quotecheck.records.tables import FORMULA
from quotecheck.records.writing import quoted
from tests.hostile import controls, run, write

TEXTS = {
    "markup": "[/quote] [bold]x[/] [sic] :smile:",
    "colours": "\x1b[31mred\x1b[0m \x9b31m \x1b]8;;http://a\x07b",
    "directions": "\u202eabc\u202c \u2067x\u2069 \u200f\u061c",
    "separators": "a\u2028b\u2029c\u0085d\re\x0bf\x1cg",
    "invisible": "\u200b\u00ad\ufeff\u2060\u180e\U000e0041",
    "formula": "=cmd|'/c calc'!A1",
    "wide formula": "＝1+1",
    "tab formula": "\t-1+1",
    "page": "</script><script>alert(1)//\" onmouseover=x '--><img src=x onerror=a>]]>&lt;",
    "address": "javascript:alert(1)",
    "github": "::error file=a.py::x%0A::error::y",
    "paths": "../../../etc/passwd",
    "option": "--help",
    "shell": "$(id) `id`; rm -rf x | cat && %s %n {0} {{7*7}} ${HOME}",
    "letters": "İstanbul ß ſ ǆ ﷺ Z̮̞̠͙͔ͅḀ̗̞ 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "half": "a\udcffb\ud83d",
    "not a character": "\ufffe\uffff\x00\x08\x7f",
    "pattern": "(a+)+$ [ ( *",
    "deep pattern": "(" * 3000,
    "large pattern": "a{99999999999}",
    "yaml": "!!python/object:x &a *a {? : - #",
    "long": "word " * 400,
}  # fmt: skip
JSONS = {"json", "sarif", "webannotation", "schemaorg"}
DRAFT = """\
“{0},” said {0}.

{0}

“We met on Tuesday and the harbour was closed to all boats,” said {0}.

<!-- quotecheck: ignore[{0}] {0} -->
“We have waited ten years for this {0}” said Orla Quist.
"""
CLAIMS = """\
schema: 1
source: {{title: {0}, url: {0}, publisher: {0}, author: {0}}}
claims:
- {{id: n-1, kind: direct, speaker: {0}, source: {0}, cue: {0}, locator: {0}, note: {0},
   content: [{{exact: {0}, prefix: {0}, suffix: {0}}}]}}
- {{id: n-2, kind: direct, speaker: {0},
   content: [{{exact: "We met on Monday and the harbour was closed to all boats"}}]}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scalar(text: str) -> str:
    """The text as a claim file can hold it."""
    return quoted("".join("?" if "\ud800" <= one <= "\udfff" else one for one in text))


def check(format_: str, out: bytes) -> None:
    """The output is what its format says, and does nothing to a terminal or a spreadsheet."""
    text = out.decode("utf-8")
    if format_ in ("text", "concise", "github"):
        assert not controls(text), text
    elif format_ in JSONS:
        json.loads(text)
    elif format_ == "jsonl":
        assert [json.loads(line) for line in text.split("\n") if line]
    elif format_ in ("checkstyle", "junit"):
        ET.fromstring(text)
    elif format_ == "csv":
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    elif format_ == "html":
        assert "<script>alert" not in text and "<img src=x" not in text and 'href="javascript' not in text


def formats(names: str, *arguments: str) -> None:
    for name in names.split():
        ran = run(*arguments, "--format", name)
        check(name, ran.out)


def in_records(text: str) -> None:
    write("sources/a.txt", f"“We have waited eleven years for this {text}.” said Orla Quist.\n\n“No,” said {text}.\n")
    check("text", run("ingest").out)
    write("claims/n.yaml", CLAIMS.format(scalar(text)))
    write("speakers.yaml", f"- name: {scalar(text)}\n  aliases: [Zed]\n")
    formats("text concise json jsonl", "list")
    formats("jsonl csv webannotation schemaorg", "export")
    formats("text json", "show", "n-1")
    formats("text json", "doctor")
    formats("text json", "speakers")


def in_drafts(text: str) -> None:
    write("d.md", DRAFT.format(text))
    formats("text concise json jsonl sarif github checkstyle junit csv html", "verify", "d.md")


def in_names(text: str) -> None:
    short = text[:60].replace("/", "_").replace("\0", "_")
    name = os.fsdecode(f"sources/{short}.md".encode("utf-8", "surrogatepass"))
    write(name, DRAFT.format("x"))
    check("text", run("ingest").out)
    for format_ in "text json sarif github checkstyle junit csv html".split():
        check(format_, run("verify", "--format", format_, "--", name).out)
    formats("text", "doctor")


def in_arguments(text: str) -> None:
    write("d.md", DRAFT.format("x"))
    one = text.replace("\0", "")
    if not one.isascii():
        one = os.fsdecode(one.encode("utf-8", "surrogatepass"))
    commands = "search,show,explain,verify,extract,ingest,import,speakers merge x,speakers merge,completion"
    for command in commands.split(","):
        check("text", run(*command.split(), "--", one).out)
    for option in ("--grep", "--speaker", "--source", "--since", "--root", "--format"):
        check("text", run("list", f"{option}={one}").out)
    check("text", run("verify", "-", f"--stdin-filename={one}", given=DRAFT.encode()).out)
    check("text", run("add", f"--quote={one}", f"--source={one}", f"--note={one}", "--speaker=A").out)
    check("text", run("review", "--set=verified", f"--by={one}", f"--note={one}", "n-1").out)
    check("text", run(one).out if one != "--help" else b"")


def in_imports(text: str) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    write("i.csv", f"quote,speaker,source,note\n{cell},{cell},x,{cell}\n")
    check("text", run("import", "i.csv").out)
    keys = ("quote", "speaker", "source", "url", "note", "locator")
    write("i.jsonl", json.dumps(dict.fromkeys(keys, text)) + "\n")
    check("text", run("import", "i.jsonl").out)
    formats("csv", "export")


def in_settings(text: str) -> None:
    write("d.md", DRAFT.format("x"))
    for line in ("own_publishers: [{0}]\nsecond_source: [{0}]\n", "{0}: 1\n", "profile: {0}\n"):
        write("quotecheck.yaml", line.format(scalar(text)))
        check("text", run("verify", "d.md").out)
        check("text", run("config", "show").out)


PLACES: tuple[Callable[[str], None], ...] = (in_records, in_drafts, in_names, in_arguments, in_imports, in_settings)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_only_text(here: Path, place: Callable[[str], None], name: str) -> None:
    place(TEXTS[name])
    assert {path.name for path in here.iterdir()} <= {
        "sources", "claims", ".quotecheck", "d.md", "i.csv", "i.jsonl", "speakers.yaml", "quotecheck.yaml",
    }  # fmt: skip
