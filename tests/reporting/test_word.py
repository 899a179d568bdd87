"""Findings as comments in a Word draft: on exactly their words, and nothing else in the file is changed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quotecheck.errors import ReadingError
from quotecheck.model import Document, Problem, Report, Span
from quotecheck.reading import read_data
from quotecheck.reporting import word
from tests.reading.makers import docx
from tests.reporting.reports import check

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = shutil.which("soffice")
QUOTES = ("We never lose a pier", "Nobody asked", "the loan is long gone", "in the note", "inside the box")


def draft() -> bytes:
    """A draft of python-docx with formatting inside of a quote, a comment of a colleague, tracked changes, a link, a
    table, a footnote and a text box."""
    from docx import Document as Word
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xml:space="preserve"'
    made = Word()
    first = made.add_paragraph("“We ")
    bold = first.add_run("never")
    bold.bold = True
    first.add_run(" lose a pier,” said Ada Nordin.")
    made.add_comment(bold, text="Really never?", author="Editor", initials="E")
    second = made.add_paragraph("“Nobody")
    names = space.split(" xml")[0]
    for xml in (
        f'<w:ins {names} w:id="90" w:author="E"><w:r><w:t {space}> as</w:t><w:tab/></w:r></w:ins>',
        f'<w:del {names} w:id="91" w:author="E"><w:r><w:delText {space}>GONE</w:delText></w:r></w:del>',
    ):
        second._p.append(parse_xml(xml.replace("<w:tab/>", "")))
    second.add_run("ked,” said Holm.")
    made.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("He said “the loan is\tlong gone” at noon.")
    boxed = made.add_paragraph("A box: ")
    box = f"<w:txbxContent><w:p><w:r><w:t {space}>“inside the box”</w:t></w:r></w:p></w:txbxContent>"
    boxed._p.append(parse_xml(f"<w:r {names}><w:pict>{box}</w:pict></w:r>"))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def found(document: Document, *quotes: str) -> Report:
    """A report with a misquote at each of these words."""
    checks = []
    for words in quotes:
        at = re.search(re.escape(words).replace(r"\ ", r"\s"), document.text)
        assert at is not None, words
        span = Span(start=at.start(), end=at.end())
        places = {"start": document.locate(span.start), "end": document.locate(span.end)}
        checks.append(replace(check(exact=at[0]), span=span, **places))
    return Report(path=document.path, quotes=tuple(checks), text=document.text)


def annotated(data: bytes, *quotes: str) -> bytes:
    return word.annotated(data, found(read_data(data, path="a.docx"), *quotes))


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def commented(data: bytes) -> dict[str, str]:
    """The words between the marks of each comment, by its number, deleted ones left out; "[box]" for a box."""
    open_: dict[str, list[str]] = {}
    done: dict[str, str] = {}
    for element in ElementTree.fromstring(part(data, "word/document.xml")).iter():
        number = element.get(f"{W}id") or ""
        if element.tag == f"{W}commentRangeStart":
            open_[number] = []
        elif element.tag == f"{W}commentRangeEnd":
            done[number] = "".join(open_.pop(number))
        elif element.tag in (f"{W}t", f"{W}tab", f"{W}footnoteReference"):
            words = {f"{W}tab": "\t", f"{W}footnoteReference": "[note]"}.get(element.tag, element.text or "")
            for pieces in open_.values():
                pieces.append(words)
    assert not open_
    return done


def test_each_comment_stands_on_exactly_the_words() -> None:
    from docx import Document as Word

    data = draft()
    made = annotated(data, "We never lose a pier", "Nobody asked", "the loan is long gone")
    words = commented(made)
    assert words == {"0": "never", "1": "We never lose a pier", "2": "Nobody asked", "3": "the loan is\tlong gone"}
    comments = list(Word(io.BytesIO(made)).comments)
    assert [one.author for one in comments] == ["Editor", "quotecheck", "quotecheck", "quotecheck"]
    assert comments[0].text == "Really never?"
    assert comments[1].text.startswith("error: misquote") and "Source: “" in comments[1].text
    assert len({one.comment_id for one in comments}) == 4


def test_nothing_else_is_changed() -> None:
    from docx import Document as Word

    data = draft()
    made = annotated(data, "We never lose a pier", "Nobody asked", "the loan is long gone", "inside the box")
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        names = [name for name in old.namelist() if name not in ("word/document.xml", "word/comments.xml")]
        assert old.namelist() == new.namelist()
        assert [name for name in names if old.read(name) != new.read(name)] == []
    assert read_data(made, path="a.docx").text == read_data(data, path="a.docx").text
    before, after = (Word(io.BytesIO(file)) for file in (data, made))
    assert [p.text for p in before.paragraphs] == [p.text for p in after.paragraphs]

    def letters(file: bytes) -> list[tuple[str, bool]]:
        runs = [run for p in Word(io.BytesIO(file)).paragraphs for run in p.runs]
        return [(letter, bool(run.bold)) for run in runs for letter in run.text]

    assert letters(data) == letters(made)
    assert part(made, "word/document.xml").count(b"<w:ins ") == part(made, "word/document.xml").count(b"<w:del ") == 1
    assert b">GONE<" in part(made, "word/document.xml")


def test_what_is_in_a_box_or_a_note_is_marked_from_outside() -> None:
    note = '<w:footnote w:id="4"><w:p><w:r><w:t>“in the note” said Holm</w:t></w:r></w:p></w:footnote>'
    body = '<w:p><w:r><w:t xml:space="preserve">One </w:t><w:footnoteReference w:id="4"/><w:t>two</w:t></w:r></w:p>'
    data = with_types(docx(body, note))
    assert "[note]" in commented(annotated(data, "in the note"))["0"]
    boxed = draft()
    numbers = commented(annotated(boxed, "inside the box"))
    assert numbers["1"] == "“inside the box”"
    tree = ElementTree.fromstring(part(annotated(boxed, "inside the box"), "word/document.xml"))
    assert not [mark for box in tree.iter(f"{W}txbxContent") for mark in box.iter(f"{W}commentRangeStart")]


def with_types(data: bytes) -> bytes:
    """The file with the list of types that the smallest of our files go without."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as archive:
        names = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
        archive.writestr("[Content_Types].xml", f"<Types {names}/>")
    return made.getvalue()


