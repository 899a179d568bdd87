"""``verify draft.docx --output draft.checked.docx``: written whole or not at all, and never over the draft."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_verify import WRONG


@pytest.fixture
def word(ingested: Path) -> Path:
    from docx import Document

    made = Document()
    made.add_paragraph(WRONG.strip())
    made.save(str(ingested / "draft.docx"))
    return ingested


def test_a_word_draft_is_written_again_with_comments(word: Path, quotecheck: Run) -> None:
    from docx import Document

    before = (word / "draft.docx").read_bytes()
    found = quotecheck("verify", "draft.docx", "--output", "draft.checked.docx")
    assert (found.returncode, found.stdout) == (1, "")
    assert "draft.checked.docx: 1 comment; 0 of 1 quote verified" in found.stderr.replace("\n", " ")
    (comment,) = Document(io.BytesIO((word / "draft.checked.docx").read_bytes())).comments
    assert comment.text.startswith("error: misquote (number-changed)\n“eleven” became “twelve”")
    assert "(Orla Quist; sources/harbour.txt, line 3)" in comment.text
    assert (word / "draft.docx").read_bytes() == before
    again = quotecheck("verify", "--format", "concise", "draft.checked.docx").stdout
    assert again == quotecheck("verify", "--format", "concise", "draft.docx").stdout.replace("draft.", "draft.checked.")


def test_the_draft_itself_is_never_written_over(word: Path, quotecheck: Run) -> None:
    before = (word / "draft.docx").read_bytes()
    (word / "link.docx").symlink_to("draft.docx")
    os.link(word / "draft.docx", word / "hard.docx")
    for name in ("draft.docx", "./draft.docx", "link.docx", "hard.docx"):
        found = quotecheck("verify", "draft.docx", "--output", name)
        assert found.returncode == 2 and "overwrite the draft" in found.stderr
    assert (word / "draft.docx").read_bytes() == before


def test_comments_need_one_word_draft(word: Path, quotecheck: Run) -> None:
    (word / "draft.md").write_text(WRONG, encoding="utf-8")
    for paths in (["draft.md"], ["draft.docx", "draft.md"], ["-"]):
        found = quotecheck("verify", *paths, "--output", "out.docx", input="")
        assert found.returncode == 2 and "Word" in found.stderr and not (word / "out.docx").exists()


def test_a_draft_that_cannot_be_read_leaves_what_was_there(word: Path, quotecheck: Run) -> None:
    (word / "draft.docx").write_bytes((word / "draft.docx").read_bytes()[:-400])
    (word / "out.docx").write_bytes(b"earlier")
    found = quotecheck("verify", "draft.docx", "--output", "out.docx")
    assert found.returncode == 2 and "is damaged" in found.stderr and "Traceback" not in found.stderr
    assert (word / "out.docx").read_bytes() == b"earlier"
    assert [path.name for path in word.iterdir() if path.name.endswith(".part")] == []
