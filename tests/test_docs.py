"""The manual shows what the tool prints: its sessions are run, its reference is made from the code, and it builds
without a warning.

``python -m tests.test_docs`` writes sessions and reference anew.
"""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from quotecheck.cli.commands import COMMANDS, cli
from quotecheck.cli.verify import FORMATS
from tests.test_readme import ROOT, example, output, record, session

DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "reference" and "_build" not in path.parts)
STEP = re.compile(
    r"<!-- session -->\n```console\n(?P<session>.*?)```\n"
    r"|<!-- file: (?P<file>[\w./-]+) -->\n```\w+\n(?P<body>.*?)```\n",
    re.DOTALL,
)
INLINE = re.compile(r"`(quotecheck [^`\n]+)`")


def rendered(text: str, folder: Path) -> str:
    """A page with every command run again, in order, in a copy of the example of its own; files that the page tells
    the reader to save are saved."""

    def run(step: re.Match[str]) -> str:
        if step["file"]:
            (folder / step["file"]).write_text(step["body"], encoding="utf-8")
            return step[0]
        return f"<!-- session -->\n```console\n{session(step['session'], folder)}```\n"

    return STEP.sub(run, text)


def reference(folder: Path) -> dict[Path, str]:
    """The reference pages as the code gives them now."""
    sys.path.insert(0, str(DOCS))
    try:
        import reference as made
    finally:
        sys.path.pop(0)
    outputs = {name: output(f"quotecheck verify --format {name} example/draft.md", folder) for name in FORMATS}
    return made.write(DOCS / "reference", outputs, record(folder))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_command_of_the_manual_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert rendered(text, example(tmp_path)) == text, "run: python -m tests.test_docs"
    assert text.count("```console") == text.count("<!-- session -->"), "every session is run"


def test_the_reference_is_made_from_the_code(tmp_path: Path) -> None:
    for path, text in reference(example(tmp_path)).items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m tests.test_docs"


def test_commands_in_running_text_exist_with_their_options() -> None:
    found = [words for page in PAGES for words in INLINE.findall(page.read_text(encoding="utf-8"))]
    assert len(found) > 5
    for words in found:
        name, *rest = shlex.split(words)[1:]
        assert name in COMMANDS, words
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        known = {option for parameter in command.params for option in parameter.opts}  # type: ignore[union-attr]
        assert {word for word in rest if word.startswith("--")} <= known, words


def test_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example(tmp_path))
    text = (DOCS / "howto" / "developer.md").read_text(encoding="utf-8").replace("```", "")
    parsed = doctest.DocTestParser().get_doctest(text, {}, "developer", None, 0)
    said: list[str] = []
    assert len(parsed.examples) == 4
    assert doctest.DocTestRunner().run(parsed, out=said.append).failed == 0, "".join(said)


def test_the_manual_builds_without_a_warning(tmp_path: Path) -> None:
    for package in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(package, reason=f"{package} is in the docs extra")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-n", "-b", "html", str(DOCS), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "thirty-one years" in (tmp_path / "tutorial.html").read_text(encoding="utf-8")
    assert "needs-second-source" in (tmp_path / "reference" / "verdicts.html").read_text(encoding="utf-8")


def main() -> int:
    """Writes the sessions and the reference anew."""
    for page in PAGES:
        with tempfile.TemporaryDirectory() as temporary:
            page.write_text(rendered(page.read_text(encoding="utf-8"), example(Path(temporary))), encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        for path, text in reference(example(Path(temporary))).items():
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
