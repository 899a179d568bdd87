"""Bytes → text: marks, UTF-8, and files that are no text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quotecheck.errors import ReadingError
from quotecheck.reading import decoding, read
from quotecheck.reading.decoding import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_marked_encodings_are_read_without_their_mark(encoding: str) -> None:
    text = "“Zażółć,” said Łucja 🎻\r\nNext"
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-32-be": b"\0\0\xfe\xff"}
    assert decode(marks.get(encoding, b"") + text.encode(encoding), "a.txt") == text


def test_newlines_stay_as_they_are_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\ntwo\nthree\rfour")
    document = read(tmp_path / "a.txt", name="a.txt")
    assert document.text == "one\r\ntwo\nthree\rfour"
    assert document.prose == "one\ntwo\nthree\nfour"
    assert [document.locate(at).line for at in (0, 5, 9, 15)] == [1, 2, 3, 4]


def test_an_undecodable_file_is_named_with_line_byte_and_remedy() -> None:
    with pytest.raises(ReadingError) as caught:
        decode(b"first line\ncaf" + b"\xe9 closed\n", "sources/old.txt")
    problem = caught.value.problem
    assert (problem.path, problem.line) == ("sources/old.txt", 2)
    assert "byte 14 (0xe9)" in problem.message
    assert "UTF-8" in str(problem.hint)


def test_half_a_utf16_character_is_an_error() -> None:
    with pytest.raises(ReadingError, match="UTF-16-LE"):
        decode(b"\xff\xfea\0\x3d\xd8", "a.txt")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0", "words".encode("utf-16-le"), b"\xff\xfe\0\0"[:4] + b"\0\0\0\0"]
)
def test_nul_bytes_are_no_text(data: bytes) -> None:
    with pytest.raises(ReadingError, match="NUL"):
        decode(data, "a.txt")


def test_an_empty_file_is_an_empty_document(tmp_path: Path) -> None:
    for name, content in (("a.txt", b""), ("b.md", b""), ("c.txt", b"\xef\xbb\xbf")):
        (tmp_path / name).write_bytes(content)
        document = read(tmp_path / name)
        assert (document.text, document.prose, document.locate(0).line) == ("", "", 1)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ReadingError, match="folder"):
        read(tmp_path / "folder.txt")
    with pytest.raises(ReadingError, match="no such file"):
        read(tmp_path / "missing.txt", name="missing.txt")
    with pytest.raises(ReadingError, match=r"cannot be read"):
        read(tmp_path / ("x" * 300 + ".txt"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_nobody_writes_to_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadingError, match="pipe"):
        read(tmp_path / "pipe.txt")


def test_an_unknown_type_names_the_nearest() -> None:
    with pytest.raises(ReadingError, match=r"did you mean \.md\?.*\.txt"):
        read(Path("draft.mdd"))
    with pytest.raises(ReadingError, match=r"\.xlsx.*known types are \.txt"):
        read(Path("draft.xlsx"))


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    changes = iter([b"two!", b"three"])
    real = os.fstat
    looks = 0

    def fstat(handle: int) -> os.stat_result:
        nonlocal looks
        looks += 1
        found = real(handle)
        if looks % 2:  # after the look before, and before the bytes are read
            new = next(changes, None)
            if new is not None:
                path.write_bytes(new)
        return found

    monkeypatch.setattr(os, "fstat", fstat)
    assert decoding.read_bytes(path, "a.txt") == b"three"
    changes = iter([b"x" * size for size in range(1, 9)])
    looks = 0
    with pytest.raises(ReadingError, match=r"a\.txt: is being changed while it is read \(try again"):
        decoding.read_bytes(path, "a.txt")
