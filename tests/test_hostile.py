"""Input that means harm, or is no input at all: a clear message or a right answer, never a traceback, never a hang."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.checking import ingest, verify
from quotecheck.errors import QuotecheckError, ReadingError, RecordError
from quotecheck.matching.index import open_index
from quotecheck.model import Claim, Document, Origin, TextQuote
from quotecheck.reading import FORMATS, read_data
from quotecheck.records.atomic import lock
from quotecheck.records.canonical import read_claims
from quotecheck.records.schema import ClaimFile
from quotecheck.records.store import Store
from quotecheck.records.writing import render
from quotecheck.reporting import concise, csv, json
from tests.hostile import controls, run

NAUGHTY = (
    "", " ", "\u00a0", "\u2003\u3000", "null", "NaN", "true", "undefined", "0", "-1", "1e999", "0x0", "1/0", "٣١٤",
    "'", '"', "''''", '"""', "“”“”", "“‘“‘“", "\\", "\\\\", "\\x00", "%s%n%d", "{0}", "{{7*7}}", "${HOME}", "$(id)",
    "`id`", "; rm -rf x", "| cat", "&& true", "--help", "-", "../../etc/passwd", "C:\\CON", "/dev/null", "file://x",
    "<script>alert(1)</script>", "<!--", "-->", "]]>", "&lt;&#0;", "<?xml?>", "<v >", "[bold]x[/bold]", "[/red]",
    "=1+1", "@SUM(A1)", "+1", "-1+1", "\t=1", "' OR 1=1 --", "!!python/object:os.system", "&a *a", "- - - -", "? :",
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m", "\x07\x08\x7f", "a\x00b", "\r\rx", "a\rb", "\u0085", "\u2028",
    "\u202eabc\u202c", "\u2066x\u2069", "\ufeff\ufeff", "\u200b\u200b", "\u200d", "\ufffd", "\uffff", "\U0010ffff",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "ﷺ", "田中さん", "𝕿𝖍𝖊", "Ⱥ" * 40, "ß" * 40, "ſ", "İı", "ǆ", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣",
    "said", "said said said", "he said that he said that he", "Mr.", "A. B. C. D. E.", "… … …", "[…] [sic] []", "— — —",
    "a" * 5000, "“" * 3000, '" ' * 1500, "(" * 3000, "[" * 3000, "*" * 3000, "\n" * 3000, "> " * 300, "- " * 300,
)  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    origin = Origin(path="", title="A [bold]title\x1b[31m", url="javascript:alert(1)")
    texts = [text for text in NAUGHTY if text.strip()]
    claims = (
        Claim(
            id=f"n-{number}",
            kind="direct",
            speaker=text,
            source=text,
            cue=text,
            content=(TextQuote(exact=text, prefix=text, suffix=text),),
            origin=origin,
            note=text,
        )
        for number, text in enumerate(texts)
    )
    return Store.open(claims)


@pytest.mark.parametrize("number", range(len(NAUGHTY)))
def test_naughty_words_are_only_words(store: Store, number: int) -> None:
    text = NAUGHTY[number]
    index = open_index(store)
    draft = f"“{text},” said {text[:60]}.\n\n{text}\n\n“We met on Monday and {text[:60]} was there,” Orla Quist said.\n"
    report = verify(draft, store, index=index)
    assert not controls(concise.render([report]))
    for module in (json, csv):
        assert module.render([report])


@pytest.mark.parametrize("suffix", FORMATS)
def test_naughty_files_are_read_or_refused(suffix: str) -> None:
    for text in NAUGHTY:
        for data in (text.encode("utf-8", "surrogatepass"), text.encode("utf-16-le", "surrogatepass")):
            try:
                assert isinstance(read_data(data, path=f"a{suffix}"), Document)
            except ReadingError as error:
                assert str(error).startswith(f"a{suffix}")


CLAIMS = render(
    ClaimFile(
        path="claims/a.yaml",
        origin=Origin(path="sources/a.txt", sha256="0f" * 32, title="The “pier”"),
        claims=tuple(
            Claim(
                id=f"a-{number}",
                kind="mixed",
                speaker="Ada Nordin",
                source="she",
                cue=None,
                content=(TextQuote(exact="We stay", prefix="so: ", line=number + 1),),
                origin=Origin(path="sources/a.txt"),
            )
            for number in range(3)
        ),
    )
).encode()


MARKS = [b"&a ", b"*a", b"!!x ", b"\n", b"? ", b"- ", b": ", b"#", b"|", b'"']


@settings(max_examples=300)
@given(st.data())
def test_a_spoilt_claim_file_is_read_or_refused(data: st.DataObject) -> None:
    spoilt = bytearray(CLAIMS)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        end = data.draw(st.integers(at, min(len(spoilt), at + 9)))
        spoilt[at:end] = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from(MARKS)))
    text = spoilt.decode("utf-8", "replace")
    try:
        file = read_claims(text, "claims/a.yaml")
    except RecordError as error:
        assert error.problem.path == "claims/a.yaml" and error.exit_code == 2
        return
    assert read_claims(render(file), file.path) == file


def bombs() -> dict[str, str]:
    laughs = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    return {
        "aliases": laughs,
        "merge": "base: &b {x: 1}\nsource:\n  <<: *b\n",
        "tag": "schema: !!python/object/apply:os.system ['true']\n",
        "twice": CLAIMS.decode() + "claims: []\n",
        "deep lists": "schema: " + "[" * 50_000,
        "deep groups": "\n".join("  " * n + "a:" for n in range(400)),
        "two documents": CLAIMS.decode() + "---\n" + CLAIMS.decode(),
        "long scalar": f'schema: 1\nsource: {{path: a.txt}}\nclaims: "{"x" * 2_000_000}"\n',
        "many keys": "".join(f"k{n}: 1\n" for n in range(20_000)),
        "no text": "\x01\x02",
    }


