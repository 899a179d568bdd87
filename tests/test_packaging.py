"""What a user gets who installs the package."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from quotecheck.version import VERSION

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from a copy so that no build folder is left in the project."""
    copy = tmp_path_factory.mktemp("project") / "quotecheck"
    copy.mkdir()
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    shutil.copytree(ROOT / "quotecheck", copy / "quotecheck", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(copy), str(copy)]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=300, check=False)
    if "No matching distribution found for setuptools" in done.stderr:
        pytest.skip("building a wheel needs setuptools from the package index, which cannot be reached")
    assert done.returncode == 0, done.stderr[-2000:]
    return zipfile.ZipFile(next(copy.glob("*.whl")))


def test_the_wheel_holds_every_module_and_data_file(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if name.startswith("quotecheck/")}
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "quotecheck").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == here


def test_the_wheel_holds_the_licence_and_nothing_of_the_tests(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert any(name.endswith("LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "sources/", "claims/", "example/"))]


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    stated = wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode()
    for line in ("Name: quotecheck", f"Version: {VERSION}", "Requires-Python: >=3.11"):
        assert line in stated.splitlines()
    scripts = configparser.ConfigParser()
    scripts.read_string(wheel.read(next(n for n in wheel.namelist() if n.endswith("entry_points.txt"))).decode())
    assert scripts["console_scripts"]["quotecheck"] == "quotecheck.cli.main:main"


def test_the_installed_version_is_the_one_in_the_code() -> None:
    assert metadata.version("quotecheck") == VERSION


def test_the_command_runs_and_names_its_version() -> None:
    script = Path(sys.executable).parent / "quotecheck"
    assert script.exists(), "the console script is not installed"
    done = subprocess.run([str(script), "--version"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert VERSION in done.stdout


def test_the_changelog_names_the_version() -> None:
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
