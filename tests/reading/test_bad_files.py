"""Files that are broken, hostile or not what they claim to be: each has its message, in bounded time and memory."""

from __future__ import annotations

import io
import json
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.errors import ReadingError
from quotecheck.reading import FORMATS, read_data
from tests.reading.makers import (
    STORIES,
    TALKS,
    docx,
    odt,
    packed,
    pdf,
    pdf_of,
    story_docx,
    story_html,
    story_odt,
    story_pdf,
    story_rtf,
)

DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def encrypted_pdf() -> bytes:
    locked = b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> "
    return pdf([[(72, 700, 11, "secret")]], locked % (b"a" * 32, b"b" * 32))


def scanned_pdf() -> bytes:
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    drawn = b"500 0 0 700 50 50 cm /I Do"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /I 4 0 R >> >>"
            b" /Contents 5 0 R >>",
            picture + b" /Length 1 >>\nstream\n0\nendstream",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    )


def pdf_bomb() -> bytes:
    drawn = zlib.compress(b"BT (x) Tj ET\n" * 12_000_000, 9)
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    )


def lying_zip() -> bytes:
    """A Word document whose directory says that its text is short, and whose text unpacks to 200 MB."""
    data = bytearray(docx("<w:p><w:r><w:t>" + "x" * 200_000_000 + "</w:t></w:r></w:p>"))
    entry = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)
    return bytes(data)


def locked_zip() -> bytes:
    """A Word document whose parts are marked as encrypted."""
    data = bytearray(story_docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def hidden_doctype() -> bytes:
    """A document type that a search for its bytes would not see."""
    text = f'<?xml version="1.0" encoding="utf-16"?>{DOCTYPE}<document>&b;</document>'
    return packed({"word/document.xml": text.encode("utf-16")})


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(20_001):
            archive.writestr(str(number), b"")
    return file.getvalue()


BAD = {
    "zero.docx": (lambda: b"", "is empty: it holds no bytes"),
    "zero.pdf": (lambda: b"", "is empty: it holds no bytes"),
    "blank.html": (lambda: b" \n ", "is empty"),
    "cut.pdf": (lambda: story_pdf()[:-900], "its end is missing"),
    "cut.docx": (lambda: story_docx()[:-900], "is damaged or no Word document"),
    "cut.odt": (lambda: story_odt()[:-100], "is damaged or no OpenDocument text"),
    "cut.rtf": (lambda: story_rtf()[:-5], "its end is missing"),
    "cut.json": (lambda: b'{"segments": [{"text": "We', "is damaged or no JSON file: line 1"),
    "locked.pdf": (encrypted_pdf, "is encrypted with a password"),
    "locked.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted with a password"),
    "locked-parts.docx": (locked_zip, "is encrypted with a password"),
    "locked.odt": (lambda: odt("", '<manifest><encryption-data a="1"/></manifest>'), "is encrypted with a password"),
    "locked.eml": (
        lambda: b'From: a@example.org\nContent-Type: multipart/encrypted; boundary="b"\n\n--b\n\nx\n--b--\n',
        "is encrypted",
    ),
    "old.docx": (lambda: OLE, "Office 97 to 2003"),
    "bomb.docx": (lying_zip, "is too large|is damaged"),
    "bomb.odt": (lambda: odt("<text:p>" + "x" * 90_000_000 + "</text:p>"), "unpacks to more than"),
    "bomb.pdf": (pdf_bomb, "unpacks to more than"),
    "elements.docx": (lambda: docx("<w:p/>" * 2_000_001), "is too large"),
    "deep.docx": (lambda: docx("<w:a>" * 5_000 + "</w:a>" * 5_000), "inside each other"),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 100_000, "inside each other"),
    "deep.json": (lambda: b"[" * 200_000, "out of all bounds"),
    "parts.docx": (many_parts, "packs more than"),
    "entities.docx": (lambda: docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", prefix=DOCTYPE), "DOCTYPE"),
    "entities.odt": (lambda: odt("<text:p>&b;</text:p>", prefix=DOCTYPE), "DOCTYPE"),
    "hidden.docx": (hidden_doctype, "DOCTYPE"),
    "scan.pdf": (scanned_pdf, "only pictures of pages"),
    "page.docx": (story_html, "is damaged or no Word document"),
    "paper.docx": (story_pdf, "is a file of type pdf"),
    "word.pdf": (story_docx, "is a file of type docx"),
    "word.txt": (story_docx, "is a file of type docx"),
    "rich.md": (story_rtf, "is a file of type rtf"),
    "pdf.html": (story_pdf, "is a file of type pdf"),
    "sheet.odt": (lambda: packed({"mimetype": "x"}), "it has no part content.xml"),
    "script.html": (lambda: b"<html><head><script>var a = 1</script></head><body></body></html>", "holds no words"),
    "picture.html": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "holds NUL bytes"),
    "empty.docx": (lambda: docx("<w:p/>"), "holds no words"),
    "head.vtt": (lambda: b"WEBVTT\n\nNOTE nothing yet\n", "holds no subtitles"),
    "words.srt": (lambda: b"We never lose, said Holm.", "no line of times"),
    "list.json": (lambda: b'{"name": "quotecheck", "version": 3}', "is JSON, but no transcript"),
    "number.json": (lambda: json.dumps([{"text": "a"}, {"text": 4}]).encode(), "segment 2 is no object"),
    "words.eml": (lambda: b"We never lose, said Holm.\n\nAnd more.", "lines that begin a message"),
    "header.eml": (lambda: b"From: " + b"a," * 200_000 + b"\n\nhi", "one of its headers"),
    "parts.eml": (lambda: b"From: a@example.org\n\n" + b"--b\n" * 20_000, "marks between parts"),
    "words.rtf": (lambda: b"We never lose, said Holm.", "does not begin with"),
}


