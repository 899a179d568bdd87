"""Files with bytes that are flipped, cut, doubled and written over, through the commands that read them: an answer or a
message, and one of the exit codes.

A few of each by default; `QUOTECHECK_ROUNDS=100` tries a hundred times as many.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from quotecheck.model import SignOff
from quotecheck.records.signoffs import SignOffs, save_signoffs
from tests.hostile import run, write
from tests.reading.makers import STORIES, TALKS, packed

ROUNDS = 12 * int(os.environ.get("QUOTECHECK_ROUNDS") or 1)
PIECES = [
    b"\0", b"\xff", b"\xed\xa0\x80", b"\n", b'"', b"'", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!x ", b": ", b"- ",
    b"#", b"\\", b"\\ud800", "“".encode(), "”".encode(), "\u202e".encode(), b"\x1b[31m", b"99999999999999999999",
    b"-1", b"NaN", b"null", b"<!--", b"-->", b"|", b"%", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc2\x85", b"\r", b"../../x",
    b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff",
]  # fmt: skip
ARTICLE = """\
LOWEN, March 3. Dredging will start in April.

“We have waited eleven years for this. The silt will be gone by autumn,” said Orla Quist, the harbour master.

“Nobody asked the fishermen,” said Tadeo Brandt. “We read it in the paper.”
"""
DRAFT = """\
---
title: "The silt"
---

“We have waited twelve years for this,” said Orla Quist.

<!-- quotecheck: ignore[misquote] she was asked -->
“Nobody asked *the* [fishermen](http://a.b),” she said.

> “We read … paper.”
"""
SETTINGS = (
    'profile: strict\nswitches:\n  fillers: false\nmin_sources: 2\ngrades: [transcript]\nown_publishers: ["A", B]\n'
)
ROWS = 'speaker,quote,source,url,date,locator,note\n"Ada","We stay, we said",a,http://x,2026-03-04,p. 1,"=no"\n'
# A file, and the commands that read it.
READ = {
    "claims/a.yaml": ("verify d.md", "list", "doctor", "ingest", "export --format csv", "speakers"),
    "d.md": (
        "verify d.md",
        "verify d.md --format json",
        "report d.md -o -",
        "extract d.md",
        "verify d.md --against o.md",
    ),
    "quotecheck.yaml": ("verify d.md", "config show"),
    "signoffs.yaml": ("verify d.md", "report d.md -o -"),
    "speakers.yaml": ("verify d.md", "speakers", "list --speaker Quist"),
    "i.csv": ("import i.csv --dry-run",),
    "i.jsonl": ("import i.jsonl --dry-run",),
    "sources/a.txt": ("verify d.md", "ingest --dry-run", "show a-", "doctor"),
    ".quotecheck/lock": ("ingest", "add --quote x --source y"),
    **{f"sources/{name}": (f"extract sources/{name}", f"verify sources/{name}") for name in (*STORIES, *TALKS)},
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a file of every kind, all of them right."""
    root = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for name, (make, _) in STORIES.items():
            write(f"sources/{name}", make())
        for name, make in TALKS.items():
            write(f"sources/{name}", make())
        write("sources/a.txt", ARTICLE)
        write("d.md", DRAFT)
        write("o.md", DRAFT.replace("twelve", "eleven"))
        write("quotecheck.yaml", SETTINGS)
        write("speakers.yaml", '- name: "Orla Quist"\n  aliases: ["Quist", "O. Quist"]\n')
        write("i.csv", ROWS)
        write("i.jsonl", '{"quote": "We stay", "speaker": "Ada", "date": "2026-03-04"}\n' * 2)
        Path("claims").mkdir()
        one = {"draft": "d.md", "fingerprint": "0123456789abcdef", "words": "ab" * 32, "exact": "x", "verdict": "exact"}
        save_signoffs(root, SignOffs(held=(SignOff(**one, claims=("a-1",), by="M", at="2026-04-03T10:15:00+00:00"),)))
        assert run("ingest").code == 0
        assert run("verify", "d.md").code == 1
    return root


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four places changed."""
    new = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(new) + 1)
        match chance.randrange(5):
            case 0 if new:
                new[at % len(new)] ^= 1 << chance.randrange(8)
            case 1:
                new[at : at + chance.choice((1, 2, 8, 64, 512))] = b""
            case 2:
                new[at : at + chance.randrange(9)] = chance.choice(PIECES)
            case 3:
                start = chance.randrange(len(new) + 1)
                new[at:at] = new[start : start + chance.choice((4, 32, 400))]
            case _:
                new[at : at + 4] = chance.randbytes(chance.randrange(9))
    return bytes(new)


def inside(data: bytes, chance: random.Random) -> bytes:
    """A packed document with one of its parts spoilt, and packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if parts[name]])
    return packed({**parts, name: spoilt(parts[name], chance)})


@pytest.mark.parametrize("name", READ)
def test_spoilt_bytes_have_an_answer(name: str, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "project"
    shutil.copytree(whole, root)
    monkeypatch.chdir(root)
    data = (root / name).read_bytes()
    chance = random.Random(name)
    assert run(*READ[name][0].split()).code < 2
    for number in range(ROUNDS):
        is_packed = name.endswith((".docx", ".odt")) and number % 3
        write(name, inside(data, chance) if is_packed else spoilt(data, chance))
        run(*chance.choice(READ[name]).split())
        write(name, data)
        if name.startswith("claims"):
            shutil.rmtree("claims")
            shutil.copytree(whole / "claims", "claims")
