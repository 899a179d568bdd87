"""Small real files of every format, made in the test: one story, and one conversation."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from html import escape

TITLE = "Senneby keeps its pier"
STORY = (
    "The harbour office of Senneby will stay open, the council decided on Monday after a long debate.",
    "“We have kept this pier for ninety years,” said Ada Nordin, the harbour master. “We are not selling it now.”",
    "“Nobody asked the fishermen,” said Karl Holm, who owns two boats and rents out a third.",
    "Nordin said that the long-term plan was simply too dear for the town.",
)
TALK = (
    (61.5, "ADA NORDIN", "We have kept this pier for ninety years."),
    (65.0, "ADA NORDIN", "We are not selling it now."),
    (72.2, "KARL HOLM", "Nobody asked the fishermen."),
    (3750.0, "ADA NORDIN", "Nobody had to."),
)

TextAt = tuple[float, float, int, str]


def pdf(pages: Sequence[Sequence[TextAt]], trailer: bytes = b"") -> bytes:
    """A PDF of pages of texts, each at (x, y) points from the lower left corner in a size."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        drawn = b"".join(b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (s, x, y, _string(text)) for x, y, s, text in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        content = len(objects)
        font = b"/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %s /Contents %d 0 R >>" % (font, content))
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return pdf_of(objects, trailer)


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of objects, the first being its catalogue."""
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, trailer, len(data))
    )


def _string(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def wrapped(text: str, width: int = 60) -> list[str]:
    """The lines of a paragraph; the word at a line's end is broken behind its third letter where it is long."""
    lines, line = [], ""
    for word in text.split():
        room = width - len(line)
        if len(word) < room:
            line = f"{line} {word}".strip()
        elif word.isalpha() and len(word) > 7 and room > 5:
            lines.append(f"{line} {word[:3]}-")
            line = word[3:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def story_pdf() -> bytes:
    """The story, two paragraphs a page, under a running head and over a page number."""
    pages = []
    for number, paragraphs in enumerate((STORY[:2], STORY[2:]), 1):
        y = 700
        page: list[TextAt] = [(72, 760, 9, "The Senneby Courier"), (300, 30, 9, str(number))]
        for paragraph in paragraphs:
            for line in wrapped(paragraph):
                page.append((72, y, 11, line))
                y -= 14
            y -= 14
        pages.append(page)
    return pdf(pages)


def story_docx() -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = TITLE
    for paragraph in STORY:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx(body: str, notes: str | None = None, prefix: str = "") -> bytes:
    """A Word document of the XML of a body, and of footnotes."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    relation = '<Relationship Id="r1" Type="' + office + '/{}" Target="{}"/>'
    parts = {
        "_rels/.rels": relations.format(relation.format("officeDocument", "word/document.xml")),
        "word/document.xml": f"{prefix}<w:document {w}><w:body>{body}</w:body></w:document>",
    }
    if notes is not None:
        parts["word/_rels/document.xml.rels"] = relations.format(relation.format("footnotes", "footnotes.xml"))
        parts["word/footnotes.xml"] = f"<w:footnotes {w}>{notes}</w:footnotes>"
    return packed(parts)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def odt(body: str, manifest: str = "<manifest/>", prefix: str = "") -> bytes:
    """An OpenDocument text of the XML of its body."""
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    root = f"{prefix}<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
    meta = f"<office:document-meta {names}><office:meta><dc:title>{TITLE}</dc:title></office:meta>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{root}</office:document-content>",
            "meta.xml": f"{meta}</office:document-meta>",
            "META-INF/manifest.xml": manifest,
        }
    )


def story_odt() -> bytes:
    return odt("".join(f"<text:p>{paragraph}</text:p>" for paragraph in STORY))


def story_rtf() -> bytes:
    words = "\\par\n".join("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text) for text in STORY)
    head = f"\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times;}}}}{{\\info{{\\title {TITLE}}}}}"
    return f"{{{head}\n{words}\\par}}".encode()


def story_html() -> bytes:
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in STORY)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} - The Senneby Courier</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Senneby Courier">
<meta name="author" content="Ilse Brandt"><meta property="article:published_time" content="2026-03-04T08:00:00Z">
<link rel="canonical" href="https://courier.example/pier"></head><body>
<nav><a href="/">Home</a> <a href="/n">“Pictures of the week,” said the editor</a></nav>
<main><article><h1>{TITLE}</h1>{paragraphs}</article></main>
<aside class="related"><h2>Related stories</h2><p>“Taxes must fall,” the mayor Otto Lind said in another story.</p>
</aside><footer>“All the news,” said nobody.</footer></body></html>""".encode()


def story_eml() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ilse Brandt <ilse@courier.example>", TITLE
    message["Date"] = "Wed, 04 Mar 2026 08:00:00 +0000"
    message.set_content("\n\n".join(STORY))
    message.add_alternative("<p>another form of it</p>", subtype="html")
    message.add_attachment("“Never read,” said the attachment.", filename="a.txt")
    return message.as_bytes()


def clock(seconds: float, mark: str) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{round(seconds % 1 * 1000):03}"


def talk_srt() -> bytes:
    cues = []
    before = ""
    for number, (start, speaker, words) in enumerate(TALK, 1):
        label = f"{speaker}: " if speaker != before else ""
        before = speaker
        cues.append(f"{number}\n{clock(start, ',')} --> {clock(start + 3, ',')}\n<i>{label}{words}</i>\n")
    return "\r\n".join("\n".join(cues).split("\n")).encode("utf-8-sig")


def talk_vtt() -> bytes:
    cues = [
        f"{clock(start, '.')} --> {clock(start + 3, '.')} align:start\n<v {speaker}>{words}</v>\n"
        for start, speaker, words in TALK
    ]
    return ("WEBVTT\n\nNOTE made by hand\n\nSTYLE\n::cue {}\n\n" + "\n".join(cues)).encode()


def talk_json() -> bytes:
    segments = [{"speaker": speaker, "start": start, "text": f" {words}"} for start, speaker, words in TALK]
    return json.dumps({"title": TITLE, "segments": segments}).encode()


STORIES = {
    "story.html": (story_html, "paragraph"),
    "story.docx": (story_docx, "paragraph"),
    "story.pdf": (story_pdf, "page"),
    "story.odt": (story_odt, "paragraph"),
    "story.rtf": (story_rtf, "paragraph"),
    "story.eml": (story_eml, "paragraph"),
}
TALKS = {"talk.srt": talk_srt, "talk.vtt": talk_vtt, "talk.json": talk_json}
