"""The house rules that can be read off the files: floors, sizes, and what the project may mention."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "quotecheck"

# A module imports only from its own station and from those before it.
FLOORS = (
    ("model", "errors", "version", "patterns"),
    ("reading",),
    ("quoting",),
    ("records",),
    ("matching",),
    ("judging",),
    ("reporting",),
    ("checking",),
    ("cli",),
)
FLOOR = {station: height for height, stations in enumerate(FLOORS) for station in stations}
MODULES = sorted(PACKAGE.rglob("*.py"))
# The interpreter's start-up is a feature: these are imported inside the functions that need them.
LATE = {"click", "rich", "yaml", "rapidfuzz", "sqlite3"}
NEVER = {"numpy", "spacy", "nltk", "torch"}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def station_of(name: str) -> str | None:
    """The station of a dotted module name; None for other packages and for ``quotecheck`` itself."""
    parts = name.split(".")
    return parts[1] if parts[0] == "quotecheck" and len(parts) > 1 else None


def imported(tree: ast.AST, module: str, is_package: bool) -> list[tuple[int, str]]:
    """Every import of ``tree``, those inside functions and under TYPE_CHECKING too: (line, dotted name).

    ``from quotecheck import reading`` counts as ``quotecheck.reading``; relative names are made absolute;
    ``importlib.import_module("quotecheck.cli")`` counts as well.
    """
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = node.level - 1 if is_package else node.level
                parts = module.split(".")
                base = ".".join([*parts[: len(parts) - up], *([base] if base else [])])
            found += [(node.lineno, f"{base}.{alias.name}" if base == "quotecheck" else base) for alias in node.names]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__"} and isinstance(node.args[0].value, str):
                found.append((node.lineno, node.args[0].value))
    return found


def climbs(source: str, module: str, is_package: bool = False) -> list[str]:
    """The imports of ``source`` that reach above the floor of ``module``."""
    own = station_of(module)
    if own is None:  # quotecheck/__init__.py, the front door
        return []
    wrong = []
    for line, name in imported(ast.parse(source), module, is_package):
        station = station_of(name)
        if name == "quotecheck" or (station is not None and FLOOR.get(station, 99) > FLOOR[own]):
            wrong.append(f"{line}: {name}")
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_imports_stay_on_their_floor(path: Path) -> None:
    module = module_name(path)
    assert module == "quotecheck" or station_of(module) in FLOOR, f"{shown(path)} belongs to no station"
    assert climbs(path.read_text(encoding="utf-8"), module, path.name == "__init__.py") == []


def test_the_floor_rule_sees_every_way_to_import() -> None:
    """The rule itself, on imports that it must and must not report."""
    above = (
        "import quotecheck.judging",
        "from quotecheck import judging",
        "from quotecheck.cli.main import main",
        "from ..judging import verdicts",
        "def late():\n    from quotecheck.reporting import text",
        "import importlib\nimportlib.import_module('quotecheck.checking')",
        "import quotecheck",
    )
    below = (
        "import re",
        "from quotecheck.model import Span",
        "from .tokens import words",
        "from quotecheck import reading",
    )
    assert [source for source in above if not climbs(source, "quotecheck.quoting.cues")] == []
    assert [source for source in below if climbs(source, "quotecheck.quoting.cues")] == []


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_slow_packages_are_imported_late_and_heavy_ones_never(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    every = {name.split(".")[0] for _, name in imported(tree, module_name(path), path.name == "__init__.py")}
    assert not every & NEVER
    # Statements that run on import: those of the module's body, except under `if TYPE_CHECKING:`.
    body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    top = ast.Module(body=body, type_ignores=[])
    early = {name.split(".")[0] for _, name in imported(top, module_name(path), path.name == "__init__.py")}
    if station_of(module_name(path)) not in {"cli", "reporting", "matching"}:
        assert not early & LATE


def test_dependencies_are_the_agreed_ones() -> None:
    """Anything but these must earn its place: a new dependency changes this test."""
    import configparser

    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    names = {re.split(r"[<>=!~\[ ]", line)[0] for line in config["options"]["install_requires"].split("\n") if line}
    assert names == {"click", "rapidfuzz", "rich", "pyyaml"}
    assert set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))) == {"build-system"}


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_file_is_one_room(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > 60] == []


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_what_is_public_says_what_it_means(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node)] == []
    assert ast.get_docstring(tree) or not tree.body, "the module needs a line that says what it is for"
    assert not any(path.name == name for name in ("utils.py", "helpers.py", "common.py"))


# Written so that this file does not hold the words itself.
FOREIGN = re.compile(
    r"/w[o]rk/|/f[a]rm|/t[m]p/plan|DEVELOPERS\.m[d]|before-s[t]op|\bissues? #\d+\b|\bT[O]DO\b|\bF[I]XME\b|\bX[X]X\b",
    re.IGNORECASE,
)
TEXT = {".py", ".md", ".cfg", ".toml", ".yaml", ".yml", ".txt", ".csv", ".html", ""}
SKIPPED = {
    ".git",
    "node_modules",
    ".venv",
    "build",
    ".quotecheck",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}


def project_files() -> list[Path]:
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if parts[0] in SKIPPED or "__pycache__" in parts or parts[0].endswith(".egg-info"):
            continue
        if path.is_file() and path.suffix in TEXT:
            found.append(path)
    return found


def test_the_project_speaks_of_the_project_only() -> None:
    hits = []
    for path in project_files():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if FOREIGN.search(line):
                hits.append(f"{shown(path)}:{number}: {line.strip()[:80]}")
    assert hits == []


def test_shared_data_is_named_in_tests_and_benchmarks_only() -> None:
    named = re.compile(r"\.\./shared\b|QUOTECHECK_SHARED", re.IGNORECASE)
    hits = [shown(p) for p in project_files() if named.search(p.read_text(encoding="utf-8", errors="replace"))]
    assert [hit for hit in hits if not hit.startswith(("tests/", "benchmarks/"))] == []
