"""The README shows what the tool prints: its sessions, its record and its Python examples are run.

``python -m tests.test_readme`` writes them anew.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotecheck.judging import verdicts

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SESSION = re.compile(r"<!-- session -->\n```console\n(.*?)```\n", re.DOTALL)
RECORD = re.compile(r"<!-- record -->\n```yaml\n(.*?)```\n", re.DOTALL)
SHOWN = ("claims/2026-04-02-state-award.yaml", "closed for a beam")


def example(folder: Path) -> Path:
    """A copy of the worked example."""
    for name in ("sources", "claims", "example"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def output(command: str, folder: Path) -> str:
    """What a command prints on a terminal that is 100 columns wide."""
    words = shlex.split(command)
    if words[0] != "quotecheck":
        return of_shell(command, folder)
    if words[1] == "verify" and "--format" not in words:
        words[2:2] = ["--format", "text"]  # what a terminal gets without asking
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    script = Path(sys.executable).parent / "quotecheck"
    done = subprocess.run(
        [str(script), *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + (done.stderr if words[1] == "ingest" else "")


def of_shell(command: str, folder: Path) -> str:
    """What a command of the shell prints, in which ``quotecheck`` is the one that is tested."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1) and done.stderr == "", done.stderr
    return done.stdout


def session(block: str, folder: Path) -> str:
    """A console block with the outputs that its commands have now."""
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    parts = (f"$ {command}\n" + output(command, folder) for command in commands)
    return "\n".join("\n".join(line.rstrip() for line in part.strip("\n").splitlines()) + "\n" for part in parts)


def record(folder: Path) -> str:
    """The head of a claim file and one of its claims."""
    head, *claims = (folder / SHOWN[0]).read_text(encoding="utf-8").split("\n- id:")
    claim = next(claim for claim in claims if SHOWN[1] in claim)
    return f"# {SHOWN[0]}\n{head}\n- id:{claim.rstrip()}\n"


def rendered(text: str, folder: Path) -> str:
    """The README with everything in it run again."""
    text = SESSION.sub(lambda m: f"<!-- session -->\n```console\n{session(m[1], folder)}```\n", text)
    return RECORD.sub(lambda m: f"<!-- record -->\n```yaml\n{record(folder)}```\n", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield example(tmp_path_factory.mktemp("example"))


def test_sessions_and_record_are_what_the_tool_prints(folder: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert rendered(text, folder) == text, "run: python -m tests.test_readme"


def test_python_examples_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    parsed = doctest.DocTestParser().get_doctest(
        README.read_text(encoding="utf-8").replace("```", ""), {}, "README", None, 0
    )
    said: list[str] = []
    assert len(parsed.examples) > 4
    assert doctest.DocTestRunner().run(parsed, out=said.append).failed == 0, "".join(said)


def test_every_verdict_is_in_the_table() -> None:
    named = set(re.findall(r"^\| `([\w-]+)` \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == set(verdicts.VERDICTS)


def test_the_committed_claims_are_of_the_sources_as_they_are(tmp_path: Path) -> None:
    """Every source has its claims, and an ingest changes nothing."""
    example(tmp_path)
    claims = {path.name: path.read_bytes() for path in (tmp_path / "claims").iterdir()}
    assert {Path(name).stem for name in claims} == {path.stem for path in (tmp_path / "sources").iterdir()}
    output("quotecheck ingest", tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "claims").iterdir()} == claims


def main() -> int:
    """Writes the README's sessions and record anew."""
    with tempfile.TemporaryDirectory() as temporary:
        README.write_text(rendered(README.read_text(encoding="utf-8"), example(Path(temporary))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
