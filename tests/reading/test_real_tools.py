"""One story as office programs, a PDF writer and mail software write it: the same quotes and speakers from each file,
at the right page, paragraph or time. The files are made in the test, by the programs that are installed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from quotecheck.model import Document
from quotecheck.quoting import attributions
from quotecheck.reading import read
from tests.reading.makers import STORY, TALK, TITLE, talk_json, talk_srt, talk_vtt

OFFICE, PANDOC = shutil.which("soffice"), shutil.which("pandoc")
TURNS = (
    "Ada Nordin: We have kept this pier for ninety years. We are not selling it now.",
    "Karl Holm: Nobody asked the fishermen.",
    "Ada Nordin: Nobody had to.",
)
PARAGRAPHS = {"story": STORY, "talk": TURNS}
FILTERS = {"odt": "odt", "rtf": "rtf", "pdf": "pdf", "html": "html:HTML (StarWriter):EmbedImages"}
WRITERS = ["office.docx", "office.odt", "office.rtf", "office.pdf", "office.html", "mail.eml", "pandoc.docx"]
WRITERS += ["pandoc.odt", "pandoc.rtf", "pandoc.html", "reportlab.pdf"]


def office(folder: Path) -> None:
    """python-docx writes the first file, with a page break before the third paragraph; LibreOffice all the others."""
    from docx import Document as Word

    for name, paragraphs in PARAGRAPHS.items():
        made = Word()
        made.core_properties.title = TITLE
        for number, words in enumerate(paragraphs):
            paragraph = made.add_paragraph(words)
            paragraph.paragraph_format.page_break_before = number == 2
        made.save(str(folder / f"{name}.office.docx"))
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind, filter_ in FILTERS.items() if OFFICE else ():
        names = [f"{name}.office.docx" for name in PARAGRAPHS]
        command = [str(OFFICE), home, "--headless", "--convert-to", filter_, *names]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
        assert all((folder / f"{name}.office.{kind}").exists() for name in PARAGRAPHS)


def pandoc(folder: Path) -> None:
    for name, paragraphs in PARAGRAPHS.items() if PANDOC else ():
        for kind in ("docx", "odt", "rtf", "html"):
            target = str(folder / f"{name}.pandoc.{kind}")
            command = [str(PANDOC), "-f", "markdown", "-s", "-M", f"title={TITLE}", "-o", target]
            subprocess.run(command, input="\n\n".join(paragraphs), encoding="utf-8", check=True)


def others(folder: Path) -> None:
    for name, paragraphs in PARAGRAPHS.items():
        message = EmailMessage()
        message["From"], message["Subject"] = "desk@courier.example", TITLE
        message.set_content("\n\n".join(paragraphs), cte="quoted-printable")
        (folder / f"{name}.mail.eml").write_bytes(message.as_bytes())
    try:
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer
    except ImportError:
        return
    style = getSampleStyleSheet()["BodyText"]
    for name, paragraphs in PARAGRAPHS.items():
        flow = [part for words in paragraphs for part in (Paragraph(words, style), Spacer(1, 8))]
        flow.insert(4, PageBreak())
        SimpleDocTemplate(str(folder / f"{name}.reportlab.pdf")).build(flow)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("formats")
    office(made)
    pandoc(made)
    others(made)
    for kind, maker in (("srt", talk_srt), ("vtt", talk_vtt), ("json", talk_json)):
        (made / f"talk.subtitles.{kind}").write_bytes(maker())
    yield made


def made(folder: Path, name: str) -> Document:
    if not (folder / name).exists():
        pytest.skip(f"the program that writes {name} is not installed")
    return read(folder / name)


def said(document: Document) -> list[tuple[str | None, list[str]]]:
    """Who says what, each word where its offsets are."""
    return [(one.speaker, [span.of(document.text) for span in one.content]) for one in attributions(document)]


def locators(document: Document, paragraphs: tuple[str, ...]) -> list[str | None]:
    return [document.locate(document.text.index(words[-15:])).locator for words in paragraphs]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", PARAGRAPHS)
def test_a_story_has_the_same_quotes_whoever_wrote_the_file(folder: Path, name: str, writer: str) -> None:
    document = made(folder, f"{name}.{writer}")
    (folder / "plain.txt").write_text("\n\n".join(PARAGRAPHS[name]), encoding="utf-8")
    plain = read(folder / "plain.txt")
    assert said(document) == said(plain) != []
    found = locators(document, PARAGRAPHS[name])
    if writer.endswith(".pdf"):
        assert found == ["page 1", "page 1", "page 2", "page 2"][: len(found)]
    else:
        heading = document.text.startswith(TITLE)
        assert found == [f"paragraph {number + heading}" for number in range(1, len(found) + 1)]


@pytest.mark.parametrize("kind", ["srt", "vtt", "json"])
def test_a_talk_has_the_same_turns_as_subtitles(folder: Path, kind: str) -> None:
    document = made(folder, f"talk.subtitles.{kind}")
    plain = made(folder, "talk.office.docx")
    assert said(document) == said(plain)
    stamps = [document.locate(document.text.index(words)).locator for _, _, words in TALK]
    assert stamps == ["00:01:01", "00:01:05", "00:01:12", "01:02:30"]