@pytest.mark.parametrize("name", bombs())
def test_a_bomb_in_yaml_is_an_error_with_its_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "bomb.yaml").write_text(bombs()[name], encoding="utf-8")
    store = Store.open(tmp_path)
    with pytest.raises(RecordError, match=r"claims/bomb\.yaml"):
        store.load("claims/bomb.yaml")
    index = open_index(store)
    assert [problem.path for problem in index.problems] == ["claims/bomb.yaml"] and index.count == 0


OUTSIDE = ["../secret.txt", "/etc/hostname", "sources/../../secret.txt", "C:/x", "a\\b", "sources/out"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_records_cannot_reach_out_of_the_project(path: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "claims").mkdir(parents=True)
    (root / "sources").mkdir()
    (tmp_path / "secret.txt").write_text("The vault code is seven.", encoding="utf-8")
    (root / "sources" / "out").symlink_to(tmp_path / "secret.txt")
    record = f'schema: 1\nsource:\n  path: "{path}"\nclaims: []\n'.replace("\\", "\\\\")
    (root / "claims" / "a.yaml").write_text(record, encoding="utf-8")
    index = open_index(Store.open(root))
    assert index.count == 0 and index.candidates(("vault", "code")) == ()
    report = ingest(Store.open(root), [root / "sources" / "out"])
    assert "outside of the project" in str(report.problems[0])
    with pytest.raises(QuotecheckError, match="outside"):
        Store.open(root).save(ClaimFile(path="../a.yaml", origin=Origin(path="a.txt")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "secret.txt"]


COMMANDS = (("verify",), ("extract",), ("ingest",), ("import",), ("verify", "--root"))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of Unix")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_is_no_file_is_told_of_at_once(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    os.mkfifo(tmp_path / "sources" / "pipe.txt")
    (tmp_path / "sources" / "folder.txt").mkdir()
    (tmp_path / "sources" / "loop.txt").symlink_to(tmp_path / "sources" / "loop.txt")
    (tmp_path / "sources" / "zero.txt").symlink_to("/dev/zero")
    names = ["pipe.txt", "loop.txt", "zero.txt", "missing.txt", "a" * 300 + ".txt", "\x1b[31m.txt", "folder.txt"]
    if command in (("ingest",), ("extract",)):
        names.remove("folder.txt")  # a folder is a place to look in
    for name in names:
        more = ["draft.md"] if command[-1] == "--root" else []
        done = subprocess.run(
            [sys.executable, "-m", "quotecheck.cli.main", *command, f"sources/{name}", *more],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 2, (name, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr and "an error of its own" not in done.stderr
        assert done.stderr.strip() and not controls(done.stderr)


KINDS: dict[str, Callable[[Path, Path], object]] = {
    "pipe": lambda path, _: os.mkfifo(path),
    "folder": lambda path, _: path.mkdir(),
    "endless": lambda path, _: path.symlink_to("/dev/zero"),
    "loop": lambda path, _: path.symlink_to(path),
    "file outside": lambda path, outside: path.symlink_to(outside / "secret.txt"),
    "new file outside": lambda path, outside: path.symlink_to(outside / "new"),
    "folder outside": lambda path, outside: path.symlink_to(outside),
    "empty": lambda path, _: path.touch(),
}
PLACES = (
    "quotecheck.yaml", "signoffs.yaml", "speakers.yaml", "claims", "claims/a.yaml", "sources/a.txt",
    "sources/a.txt.yaml", "report.html", ".quotecheck", ".quotecheck/lock", ".quotecheck/index.sqlite",
)  # fmt: skip
GIVEN = (
    "verify draft.md", "ingest", "doctor --fix", "speakers merge Orla Q", "report draft.md",
    "add --quote words --source radio",
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of Unix")
@pytest.mark.parametrize(
    ("kind", "place"),
    [(kind, place) for kind in KINDS for place in PLACES if (kind, place) != ("folder outside", ".quotecheck")],
)
def test_what_is_no_file_in_the_place_of_one(
    kind: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, root = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    (outside / "secret.txt").write_text("“The vault code is seven,” said Orla Quist.\n", encoding="utf-8")
    for folder in ("sources", "claims", ".quotecheck"):
        (root / folder).mkdir(parents=True)
    monkeypatch.chdir(root)
    for name in ("sources/a.txt", "draft.md"):
        (root / name).write_text("“We have waited eleven years for this,” said Orla Quist.\n", encoding="utf-8")
    (root / "claims" / "a.yaml").write_bytes(CLAIMS)
    if (root / place).is_dir():
        shutil.rmtree(place)
    (root / place).unlink(missing_ok=True)
    KINDS[kind](root / place, outside)
    signal.alarm(60)  # what waits for a pipe would wait for ever
    try:
        for given_ in GIVEN:
            run(*given_.split())
    finally:
        signal.alarm(0)
    assert [path.name for path in outside.iterdir()] == ["secret.txt"]
    assert "vault" in (outside / "secret.txt").read_text("utf-8")
    page = root / "report.html"
    assert page.is_symlink() or not page.is_file() or "vault" not in page.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_nothing_is_locked_or_kept_behind_a_link_out_of_the_project(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    root.mkdir()
    (root / ".quotecheck").symlink_to(outside)
    with pytest.raises(QuotecheckError, match="outside of the project"), lock(root):
        pass
    assert list(outside.iterdir()) == []
