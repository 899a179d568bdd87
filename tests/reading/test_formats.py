"""One story in every format: the same quotes and speakers, each with its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quotecheck.checking import ingest
from quotecheck.model import Document
from quotecheck.quoting import attributions
from quotecheck.reading import FORMATS, read, read_data, read_text
from quotecheck.records.store import Store
from tests.reading.makers import STORIES, STORY, TALK, TALKS, TITLE, talk_vtt

Said = list[tuple[str, str | None, list[str]]]


def said(document: Document) -> Said:
    """Who says what; offsets must reproduce the words."""
    return [(a.kind, a.speaker, [span.of(document.text) for span in a.content]) for a in attributions(document)]


def test_every_format_is_tried_here() -> None:
    tried = {Path(name).suffix for name in (*STORIES, *TALKS)} | {".txt", ".text", ".md", ".markdown", ".mkd"}
    assert set(FORMATS) == tried | {".htm", ".xhtml"}


@pytest.mark.parametrize("name", STORIES)
def test_a_story_has_the_same_quotes_in_every_format(name: str) -> None:
    make, kind = STORIES[name]
    document = read_data(make(), path=name)
    expected = said(read_text("\n\n".join(STORY)))
    assert len([one for one in expected if one[0] == "direct"]) >= 2
    assert said(document) == expected
    assert document.prose == document.text
    for number, paragraph in enumerate(STORY, 1):
        place = document.locate(document.text.index(paragraph[-20:]))
        heading = name == "story.html"
        page = 1 if number <= 2 else 2
        assert place.locator == f"{kind} {page if kind == 'page' else number + heading}"


@pytest.mark.parametrize("name", STORIES)
def test_nothing_but_the_story_is_taken(name: str) -> None:
    text = read_data(STORIES[name][0](), path=name).text
    assert text.removeprefix(f"{TITLE}\n\n") == "\n\n".join(STORY)


@pytest.mark.parametrize("name", TALKS)
def test_a_conversation_has_the_same_turns_in_every_format(name: str) -> None:
    document = read_data(TALKS[name](), path=name)
    assert document.metadata["type"] == "transcript"
    assert document.text == (
        "ADA NORDIN: We have kept this pier for ninety years. We are not selling it now.\n\n"
        "KARL HOLM: Nobody asked the fishermen.\n\nADA NORDIN: Nobody had to."
    )
    speakers = [(speaker, words) for _, speaker, words in said(document)]
    assert speakers == [
        ("Ada Nordin", ["We have kept this pier for ninety years. We are not selling it now."]),
        ("Karl Holm", ["Nobody asked the fishermen."]),
        ("Ada Nordin", ["Nobody had to."]),
    ]
    stamps = [document.locate(document.text.index(words)).locator for _, _, words in TALK]
    assert stamps == ["00:01:01", "00:01:05", "00:01:12", "01:02:30"]


def test_what_a_file_says_of_itself_is_kept() -> None:
    known = {name: read_data(make(), path=name).metadata for name, (make, _) in STORIES.items()}
    assert known["story.html"] == {
        "title": TITLE,
        "author": "Ilse Brandt",
        "published": "2026-03-04",
        "publisher": "The Senneby Courier",
        "url": "https://courier.example/pier",
        "language": "en",
    }
    assert known["story.eml"] == {"title": TITLE, "author": "Ilse Brandt", "published": "2026-03-04"}
    assert known["story.docx"] == known["story.odt"] == known["story.rtf"] == {"title": TITLE}
    assert read_data(TALKS["talk.json"](), path="talk.json").metadata["title"] == TITLE


def test_a_folder_of_all_formats_is_ingested(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "story.txt").write_text("\n\n".join(STORY), encoding="utf-8")
    for name, make in {**{name: make for name, (make, _) in STORIES.items()}, **TALKS}.items():
        (sources / name).write_bytes(make())
    (sources / "story.pdf.yaml").write_text("publisher: The Senneby Courier\npublished: 2026-03-05\n")
    (sources / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    store = Store.open(tmp_path)
    report = ingest(store)
    assert [problem.path for problem in report.problems] == ["sources/broken.pdf"]
    assert report.count("new") == len(STORIES) + len(TALKS) + 1
    assert report.count("skipped") == 0
    files = [result.claim_file for result in report.files if result.claim_file]
    assert len(set(files)) == len(files)
    claims = list(store.claims())
    assert len({claim.id for claim in claims}) == len(claims)
    pages = [claim for claim in claims if claim.origin.path == "sources/story.pdf"]
    assert [(claim.locator, claim.origin.published) for claim in pages][-1] == ("page 2", "2026-03-05")
    assert {claim.locator for claim in claims if claim.origin.path.startswith("sources/talk")} >= {"00:01:12"}
    again = ingest(store)
    assert again.count("unchanged") == report.count("new")
    (sources / "story.pdf.yaml").write_text("publisher: The Other Courier\n")
    assert [result.path for result in ingest(store).files if result.outcome == "changed"] == ["sources/story.pdf"]


def test_plain_text_imports_nothing_of_this(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(STORY), encoding="utf-8")
    heavy = "lxml trafilatura docx pypdfium2 zipfile email xml.etree charset_normalizer yaml json".split()
    script = (
        "import sys; from pathlib import Path; from quotecheck.reading import read; read(Path('a.txt'));"
        f"print(sorted(m for m in sys.modules if m in {heavy!r} or m.startswith('quotecheck.reading.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    names = "beside decoding places presence text".split()
    assert done.stdout.strip() == repr([f"quotecheck.reading.{name}" for name in names])


@pytest.mark.parametrize(
    ("name", "extra", "module"), [("a.html", "html", "trafilatura"), ("a.pdf", "pdf", "pypdfium2")]
)
def test_a_missing_part_is_named_with_its_command(
    name: str, extra: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quotecheck.errors import ReadingError

    monkeypatch.setitem(sys.modules, module, None)
    data = STORIES["story.html" if extra == "html" else "story.pdf"][0]()
    with pytest.raises(ReadingError) as caught:
        read_data(data, path=name)
    assert caught.value.problem.hint == f'run: pip install "quotecheck[{extra}]"'


def test_a_file_on_disk_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_bytes(talk_vtt())
    assert read(tmp_path / "talk.vtt", name="x/talk.vtt").text == read_data(talk_vtt(), path="x/talk.vtt").text
