"""``quotecheck review``: at a real terminal (a pseudo-terminal with real keys), and in scripts."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from quotecheck.cli.opening import command_for
from quotecheck.errors import RecordError
from quotecheck.records.ticks import parse_ticks
from tests.cli.conftest import Run

pexpect = pytest.importorskip("pexpect", reason="pexpect is in the test extra; it needs a POSIX terminal")

DRAFT = """\
# Harbour

“We have waited eleven years for this,” said Orla Quist.

“We read it in the papers,” said Tadeo Brandt.
"""
PROMPT = r"(?:help|quit) > "
Terminal = Callable[..., Any]


@pytest.fixture
def terminal(ingested: Path) -> Iterator[Terminal]:
    """Starts ``quotecheck review`` on a terminal of 24 lines and 80 columns."""
    started: list[Any] = []

    def start(*arguments: str, **environment: str) -> Any:
        plain = {key: value for key, value in os.environ.items() if key not in ("VISUAL", "EDITOR", "PAGER")}
        child = pexpect.spawn(
            sys.executable,
            ["-m", "quotecheck.cli.main", "review", *arguments],
            cwd=str(ingested),
            env=plain | {"NO_COLOR": "1", "TERM": "xterm", "QUOTECHECK_BY": "Mina Hald"} | environment,
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=20,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def press(child: Any, keys: str) -> None:
    """Presses keys one by one, each when the desk waits for one."""
    for key in keys:
        child.expect(PROMPT)
        child.send(key)


def ended(child: Any) -> int:
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus)


def files(root: Path) -> dict[str, bytes]:
    """Every record of the project, without the cache."""
    kept = (path for path in root.rglob("*.yaml") if ".quotecheck" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


def claims(root: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load((root / "claims" / "harbour.yaml").read_text())["claims"])


def test_a_sitting_leaves_the_store_as_the_person_meant_it(ingested: Path, terminal: Terminal, quotecheck: Run) -> None:
    number = len(claims(ingested))
    child = terminal("--kind", "direct")
    press(child, "vdu")
    child.expect("undone: disputed")
    press(child, "s")
    child.expect("who said it")
    child.sendline("Tadeo Brant")
    press(child, "n")
    child.expect("note")
    child.sendline("he spells it with “d” [sic]")
    press(child, "q")
    child.expect("3 decisions, all kept: 1 verified, 1 speaker corrected, 1 note")
    assert ended(child) == 0
    direct = [claim for claim in claims(ingested) if claim["kind"] == "direct"]
    assert [(c["status"], c["speaker"], c.get("note")) for c in direct[:2]] == [
        ("verified", "Orla Quist", None),
        ("extracted", "Tadeo Brant", "he spells it with “d” [sic]"),
    ]
    assert all(claim["reviewed"]["by"] == "Mina Hald" and "+00:00" in claim["reviewed"]["at"] for claim in direct[:2])
    assert len(claims(ingested)) == number
    before = files(ingested)
    assert quotecheck("ingest", "--force").returncode == 0 and files(ingested) == before
    shown = quotecheck("list", "--format", "json").stdout
    assert any(row["reviewed"] and row["reviewed"]["by"] == "Mina Hald" for row in json.loads(shown))


def test_undo_restores_every_file_byte_for_byte(ingested: Path, terminal: Terminal) -> None:
    path = ingested / "claims" / "harbour.yaml"
    path.write_text("# kept by hand\n" + path.read_text())
    (ingested / "quotecheck.yaml").write_text("require: verified\n")
    (ingested / "draft.md").write_text(DRAFT.replace("papers", "paper"))
    before = files(ingested)
    child = terminal("draft.md")
    press(child, "tr")
    child.expect("That was the last one")
    child.expect(PROMPT)
    assert files(ingested) != before and (ingested / "signoffs.yaml").exists()
    child.send("u")
    child.expect("undone: retracted")
    press(child, "m")
    child.expect("same person as")
    child.sendline("Tadeo Brandt-Lund")
    child.expect(PROMPT)
    assert (ingested / "speakers.yaml").exists()
    child.send("u")
    child.expect("undone: speakers merged")
    press(child, "u")
    child.expect("undone: signed off")
    press(child, "u")
    child.expect("nothing to undo")
    press(child, "q")
    child.expect("nothing was decided")
    assert ended(child) == 0
    assert files(ingested) == before


def test_ctrl_c_loses_nothing(ingested: Path, terminal: Terminal) -> None:
    child = terminal("--kind", "direct")
    press(child, "v")
    child.expect(PROMPT)
    child.send("n")
    child.expect("note")
    child.send("half a th")
    child.sendintr()
    child.expect("nothing was changed")
    child.expect(PROMPT)
    child.send("r")
    child.expect("That was the last one")
    child.expect(PROMPT)
    child.sendintr()
    child.expect("2 decisions, all kept: 1 verified, 1 retracted")
    assert ended(child) == 130
    direct = [claim for claim in claims(ingested) if claim["kind"] == "direct"]
    assert [claim["status"] for claim in direct[:2]] == ["verified", "retracted"]
    assert not any("note" in claim for claim in direct) and not list(ingested.rglob("*.part"))


def test_moving_about_decides_nothing(ingested: Path, terminal: Terminal) -> None:
    before = files(ingested)
    child = terminal("--kind", "direct")
    press(child, " b?x\r")
    press(child, "t")
    child.expect("only quotes of a draft are ticked")
    child.expect(PROMPT)
    child.send("\x1b[D")
    child.expect("1 of")
    press(child, "q")
    assert ended(child) == 0 and files(ingested) == before


def test_what_somebody_else_has_changed_since_is_not_undone(ingested: Path, terminal: Terminal) -> None:
    path = ingested / "claims" / "harbour.yaml"
    child = terminal()
    press(child, "v")
    child.expect("2 of")
    child.expect(PROMPT)
    path.write_text(path.read_text() + "# by another hand\n")
    child.send("u")
    child.expect("changed since by somebody else")
    press(child, "q")
    assert ended(child) == 0 and path.read_text().endswith("# by another hand\n")


def test_a_misquote_cannot_be_ticked_and_its_wordings_are_shown(ingested: Path, terminal: Terminal) -> None:
    (ingested / "draft.md").write_text(DRAFT.replace("eleven", "twelve"))
    child = terminal("draft.md")
    child.expect("twelve.*eleven")
    press(child, "t")
    child.expect("this quote is in error")
    press(child, "q")
    assert ended(child) == 0 and not (ingested / "signoffs.yaml").exists()


def test_the_source_is_opened_at_the_line(ingested: Path, terminal: Terminal) -> None:
    editor = ingested / "vim"
    editor.write_text(f"#!{sys.executable}\nimport sys\nopen('opened', 'w').write(' '.join(sys.argv[1:]))\n")
    editor.chmod(0o755)
    child = terminal("--kind", "direct", EDITOR=str(editor))
    press(child, "oq")
    assert ended(child) == 0
    assert (ingested / "opened").read_text() == f"+3 {ingested / 'sources' / 'harbour.txt'}"


def test_how_a_source_is_opened() -> None:
    def found(path: str, environment: dict[str, str], *there: str, platform: str = "linux") -> tuple[str, ...]:
        return command_for(path, 7, environment, lambda name: name if name in there else None, platform)

    assert found("a.txt", {"EDITOR": "code --wait"}, "code") == ("code", "--wait", "--goto", "a.txt:7")
    assert found("a.txt", {"EDITOR": "gone"}, "less") == ("less", "+7", "a.txt")
    assert found("a.pdf", {"EDITOR": "vim"}, "vim", "xdg-open") == ("xdg-open", "a.pdf")
    assert found("a.pdf", {}, "open", platform="darwin") == ("open", "a.pdf")
    assert found("a.md", {"PAGER": "own"}, "own") == ("own", "a.md") and found("a.md", {}) == ()


def test_without_a_terminal(ingested: Path, quotecheck: Run) -> None:
    before = files(ingested)
    ids = [claim["id"] for claim in claims(ingested)]
    for arguments, said in (
        ((), "--set or --import"),
        (("draft.md", "--speaker", "Quist"), "with a draft, leave them out"),
        (("--set", "verified", ids[0]), "say who you are"),
        (("--set", "verified", "--by", "Mina Hald"), "say which claims"),
        (("--set", "verifed", ids[0]), "verified"),
        (("--set", "verified", ids[0], "no-such", "--by", "Mina Hald"), "there is no claim of this id"),
    ):
        found = quotecheck("review", *arguments)
        assert found.returncode == 2 and said in found.stderr and files(ingested) == before
    done = quotecheck("review", "--set", "disputed", *ids[:2], "--by", "Mina Hald", "--note", "her office denies it")
    assert (done.returncode, done.stdout) == (0, "2 claims: disputed, note (by Mina Hald)\n")
    assert [(c["status"], c.get("note")) for c in claims(ingested)[:2]] == [("disputed", "her office denies it")] * 2
    assert quotecheck("review", ids[0], "--note", "-", "--set-speaker", "-", "--by", "Nils").returncode == 0
    first = claims(ingested)[0]
    assert (first["speaker"], first.get("note"), first["reviewed"]["by"]) == (None, None, "Nils")


def ticks(root: Path, quotecheck: Run, **over: Any) -> dict[str, Any]:
    """What the page exports when somebody has ticked every quote of the draft."""
    rows = json.loads(quotecheck("verify", "--format", "json", "draft.md").stdout)["drafts"][0]["quotes"]
    items = [
        {
            "fingerprint": row["fingerprint"],
            "exact": row["exact"],
            "claims": [match["claim"] for match in row["matches"] if match["claim"]],
            "verdict": row["verdict"],
            "checked": True,
            "note": "",
            "at": "2026-04-03T10:15:00Z",
        }
        for row in rows
    ]
    digest = hashlib.sha256((root / "draft.md").read_bytes()).hexdigest()
    whole = {"quotecheck": "sign-off", "version": 1, "draft": "draft.md", "draft_sha256": digest, "by": "Mina Hald"}
    return whole | {"items": items} | over


def test_the_page_s_sign_off_file_is_taken_in(ingested: Path, quotecheck: Run, tmp_path: Path) -> None:
    (ingested / "draft.md").write_text(DRAFT.replace("papers", "paper"))
    (ingested / "quotecheck.yaml").write_text("require: verified\n")
    assert quotecheck("verify", "draft.md").returncode == 1
    page = tmp_path / "signoff.json"
    page.write_text(json.dumps(ticks(ingested, quotecheck)))
    done = quotecheck("review", "--import", str(page))
    assert (done.returncode, done.stderr) == (0, "") and "2 quotes signed off by Mina Hald" in done.stdout
    assert quotecheck("verify", "draft.md").returncode == 0
    (ingested / "draft.md").write_text("Later.\n\n" + DRAFT)  # moved, and the second quote altered
    late = quotecheck("verify", "draft.md")
    assert late.returncode == 1 and "Mina Hald signed this quote off on 2026-04-03" in late.stdout
    again = quotecheck("review", "--import", str(page))
    assert again.returncode == 1 and "1 quote signed off" in again.stdout and "have changed" in again.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "version: expected the number 1, found 2"),
        ({"draft": ""}, "draft: expected a text"),
        ({"itms": []}, "itms: unknown key (did you mean items?)"),
        ({"items": {}}, "items: expected a list"),
        ({"items": [{"checked": "yes"}]}, "items[0].checked: expected true or false"),
    ],
)
def test_a_sign_off_file_is_read_strictly(change: dict[str, Any], said: str) -> None:
    whole = {"quotecheck": "sign-off", "version": 1, "draft": "d.md", "draft_sha256": "0", "by": "", "items": []}
    assert parse_ticks(json.dumps(whole), "s.json").items == ()
    with pytest.raises(RecordError) as caught:
        parse_ticks(json.dumps(whole | change), "s.json")
    assert said in str(caught.value)
    with pytest.raises(RecordError, match="is no sign-off file"):
        parse_ticks("[" * 100_000, "s.json")


def test_a_record_that_breaks_meanwhile_is_told_of_and_the_sitting_goes_on(
    ingested: Path, terminal: Terminal
) -> None:
    path = ingested / "claims" / "harbour.yaml"
    kept = path.read_bytes()
    child = terminal()
    child.expect(PROMPT)
    path.write_bytes(b"schema: 1\nsauce: x\n")
    child.send("v")
    child.expect("sauce: unknown key")
    press(child, " ")
    child.expect("sauce: unknown key")
    child.expect(PROMPT)
    path.write_bytes(kept)
    child.send("b")
    child.expect("1 of")
    press(child, "q")
    child.expect("nothing was decided")
    assert ended(child) == 0 and path.read_bytes() == kept
