"""The files by which other tools run quotecheck: pre-commit's hooks, the GitHub action, the script of the README."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Run
from tests.cli.test_verify import CLEAN, WRONG

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "PYTHONIOENCODING": "utf-8"}
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
Done = subprocess.CompletedProcess


@pytest.fixture
def drafts(ingested: Path) -> Path:
    folder = ingested / "drafts"
    (folder / "old ones").mkdir(parents=True)
    (folder / "clean.md").write_text(CLEAN, encoding="utf-8")
    (folder / "old ones" / "wrong one.md").write_text(WRONG, encoding="utf-8")
    return ingested


def ran(arguments: list[str], folder: Path, **more: str) -> Done[str]:
    environment = ENVIRONMENT | more
    return subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def step(folder: Path, paths: str, **more: str) -> Done[str]:
    """The checking step of the action, as the runner starts it: with `bash -eo pipefail` and inputs as variables."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = action["runs"]["steps"][-1]["run"]
    empty = dict.fromkeys(action["runs"]["steps"][-1]["env"], "")
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return ran(command, folder, **(empty | {"INPUT_PATHS": paths} | more))


@needs_bash
def test_the_action_checks_every_draft_that_matches(drafts: Path) -> None:
    found = step(drafts, "drafts/**/*.md\n")
    assert found.returncode == 1 and found.stderr == ""
    assert found.stdout.startswith("::error file=drafts/old ones/wrong one.md,line=1,col=2,")
    assert found.stdout.endswith("1 of 2 quotes verified; 1 error (misquote)\n")
    assert step(drafts, "drafts/*.md").returncode == 0
    assert step(drafts, "drafts/old ones/wrong one.md", QUOTECHECK_FAIL_LEVEL="never").returncode == 0


@needs_bash
def test_the_action_takes_inputs_for_words_only(drafts: Path) -> None:
    assert step(drafts, "$(touch pwned)\n`touch pwned`; touch pwned\n--help").returncode == 2
    assert not (drafts / "pwned").exists()
    nothing = step(drafts, "nowhere/*.md")
    assert nothing.returncode == 2 and "no draft matches" in nothing.stdout


@needs_bash
def test_the_action_writes_sarif_beside_the_annotations(drafts: Path) -> None:
    found = step(drafts, "drafts/**/*.md", INPUT_SARIF="report.sarif")
    assert found.returncode == 1 and '"version": "2.1.0"' in (drafts / "report.sarif").read_text(encoding="utf-8")


def test_every_input_of_the_action_is_used_and_none_is_pasted_into_a_script() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    action = yaml.safe_load(text)
    assert [name for name in action["inputs"] if f"${{{{ inputs.{name} }}}}" not in text] == []
    assert [step for step in action["runs"]["steps"] if "${{" in step.get("run", "")] == []
    assert all(value["description"] for value in action["inputs"].values())


def script() -> str:
    found = re.findall(r"<!-- script -->\n```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@needs_bash
@pytest.mark.parametrize("strict", [["-e"], []])
@pytest.mark.parametrize(
    ("draft", "code"), [("drafts/clean.md", 0), ("drafts/old ones/wrong one.md", 1), ("drafts/gone.md", 2)]
)
def test_the_script_of_the_readme_blocks_publication(drafts: Path, strict: list[str], draft: str, code: int) -> None:
    found = ran(["bash", *strict, "-c", script(), "publish.sh", draft], drafts)
    assert found.returncode == code
    assert ("publishing" in found.stdout) is (code == 0) and ("not published" in found.stderr) is (code != 0)


def hooks() -> list[dict[str, object]]:
    return yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_pre_commit_stops_a_commit_with_a_wrong_quote(drafts: Path, quotecheck: Run, tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    manifest = ROOT / ".pre-commit-hooks.yaml"
    pre_commit = [sys.executable, "-m", "pre_commit"]
    assert ran([*pre_commit, "validate-manifest", str(manifest)], drafts).returncode == 0
    # The hooks as they are, but run from where they are installed already instead of from a fresh environment.
    local = [{**hook, "language": "system"} for hook in hooks()]
    (drafts / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    for command in (["init", "-q"], ["add", "-A"]):
        assert ran(["git", *command], drafts).returncode == 0
    home = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "GIT_CONFIG_GLOBAL": os.devnull}
    found = ran([*pre_commit, "run", "--all-files", "--color", "never"], drafts, **home)
    assert found.returncode == 1
    assert "drafts/old ones/wrong one.md:1:2: error misquote" in found.stdout
    assert "sources/harbour.txt:" not in found.stdout  # sources are no drafts
    assert re.search(r"claims and sources in order\.+Passed", found.stdout)
    (drafts / "drafts" / "old ones" / "wrong one.md").write_text(CLEAN, encoding="utf-8")
    ran(["git", "add", "-A"], drafts)
    assert ran([*pre_commit, "run", "--all-files"], drafts, **home).returncode == 0
