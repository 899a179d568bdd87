"""Metadata in a YAML file beside a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecheck.errors import ReadingError
from quotecheck.quoting import attributions
from quotecheck.reading import FORMATS, read
from quotecheck.reading.beside import documents_of
from tests.reading.makers import story_html

TOLD = 'type: speech\nurl: "https://example.org/a"\npublished: 2026-05-31\npublisher: The Town\nauthor: Ada Nordin\n'


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize("name", ["a.txt.yaml", "a.txt.yml", "a.yaml", "a.yml"])
def test_what_is_told_beside_a_source_is_known(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, "a.txt", "We never lose.")
    put(tmp_path, name, TOLD)
    document = read(path)
    assert document.metadata == {
        "type": "speech",
        "url": "https://example.org/a",
        "published": "2026-05-31",
        "publisher": "The Town",
        "author": "Ada Nordin",
    }
    assert [one.speaker for one in attributions(document)] == ["Ada Nordin"]


def test_it_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = put(tmp_path, "a.html", story_html())
    put(tmp_path, "a.html.yaml", "author: Otto Lind\npublisher:\n")
    metadata = read(path).metadata
    assert (metadata["author"], metadata["publisher"]) == ("Otto Lind", "The Senneby Courier")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("title: a\nauther: b\n", 2, "unknown key: 'auther'"),
        ("type: articel\n", 1, "type must be one of"),
        ("published: May\n", 1, "must be a day like 2026-05-31"),
        ("published: 2026-13-45\n", 1, "must be a day"),
        ("title: a\ntitle: b\n", 2, "the key title twice"),
        ("title: [a, b]\n", 1, "nothing else"),
        ("title: &a x\n", 1, "nothing else"),
        ("title: *a\n", 1, "nothing else"),
        ("title: a: b: c\n", 1, "is not valid YAML"),
        ("title: a\n---\ntitle: b\n", 2, "nothing else"),
        ("title: " + "[" * 30_000, 1, "nothing else"),
        ("title: " + "x" * 70_000, None, "too large"),
    ],
)
def test_trouble_names_the_file_and_the_line(tmp_path: Path, content: str, line: int | None, message: str) -> None:
    path = put(tmp_path, "a.txt", "We never lose.")
    put(tmp_path, "a.yaml", content)
    with pytest.raises(ReadingError, match=message) as caught:
        read(path, name="sources/a.txt")
    assert (caught.value.problem.path, caught.value.problem.line) == ("sources/a.yaml", line)


def test_a_near_key_is_offered(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "We never lose.")
    put(tmp_path, "a.txt.yaml", "publishd: 2026-05-31\n")
    with pytest.raises(ReadingError, match="did you mean published"):
        read(path)


def test_files_of_other_tools_are_left_alone(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "We never lose.")
    put(tmp_path, "a.yaml", "- steps:\n  - {run: x}\n")
    assert read(path).metadata == {}
    own = put(tmp_path, "quotecheck.md", "We never lose.")
    put(tmp_path, "quotecheck.yaml", "title: x\nprofile: ap\n")
    assert read(own).metadata == {}


def test_which_files_tell_about_others(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"")
    assert documents_of(tmp_path / "a.pdf.yaml", FORMATS)
    assert documents_of(tmp_path / "a.yaml", FORMATS)
    assert not documents_of(tmp_path / "b.yaml", FORMATS)
    assert not documents_of(tmp_path / "b.pdf.yaml", FORMATS)
    assert not documents_of(tmp_path / "a.pdf", FORMATS)
