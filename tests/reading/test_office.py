"""Word, OpenDocument, rich text, e-mail: what reads as text, what does not, and where it stands."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from quotecheck.reading import read_data
from quotecheck.reading.docx import located_text
from tests.reading.makers import docx, odt, story_docx


def p(*runs: str, mark: str = "") -> str:
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def text(body: str, notes: str | None = None) -> str:
    return read_data(docx(body, notes), path="a.docx").text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("we "), f"<w:ins>{r('never ')}</w:ins>", r("lose")), "we never lose"),
        (p(r("we "), "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>", r("lose")), "we lose"),
        (p(f"<w:moveFrom>{r('gone ')}</w:moveFrom>", f"<w:moveTo>{r('here')}</w:moveTo>"), "here"),
        (p(f"<w:ins>{r('a ')}<w:del>{r('b ')}</w:del></w:ins>", r("c")), "a c"),
        (p(r("one "), mark="<w:del/>") + p(r("two")), "one two"),
        (p(r("one"), mark="<w:ins/>") + p(r("two")), "one\n\ntwo"),
        (p(r("seen "), r("unseen", "<w:vanish/>"), r("again", '<w:vanish w:val="0"/>')), "seen again"),
        (p(f"<w:hyperlink>{r('a link')}</w:hyperlink>", f"<w:smartTag>{r(' more')}</w:smartTag>"), "a link more"),
        (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('control')}</w:sdtContent></w:sdt>"), "control"),
        (f"<w:sdt><w:sdtContent>{p(r('block'))}</w:sdtContent></w:sdt>", "block"),
        (p("<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>", r("shown")), "shown"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r>"), "a\tb\nc-"),
        (f"<w:tbl><w:tr><w:tc>{p(r('one'))}</w:tc><w:tc>{p(r('two'))}</w:tc></w:tr></w:tbl>", "one\n\ntwo"),
        (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('gone'))}</w:tc></w:tr></w:tbl>{p(r('left'))}", "left"),
        (
            p(r("with a box"), f"<w:r><w:pict><w:txbxContent>{p(r('in the box'))}</w:txbxContent></w:pict></w:r>"),
            "with a box\n\nin the box",
        ),
        (p("<w:AlternateContent>"
           f"<w:Choice>{r('a')}</w:Choice><w:Fallback>{r('b')}</w:Fallback></w:AlternateContent>"), "a"),
    ],
)  # fmt: skip
def test_the_accepted_text_of_word(body: str, expected: str) -> None:
    assert text(body) == expected


def test_footnotes_follow_the_text_in_the_order_of_their_marks() -> None:
    body = p(r("First"), '<w:r><w:footnoteReference w:id="7"/></w:r>') + p(
        r("second"), '<w:r><w:footnoteReference w:id="3"/></w:r>'
    )
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{p(r("---"))}</w:footnote>'
        f'<w:footnote w:id="3">{p(r("of the second"))}</w:footnote>'
        f'<w:footnote w:id="7">{p(r("of the first"))}</w:footnote>'
    )
    document = read_data(docx(body, notes), path="a.docx")
    assert document.text == "First\n\nsecond\n\nof the first\n\nof the second"
    assert document.locate(document.text.index("of the first")).locator == "footnote 1"
    assert document.locate(0).locator == "paragraph 1"


def test_comments_are_no_part_of_the_text() -> None:
    import io

    from docx import Document

    made = Document()
    paragraph = made.add_paragraph("“We never lose,” said Ada Nordin.")
    made.add_comment(paragraph.runs, text="“Did she?” asked the editor.", author="Editor")
    file = io.BytesIO()
    made.save(file)
    assert read_data(file.getvalue(), path="a.docx").text == "“We never lose,” said Ada Nordin."


def test_offsets_lead_back_to_the_elements_of_word() -> None:
    body = p(r("  one "), f"<w:ins>{r('two')}</w:ins>", "<w:r><w:tab/></w:r>", r("three ")) + p(r(" ")) + p(r("four"))
    data = docx(body)
    document = read_data(data, path="a.docx")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    root = ElementTree.fromstring(f"<w:document {w}><w:body>{body}</w:body></w:document>")
    found = list(located_text(root))
    assert [words for _, words, _ in found] == ["  one ", "two", "three ", "four"]
    for start, words, element in found:
        assert element.text == words
        inside = words.strip()
        at = start + words.index(inside)
        assert document.text[at : at + len(inside)] == inside


def test_word_files_of_python_docx_lead_back_too() -> None:
    import io

    from docx import Document

    body = Document(io.BytesIO(story_docx())).element.body
    extracted = read_data(story_docx(), path="a.docx").text
    found = list(located_text(body))
    assert len(found) == 4
    assert all(extracted[start : start + len(words)] == words for start, words, _ in found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:h>H</text:h><text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>", "H\n\na  b\tc\nd"),
        ("<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:p>kept</text:p>", "kept"),
        ("<text:p>we <text:change-start/>never<text:change-end/> <text:span>win</text:span></text:p>", "we never win"),
        ("<text:p>said<office:annotation><text:p>check</text:p></office:annotation> Holm</text:p>", "said Holm"),
        ("<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>", "one"),
        ("<text:p>broken\n     over lines</text:p>", "broken over lines"),
        (
            "<text:p>a<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>the note</text:p></text:note-body></text:note>b</text:p>",
            "ab\n\nthe note",
        ),
    ],
)  # fmt: skip
def test_the_accepted_text_of_opendocument(body: str, expected: str) -> None:
    assert read_data(odt(body), path="a.odt").text == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\'93We never lose,\'94 said Holm.\par Next.", "“We never lose,” said Holm.\n\nNext."),
        (r"\uc1\u8220\'93We\u8221\'94 caf\'e9", "“We” café"),
        (r"{\uc0\u8220}We {\b never} lose", "“We never lose"),
        (r"a{\deleted gone }b {\v hidden}c\v0  d", "ab c d"),
        (r"{\header \v0 Courier}{\*\unknown what}{\pict 01}{\field{\*\fldinst LINK x}{\fldrslt shown}}", "shown"),
        (r"one{\footnote note one}{\*\footnote note two} two", "one two\n\nnote one\n\nnote two"),
        (r"{\fonttbl{\f1\fcharset238 Times;}}{\f1 Za\'bf\'f3\'b3\'e6} \{x\} \\", "Zażółć {x} \\"),
        (r"long\emdash dash\line new\tab x\~y", "long—dash\nnew\tx\u00a0y"),
        (r"\u55356?\u57019? \u55356?", "🎻 \ufffd".replace("🎻", chr(0x1F2BB))),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt in a box\par}}}text", "text\n\nin a box"),
    ],
)  # fmt: skip
def test_the_words_of_rich_text(body: str, expected: str) -> None:
    data = rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode()
    assert read_data(data, path="a.rtf").text == expected


def test_an_email_that_flows_or_is_of_another_time() -> None:
    head = "From: Karl Holm <k@example.org>\r\nSubject: =?utf-8?q?Zu=C5=BCa?=\r\n"
    flowed = head + "Content-Type: text/plain; format=flowed\r\n\r\nWe never \r\nlose.\r\n\r\nHolm\r\n"
    document = read_data(flowed.encode(), path="a.eml")
    assert document.text == "We never lose.\n\nHolm"
    assert document.metadata == {"title": "Zuża", "author": "Karl Holm"}
    assert document.locate(document.text.index("Holm")).locator == "paragraph 2"
    old = (head + "Content-Type: text/plain; charset=x-unknown\r\n\r\n").encode() + b"caf\xe9"
    assert read_data(old, path="a.eml").text == "café"
    page = head + "Content-Type: text/html; charset=utf-8\r\n\r\n<p><q>We never lose,</q> said Holm.</p>"
    assert read_data(page.encode(), path="a.eml").text == "“We never lose,” said Holm."
