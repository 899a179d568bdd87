"""``quotecheck config show``, the settings in the README, and completion by the shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from quotecheck.cli.config import MEANINGS
from quotecheck.cli.init import SETTINGS
from quotecheck.records.settings import HOUSE, SWITCHES, Settings, parse_settings
from tests.cli.conftest import Run

README = Path(__file__).resolve().parents[2] / "README.md"
SCRIPTS = Path(sys.executable).parent


def shown(quotecheck: Run, *arguments: str, **more: str) -> dict[str, tuple[str, str]]:
    found = quotecheck("config", "show", "--format", "json", *arguments, env=os.environ | more)
    assert found.returncode == 0, found.stderr
    return {name: (row["value"], row["origin"]) for name, row in json.loads(found.stdout).items()}


def test_every_setting_is_shown_with_its_default(project: Path, quotecheck: Run) -> None:
    found = shown(quotecheck)
    assert found.pop("root") == (str(project), "found by its claims")
    switches = [f"switches.{name}" for name in SWITCHES]
    assert list(found) == list(MEANINGS) == ["profile", "fail_level", *switches, *HOUSE]
    assert {origin for _, origin in found.values()} == {"default"}
    assert found["profile"][0] == Settings().profile and found["fail_level"][0] == Settings().fail_level


def test_where_each_value_comes_from(project: Path, quotecheck: Run) -> None:
    (project / "quotecheck.yaml").write_text("# ours\nprofile: strict\nswitches:\n  fillers: false\n  number_words:\n")
    found = shown(quotecheck, QUOTECHECK_FAIL_LEVEL="note")
    assert found["profile"] == ("strict", "quotecheck.yaml:2")
    assert found["fail_level"] == ("note", "QUOTECHECK_FAIL_LEVEL")
    assert found["switches.fillers"] == ("false", "quotecheck.yaml:4")
    assert found["switches.number_words"] == ("true", "default")
    over = shown(quotecheck, "--profile", "guardian", "--root", ".", QUOTECHECK_PROFILE="ap", QUOTECHECK_FAIL_LEVEL="")
    assert over["profile"] == ("guardian", "--profile") and over["root"] == (".", "--root")
    assert over["fail_level"] == ("error", "default")
    assert quotecheck("config", "show").stdout.splitlines()[1].split() == ["profile", "strict", "quotecheck.yaml:2"]


def test_a_broken_setting_is_told_of(project: Path, quotecheck: Run) -> None:
    (project / "quotecheck.yaml").write_text("profil: ap\n")
    found = quotecheck("config", "show")
    assert found.returncode == 2 and "did you mean profile?" in found.stderr and found.stdout == ""


def test_the_root_of_the_environment(ingested: Path, quotecheck: Run, tmp_path: Path) -> None:
    environment = os.environ | {"QUOTECHECK_ROOT": str(ingested)}
    found = quotecheck("list", "--format", "json", cwd=tmp_path, env=environment)
    assert len(json.loads(found.stdout)) >= 2


def test_the_readme_and_the_file_that_init_writes_name_every_setting() -> None:
    rows = re.findall(r"^\| `([a-z_.]+):` \| `([\w\[\]]+)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    defaults = {"profile": "ap", "fail_level": "error"} | {f"switches.{name}": "true" for name in SWITCHES}
    defaults |= dict.fromkeys(HOUSE, "[]") | {"min_sources": "1", "require": "nothing"}
    assert dict(rows) == defaults
    bare = re.sub(r"^# (?! )(?=\w+:)|^#(?=   ?\w)", "", SETTINGS, flags=re.MULTILINE)
    settings = parse_settings(bare, "quotecheck.yaml")
    assert settings.switches == dict.fromkeys(SWITCHES, True)
    assert replace(settings, switches={}) == Settings()


def completed(folder: Path, shell: str, words: list[str], index: int | None = None) -> list[str]:
    """What the completion protocol answers for the words of a line, the last of them unfinished."""
    environment = os.environ | {
        "_QUOTECHECK_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": ("\n" if shell != "fish" else " ").join(words),
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    found = subprocess.run(
        [SCRIPTS / "quotecheck"], check=False, cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    assert found.stderr == "" and found.returncode == 0
    return [line for line in found.stdout.splitlines() if line]


def in_bash(folder: Path, words: list[str]) -> list[str]:
    """What bash would offer, by the script that the command prints."""
    quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
    script = (
        'eval "$(quotecheck completion bash)"\n'
        f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n"
        '_quotecheck_completion quotecheck; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    environment = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}
    found = subprocess.run(
        ["bash", "-c", script], check=False, cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    assert found.stderr == ""
    return found.stdout.splitlines()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_commands_options_speakers_and_ids(ingested: Path, quotecheck: Run) -> None:
    assert in_bash(ingested, ["quotecheck", "ver"]) == ["verify"]
    assert in_bash(ingested, ["quotecheck", "verify", "--fail"]) == ["--fail-level"]
    assert in_bash(ingested, ["quotecheck", "list", "--speaker", "qui"]) == ["Orla\\ Quist"]
    assert in_bash(ingested, ["quotecheck", "list", "--speaker", '"Orla Q']) == ["Orla Quist"]
    ids = [row["id"] for row in json.loads(quotecheck("list", "--format", "json").stdout)]
    assert in_bash(ingested, ["quotecheck", "show", "harb"]) == sorted(ids)
    assert in_bash(ingested, ["quotecheck", "explain", "misl"]) == ["misleading-excerpt"]


def test_zsh_and_fish_complete_speakers_and_ids(ingested: Path) -> None:
    assert "Orla Quist" in completed(ingested, "zsh", ["quotecheck", "search", "--speaker", "Orl"])
    assert any("Orla Quist" in line for line in completed(ingested, "fish", ["quotecheck", "list", "--speaker", "Orl"]))
    assert any("harbour-" in line for line in completed(ingested, "zsh", ["quotecheck", "show", "har"]))
    assert completed(ingested, "bash", ["quotecheck", "verify", "dr"]) == ["file,dr"]


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish here")
def test_fish_itself_completes_speakers_and_ids(ingested: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}

    def offered(line: str) -> str:
        script = f"quotecheck completion fish | source; complete -C '{line}'"
        command = ["fish", "--no-config", "-c", script]
        done = subprocess.run(
            command, check=False, cwd=ingested, env=environment, capture_output=True, encoding="utf-8"
        )
        return done.stdout

    assert offered("quotecheck ver").startswith("verify")
    assert "Orla Quist" in offered("quotecheck list --speaker Orl").replace("\\ ", " ")
    assert "harbour-" in offered("quotecheck show har")


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh here")
def test_zsh_itself_completes_speakers_and_ids(ingested: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    # zpty is zsh's own terminal: the line is typed into a second zsh, which is asked what it has become.
    script = """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; eval "$(quotecheck completion zsh)"'
        zpty -w shell 'done_line() { print -r -- "<<$BUFFER>>" }; zle -N done_line'
        zpty -w shell 'bindkey "^Y" done_line; print rea""dy'
        zpty -r -m shell answer '*ready*'
        zpty -w -n shell "$1"$'\\t\\x19'
        zpty -r -m shell answer '*<<*>>*'
        print -r -- "$answer"
    """

    def offered(line: str) -> str:
        done = subprocess.run(
            ["zsh", "-f", "-c", script, "zsh", line],
            check=False, cwd=ingested, env=environment, capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        found = re.findall(r"<<(.*?)>>", done.stdout, re.DOTALL)
        assert found, done.stdout + done.stderr
        return str(found[-1]).strip()

    assert offered("quotecheck verif") == "quotecheck verify"
    assert offered("quotecheck list --speaker Orl").replace("\\", "") == "quotecheck list --speaker Orla Quist"
    assert offered("quotecheck show har").startswith("quotecheck show harbour-")


def test_a_hostile_speaker_cannot_run_anything_by_the_tab_key(ingested: Path, quotecheck: Run) -> None:
    name = "$(touch pwned) `x` Evil"
    assert quotecheck("add", "--speaker", name, "--quote", "It is deep.", "--source", "phone").returncode == 0
    (line,) = completed(ingested, "bash", ["quotecheck", "list", "--speaker", "$"])
    assert line == "plain,\\$\\(touch\\ pwned\\)\\ \\`x\\`\\ Evil"
    assert completed(ingested, "bash", ["quotecheck", "list", "--speaker", '"$']) == []


def test_completion_in_a_broken_project_says_nothing(project: Path) -> None:
    (project / "claims").rmdir()
    (project / "claims").write_text("no folder")
    assert completed(project, "bash", ["quotecheck", "show", "x"]) == []
    assert completed(project, "bash", ["quotecheck", "list", "--root", "nowhere", "--speaker", "x"]) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(quotecheck: Run, shell: str) -> None:
    found = quotecheck("completion", shell)
    assert found.returncode == 0 and f"_QUOTECHECK_COMPLETE={shell}_complete" in found.stdout and found.stderr == ""
    if shell == "bash" and shutil.which("bash"):
        assert subprocess.run(["bash", "-n"], input=found.stdout, encoding="utf-8", check=False).returncode == 0