@pytest.mark.parametrize("name", BAD)
def test_every_bad_file_has_its_message(name: str) -> None:
    make, message = BAD[name]
    data = make()
    start = time.perf_counter()
    with pytest.raises(ReadingError, match=message) as caught:
        read_data(data, path=name)
    assert caught.value.problem.path == name
    assert "Traceback" not in str(caught.value) and "\n" not in str(caught.value)
    assert time.perf_counter() - start < 10


def test_an_unknown_type_lists_the_known_ones() -> None:
    with pytest.raises(ReadingError, match=r"cannot be read: \.doc ") as caught:
        read_data(b"x", path="old.doc")
    assert all(suffix in str(caught.value.problem.hint) for suffix in FORMATS)
    assert "save it as .docx" in str(caught.value.problem.hint)


@pytest.mark.skipif(sys.platform == "win32", reason="memory cannot be limited there")
@pytest.mark.parametrize("name", ["bomb.docx", "bomb.odt", "bomb.pdf", "elements.docx", "deep.json", "parts.docx"])
def test_a_bomb_takes_little_memory(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD[name][0]())
    script = (
        "import resource, sys; from pathlib import Path; from quotecheck.reading import read\n"
        "resource.setrlimit(resource.RLIMIT_AS, (768 << 20, 768 << 20))\n"
        "try: read(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("ReadingError", 0)


def test_a_command_goes_on_after_bad_files(tmp_path: Path) -> None:
    small = [name for name in BAD if name.startswith(("zero", "cut", "locked", "word", "scan", "entities"))]
    for name in small:
        (tmp_path / name).write_bytes(BAD[name][0]())
    (tmp_path / "story.html").write_bytes(story_html())
    script = "import sys; from quotecheck.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "extract", *small, "story.html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "We have kept this pier" in done.stdout
    assert len(small) >= 12 and all(f"{name}: " in done.stderr for name in small)
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="memory cannot be limited there")
def test_an_ingest_of_all_bad_files_keeps_the_good_ones(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, (make, _) in BAD.items():
        (sources / name).write_bytes(make())
    (sources / "a-good.docx").write_bytes(story_docx())
    (sources / "z-good.html").write_bytes(story_html())
    script = (
        "import resource, sys; from quotecheck.cli.main import main\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); sys.exit(main(['ingest']))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    told = dict(re.findall(r"^quotecheck: sources/([^:]+)(?::\d+)*: (.*)$", done.stderr, re.MULTILINE))
    assert [name for name, (_, message) in BAD.items() if not re.search(message, told.get(name, ""))] == []
    assert len(BAD) >= 40 and f"2 new, 0 changed, 0 unchanged, {len(BAD)} could not be read" in done.stdout
    assert {path.name for path in (tmp_path / "claims").iterdir()} == {"a-good.yaml", "z-good.yaml"}


def joined(*files: bytes) -> bytes:
    """One PDF of the pages of several."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for file in files:
        whole.import_pages(pypdfium2.PdfDocument(file))
    data = io.BytesIO()
    whole.save(data)
    return data.getvalue()


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    blank = pdf([[]])
    data = joined(story_pdf(), scanned_pdf(), blank, scanned_pdf(), scanned_pdf(), story_pdf(), scanned_pdf())
    (remark,) = read_data(data, path="a.pdf").remarks
    assert remark.startswith("pages 3, 5-6 and 9 of 9 are pictures without words")
    assert read_data(joined(story_pdf(), blank), path="a.pdf").remarks == ()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.pdf").write_bytes(joined(story_pdf(), scanned_pdf()))
    for arguments in (["ingest"], ["extract", "sources/a.pdf"], ["verify", "sources/a.pdf"]):
        command = [sys.executable, "-m", "quotecheck.cli.main", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert "sources/a.pdf: page 3 of 3 is a picture without words" in done.stderr
        assert done.returncode in (0, 1)


@settings(max_examples=150)
@given(name=st.sampled_from([*STORIES, *TALKS]), at=st.floats(0, 1), junk=st.binary(max_size=40), cut=st.booleans())
def test_a_spoilt_file_is_read_or_refused(name: str, at: float, junk: bytes, cut: bool) -> None:
    data = (STORIES[name][0] if name in STORIES else TALKS[name])()
    place = int(at * len(data))
    spoilt = data[:place] + junk + (b"" if cut else data[place + len(junk) :])
    try:
        document = read_data(spoilt, path=name)
    except ReadingError as error:
        assert error.problem.path == name
    else:
        document.text.encode("utf-8")
        assert document.locate(len(document.text)).line >= 1
