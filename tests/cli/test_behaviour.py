"""How the command line behaves as a program: what it imports, pipes, terminals, interruption, trouble."""

from __future__ import annotations

import json
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quotecheck.cli.main import main
from tests.cli.conftest import Run

HEAVY = ("rich", "yaml", "rapidfuzz", "sqlite3", "click", "dataclasses", "numpy")


def loaded_by(arguments: list[str], folder: Path) -> set[str]:
    """The modules that a command line leaves behind in a fresh interpreter."""
    code = (
        "import sys, json\nfrom quotecheck.cli.main import main\n"
        f"main({arguments!r})\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return set(json.loads(found.stderr.splitlines()[-1]))


def test_version_imports_nothing_heavy(project: Path) -> None:
    assert loaded_by(["--version"], project) & {*HEAVY} == set()


def test_extract_in_a_pipe_imports_only_what_it_needs(project: Path) -> None:
    assert loaded_by(["extract", "sources/harbour.txt"], project) & {"rich", "yaml", "rapidfuzz", "sqlite3"} == set()


def test_verify_imports_only_the_format_that_is_wanted(project: Path) -> None:
    (project / "draft.txt").write_text("“The silt will be gone by autumn,” said Orla Quist.\n", encoding="utf-8")
    found = loaded_by(["verify", "--format", "json", "draft.txt"], project)
    formats = {name.rsplit(".", 1)[1] for name in found if name.startswith("quotecheck.reporting.")}
    assert formats == {"json", "rows", "visible"}
    assert found & {"rich", "csv", "xml", "shlex", "click.shell_completion", "quotecheck.cli.watching"} == set()


def test_a_verify_of_what_has_not_changed_parses_no_yaml(project: Path) -> None:
    (project / "draft.txt").write_text("“The silt will be gone by autumn,” said Orla Quist.\n", encoding="utf-8")
    (project / "quotecheck.yaml").write_text("# The defaults.\n\n# profile: ap\n", encoding="utf-8")
    for path in project.glob("*/*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    loaded_by(["verify", "draft.txt"], project)  # makes the index
    found = loaded_by(["verify", "--format", "json", "draft.txt"], project)
    assert "sqlite3" in found and found & {"yaml", "numpy"} == set()


def test_a_reader_that_stops_early_is_no_error(project: Path) -> None:
    (project / "long.txt").write_text("“The silt will be gone by autumn,” said Orla Quist.\n\n" * 4000)
    command = [sys.executable, "-m", "quotecheck.cli.main", "extract", "long.txt"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline().startswith(b"long.txt:1:2: direct")
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", ["list --format json", "list --format text", "export", "speakers", "doctor"])
def test_output_that_cannot_be_written_is_told_of(ingested: Path, arguments: str) -> None:
    command = [sys.executable, "-m", "quotecheck.cli.main", *arguments.split()]
    with FULL.open("wb") as full:
        pipes = {"stdout": full, "stderr": subprocess.PIPE, "encoding": "utf-8"}
        found = subprocess.run(command, cwd=ingested, check=False, **pipes)
    assert (found.returncode, found.stderr) == (2, "quotecheck: cannot be read or written: No space left on device\n")


@pytest.mark.parametrize("arguments", ["list", "export --format csv", "speakers", "ingest"])
def test_a_program_whose_output_is_closed_does_its_work(ingested: Path, arguments: str) -> None:
    script = f"exec {shlex.quote(sys.executable)} -m quotecheck.cli.main {arguments} >&-"
    found = subprocess.run(["sh", "-c", script], cwd=ingested, stderr=subprocess.PIPE, check=False)
    assert (found.returncode, found.stderr) == (0, b"")


def test_an_interrupt_ends_with_130_and_a_word(project: Path) -> None:
    command = [sys.executable, "-m", "quotecheck.cli.main", "extract", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=project, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        time.sleep(1.0)  # it waits for standard input now
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.strip() == b"interrupted"


def on_terminal(arguments: list[str], folder: Path, **environment: str) -> str:
    """What a command prints on a terminal of 60 columns."""
    leader, follower = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "quotecheck.cli.main", *arguments],
        cwd=folder,
        stdout=follower,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        env=kept | {"TERM": "xterm", "COLUMNS": "60"} | environment,
    )
    os.close(follower)
    found = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            more = os.read(leader, 65536)
        except OSError:  # how Linux says that the other side has closed
            break
        if not more:
            break
        found += more
    os.close(leader)
    process.wait(60)
    return found.decode()


def test_a_terminal_gets_text_in_colour_within_its_width(project: Path) -> None:
    found = on_terminal(["extract", "sources/harbour.txt"], project)
    assert "\x1b[1;36mOrla Quist\x1b[0m" in found
    plain = on_terminal(["extract", "sources/harbour.txt"], project, NO_COLOR="1")
    assert "\x1b" not in plain and "direct  Orla Quist" in plain
    assert max(len(line.rstrip("\r")) for line in plain.split("\n")) <= 60
    assert on_terminal(["extract", "--color", "never", "sources/harbour.txt"], project) == plain


def test_colour_can_be_asked_for_in_a_pipe(quotecheck: Run) -> None:
    coloured = quotecheck("extract", "--format", "text", "--color", "always", "sources/harbour.txt").stdout
    assert "\x1b[1;36mOrla Quist" in coloured
    assert "\x1b" not in quotecheck("extract", "--format", "text", "sources/harbour.txt").stdout


def test_escape_sequences_in_a_document_never_reach_the_terminal(project: Path) -> None:
    (project / "evil\x1b[2J.txt").write_text("“\x1b]0;title\x07 Run \u202eaway [/bold],” said Orla Quist.\n")
    found = on_terminal(["extract", "--color", "never", "evil\x1b[2J.txt"], project)
    assert "\x1b" not in found and "\u202e" not in found and "[/bold]" in found
    missing = on_terminal(["extract", "no\x1b[31m.txt"], project)
    assert "\x1b" not in missing and "no\\x1b[31m.txt: there is no such file" in missing


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_machine_formats_are_utf_8_whatever_the_locale_says(project: Path, encoding: str) -> None:
    (project / "draft.txt").write_text("“Łódź ☂ first,” said Orla Quist.\n", encoding="utf-8")
    command = [sys.executable, "-m", "quotecheck.cli.main", "extract", "--format", "jsonl", "draft.txt"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    found = subprocess.run(command, cwd=project, capture_output=True, env=environment, check=True)
    assert json.loads(found.stdout.decode("utf-8"))["path"] == "draft.txt"


def test_a_broken_project_is_a_message_not_a_traceback(project: Path, quotecheck: Run) -> None:
    (project / "quotecheck.yaml").write_text("profle: ap\n")
    (project / "draft.md").write_text("Nothing.\n")
    found = quotecheck("verify", "draft.md")
    assert found.returncode == 2 and "quotecheck.yaml:1" in found.stderr and "Traceback" not in found.stderr
    (project / "claims").rmdir()
    (project / "claims").write_text("no folder")
    assert "Traceback" not in quotecheck("ingest").stderr


def test_main_may_be_called_as_a_function(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["--version"]) == 0
    assert main(["no-such-command"]) == 2
    assert "No such command" in capsys.readouterr().err
