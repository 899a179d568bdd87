"""The reference part of the manual, made from the code that it is about."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from click.testing import CliRunner

from quotecheck.cli.commands import COMMANDS, cli
from quotecheck.cli.config import MEANINGS
from quotecheck.cli.init import SETTINGS
from quotecheck.cli.verify import FORMATS
from quotecheck.judging.verdicts import BESIDE, HOUSE, REASONS, TABLE, VERDICTS, Meaning
from quotecheck.model import SignOff
from quotecheck.records import schema
from quotecheck.records.signoffs import SignOffs, render_signoffs

# So much of a format's output is shown.
SHOWN_LINES, SHOWN_WIDTH = 14, 150
INNER = {"speakers": ("merge",), "config": ("show",)}
KEYS = {
    "id": "stays the same as long as the words do",
    "kind": "`direct` (all in quotation marks), `mixed` or `indirect`",
    "speaker": "who said it; `null` when nobody is named. Yours to correct",
    "source": "who said it, as written in the document",
    "cue": "the word that says so, such as “said”",
    "content": "the words, a passage each; see below",
    "locator": "page, paragraph or time stamp, where the format has one",
    "status": "`extracted`, `verified`, `disputed` or `retracted`. Yours to set",
    "note": "a remark of yours",
    "reviewed": "who looked at it last, and when: `{by: \"…\", at: \"…\"}`. Written by `quotecheck review`",
}
HEADER = "<!-- Made from the code by: python -m tests.test_docs -->\n\n"


def commands() -> str:
    """Every command with its help."""
    parts = [HEADER, "# Commands\n"]
    for name, line in COMMANDS.items():
        parts.append(f"\n## quotecheck {name}\n\n{line[0].upper()}{line[1:]}.\n\n```text\n{_help(name)}```\n")
        for inner in INNER.get(name, ()):
            parts.append(f"\n### quotecheck {name} {inner}\n\n```text\n{_help(name, inner)}```\n")
    return "".join(parts)


def settings() -> str:
    """Every setting, and the file that ``init`` writes."""
    rows = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in MEANINGS.items())
    return (
        f"{HEADER}# Settings\n\nAll of them are optional. They stand in `quotecheck.yaml` at the root of the project; "
        f"`quotecheck init` writes this one, in which every setting is explained and switched off:\n\n"
        f"```yaml\n{SETTINGS}```\n\n| setting | what it is for |\n|---|---|\n{rows}"
    )


def verdicts() -> str:
    """The table that ``explain`` prints from."""
    parts = [HEADER, "# Verdicts, reasons and rules of the house\n\n`quotecheck explain NAME` prints the same.\n"]
    groups = (
        ("Verdicts", [TABLE[name] for name in TABLE if name in VERDICTS]),
        ("Reasons", list(REASONS.values())),
        ("Rules of the house", list(HOUSE.values())),
        ("Beside the verdicts", list(BESIDE.values())),
    )
    for title, meanings in groups:
        parts.append(f"\n## {title}\n")
        parts += map(_meaning, meanings)
    return "".join(parts)


def formats(outputs: dict[str, str]) -> str:
    """What ``verify`` prints in each format; ``outputs`` has it by name."""
    parts = [HEADER, "# Output formats\n\n`quotecheck verify --format NAME`, on the example. Long ones are cut.\n"]
    for name in FORMATS:
        module = import_module(f"quotecheck.reporting.{name}")
        first = (module.__doc__ or "").strip().partition("\n\n")[0].replace("``", "`").replace("\n", " ")
        lines = outputs[name].splitlines()
        shown = [line if len(line) <= SHOWN_WIDTH else line[: SHOWN_WIDTH - 1] + "…" for line in lines[:SHOWN_LINES]]
        more = ["…"] if len(lines) > SHOWN_LINES else []
        body = "\n".join(line.rstrip() for line in (*shown, *more))
        parts.append(f"\n## {name}\n\n{first}\n\n```text\n{body}\n```\n")
    return "".join(parts)


def records(record: str) -> str:
    """The files of a project that people read and edit; ``record`` is the head of a claim file with one claim."""
    if tuple(KEYS) != schema._CLAIM_KEYS:
        raise ValueError("the manual explains other keys than a claim has")
    rows = "".join(f"| `{key}` | {meaning} |\n" for key, meaning in KEYS.items())
    signed = SignOff(
        draft="drafts/bridge.md",
        fingerprint="0123456789abcdef",
        words="9f" * 32,
        exact="We were open for thirty-one years",
        verdict="excerpt",
        claims=("2026-04-02-state-award-739bf5",),
        by="Mina Calloway",
        at="2026-04-03T10:15:00+00:00",
        note="saw the sheet",
    )
    return (
        f"{HEADER}# Record format\n\nOne file in `claims/` for each source document. They are yours to read and to "
        f"correct, and belong under version control.\n\n```yaml\n{record}```\n\n"
        f"| key of a claim | |\n|---|---|\n{rows}\n"
        "A passage has `exact` (the words), `prefix` and `suffix` (what stands around them), `start` and `end` "
        "(characters in the source, from 0) and `line` (from 1). Unknown keys are refused.\n\n"
        "## Sign-offs\n\n`signoffs.yaml` at the root says who has checked which quote of which draft. `words` is a "
        "hash of the quote's words without marks, case and punctuation: when they change, the sign-off falls.\n\n"
        f"```yaml\n{render_signoffs(SignOffs(held=(signed,)))}```\n\n"
        "## Speakers\n\n`speakers.yaml` at the root says which names are one person's; `quotecheck speakers merge` "
        'writes it.\n\n```yaml\n- name: "Ruth Delacroix"\n  aliases: ["Mayor Delacroix"]\n```\n'
    )


def write(folder: Path, outputs: dict[str, str], record: str) -> dict[Path, str]:
    """The pages by their files in ``folder``."""
    pages = {"commands": commands(), "settings": settings(), "verdicts": verdicts()}
    pages |= {"formats": formats(outputs), "records": records(record)}
    return {folder / f"{name}.md": text for name, text in pages.items()}


def _help(*names: str) -> str:
    found = CliRunner().invoke(cli, [*names, "--help"], prog_name="quotecheck", terminal_width=88)
    return "".join(f"{line.rstrip()}\n" for line in found.output.splitlines())


def _meaning(meaning: Meaning) -> str:
    rows = (("Why it matters", meaning.why), ("Example", meaning.example), ("What to do", meaning.answer))
    told = "".join(f"- {label}: {_plain(text)}\n" for label, text in rows)
    return f"\n### {meaning.name}\n\n*{' or '.join(meaning.severities)}* – {_plain(meaning.meaning)}\n\n{told}"


def _plain(text: str) -> str:
    """``text`` with nothing in it that Markdown would take for markup."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|~$" else letter for letter in text)