def test_a_file_without_comments_gets_their_part_declared() -> None:
    data = with_types(docx('<w:p><w:r><w:t xml:space="preserve"> Nobody asked </w:t></w:r></w:p>'))
    made = annotated(data, "Nobody asked")
    assert commented(made) == {"0": "Nobody asked"}
    assert b'PartName="/word/comments.xml"' in part(made, "[Content_Types].xml")
    assert b'Target="comments.xml"' in part(made, "word/_rels/document.xml.rels")
    assert commented(annotated(made, "Nobody")) == {"0": "Nobody asked", "1": "Nobody"}


def test_comments_may_overlap_and_hold_any_words() -> None:
    data = with_types(docx('<w:p><w:r><w:t>Nobody asked “us” at all</w:t></w:r></w:p>'))
    report = found(read_data(data, path="a.docx"), "Nobody asked “us”", "asked “us” at", "us")
    hostile = "</w:t> & \x00\x1b[2J \u202e \ufffe \ud800 ]]>"
    quotes = tuple(replace(one, verdict=replace(one.verdict, message=hostile)) for one in report.quotes)
    made = word.annotated(data, replace(report, quotes=quotes))
    assert commented(made) == {"0": "Nobody asked “us”", "1": "asked “us” at", "2": "us"}
    text = "".join(ElementTree.fromstring(part(made, "word/comments.xml")).itertext())
    assert "</w:t> &" in text and "\\u202e" in text


def test_a_remark_about_the_draft_stands_on_its_line() -> None:
    data = with_types(docx("<w:p><w:r><w:t>One.</w:t></w:r></w:p><w:p><w:r><w:t>Two.</w:t></w:r></w:p>"))
    remark = Problem(path="a.docx", message="ignores nothing", line=3, column=1)
    report = Report(path="a.docx", problems=(remark,), text=read_data(data, path="a.docx").text)
    assert commented(word.annotated(data, report)) == {"0": "Two."}


def test_comments_that_are_no_sound_part_are_told() -> None:
    made = annotated(with_types(docx("<w:p><w:r><w:t>Nobody asked</w:t></w:r></w:p>")), "Nobody")
    for spoilt in (b"<w:comments", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'):
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                new.writestr(name, spoilt if name == "word/comments.xml" else old.read(name))
        with pytest.raises(ReadingError, match=r"is damaged|DOCTYPE"):
            annotated(packed.getvalue(), "Nobody")


def test_a_clean_draft_stays_as_it_is_and_a_changed_one_is_refused() -> None:
    data = draft()
    document = read_data(data, path="a.docx")
    assert word.annotated(data, Report(path="a.docx", text=document.text)) == data
    with pytest.raises(ReadingError, match="has changed since"):
        word.annotated(with_types(docx("<w:p><w:r><w:t>Other</w:t></w:r></w:p>")), found(document, "Nobody asked"))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_the_same_text_and_the_comments_in_place(tmp_path: Path) -> None:
    data = draft()
    quotes = ("We never lose a pier", "Nobody asked", "the loan is long gone")
    (tmp_path / "old.docx").write_bytes(data)
    (tmp_path / "new.docx").write_bytes(annotated(data, *quotes))
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("txt:Text (encoded):UTF8", "odt"):
        command = [str(OFFICE), home, "--headless", "--convert-to", kind, "old.docx", "new.docx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "old.txt").read_bytes() == (tmp_path / "new.txt").read_bytes() != b""
    content = part((tmp_path / "new.odt").read_bytes(), "content.xml").decode("utf-8")
    assert sorted(annotations(ElementTree.fromstring(content))) == sorted(
        ["never", "We never lose a pier", "Nobody asked", "the loan is\tlong gone"]
    )


def annotations(root: ElementTree.Element) -> list[str]:
    """The words that each comment of an OpenDocument text is about."""
    open_: dict[str, list[str]] = {}
    done: list[str] = []

    def walk(element: ElementTree.Element) -> None:
        kind = element.tag.rpartition("}")[2]
        name = next((value for key, value in element.attrib.items() if key.endswith("}name")), "")
        if kind == "annotation":
            open_[name] = []
        elif kind == "annotation-end":
            done.append("".join(open_.pop(name)))
        elif kind != "tracked-changes":
            put("\t" if kind == "tab" else element.text)
            for child in element:
                walk(child)
                put(child.tail)

    def put(words: str | None) -> None:
        for pieces in open_.values():
            pieces.append(words or "")

    walk(root)
    return done
