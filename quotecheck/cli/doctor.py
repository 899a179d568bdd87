"""``quotecheck doctor``: is the store itself in order?"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotecheck.cli import options
from quotecheck.cli.claims import open_checked
from quotecheck.cli.inputs import open_store
from quotecheck.cli.output import shown, write
from quotecheck.cli.progress import meter
from quotecheck.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecheck.records.health import Finding, Survey
    from quotecheck.records.store import Store


@click.command("doctor")
@options.root
@click.option("--fix", is_flag=True, help="Mend what is safe: the index, places of words that moved, leftovers.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@options.output
def command(*, root: str | None, fix: bool, format_: str, output: str | None) -> int:
    """Check the store itself: claim files, their sources, the words at their places, speakers, and the index.

    It tells of claim files that are broken, ids that stand twice, sources that have changed or are gone, words that do
    not stand where the claim says, claim files that no ingest keeps up, names that look like one person's, files that
    were left half-written, and an index that is damaged. Nothing is changed without --fix, and --fix keeps every word,
    speaker, status and note.

    Exit codes: 0 all is in order (or was mended), 1 there is something to do, 2 a claim file or a setting cannot be
    used.
    """
    from quotecheck.records.atomic import lock

    store = open_store(root)
    with lock(store.root) if fix and store.root else nullcontext(), meter("examining claims") as progress:
        seen = _examined(store, fix, progress)
    open_ = [finding for finding in seen.findings if not finding.fixed]
    write(_json(seen) if format_ == "json" else _text(seen), output)
    from quotecheck.records.health import BROKEN

    return 2 if any(finding.trouble in BROKEN for finding in open_) else 1 if open_ else 0


def _examined(store: Store, fix: bool, progress: object) -> Survey:
    """Everything that is not in order, with what ``fix`` has mended marked as such."""
    from quotecheck.records.health import survey

    seen = survey(store, fix=fix, progress=progress)  # type: ignore[arg-type]
    seen.findings += _speakers(store, seen)
    seen.findings += _index(store, seen, fix)
    return seen


def _speakers(store: Store, seen: Survey) -> Iterator[Finding]:
    """Names that look like one person's, with the command that says so."""
    import shlex

    from quotecheck.errors import QuotecheckError
    from quotecheck.records.aliases import FILE, load_aliases
    from quotecheck.records.health import Finding
    from quotecheck.records.likeness import alike

    try:
        aliases = load_aliases(store.root)
    except QuotecheckError:  # told of already
        return
    for pair in alike(seen.speakers, aliases):
        merge = f"quotecheck speakers merge {shlex.quote(pair.name)} {shlex.quote(pair.alias)}"
        hint = f"if they are: {merge}; if not, give each an entry in {FILE}"
        message = f"{pair.name} and {pair.alias} may be one person: {pair.why}"
        yield Finding("same-speaker", Problem(path=FILE, message=message, hint=hint))


def _index(store: Store, seen: Survey, fix: bool) -> Iterator[Finding]:
    from quotecheck.matching.health import INDEX, index_trouble
    from quotecheck.records.health import Finding

    trouble = index_trouble(store, seen.ids)
    if trouble:
        hint = "it is a cache and can be deleted; --fix builds it anew"
        fixed = fix and _rebuilt(store, INDEX)
        problem = Problem(path=INDEX, message=trouble, hint=None if fixed else hint)
        yield Finding("index", problem, fixable=True, fixed=fixed)


def _rebuilt(store: Store, name: str) -> bool:
    """Deletes the index and builds it anew, by several processes, saying how far that is; False when it cannot be."""
    path = (store.root or Path()) / name
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    open_checked(store).close()
    return path.exists()


def _text(seen: Survey) -> str:
    lines = [f"{shown(str(found.problem))} [{found.trouble}{', mended' * found.fixed}]" for found in seen.findings]
    open_ = sum(not found.fixed for found in seen.findings)
    mended = len(seen.findings) - open_
    looked = f"{_many(seen.claims, 'claim')} in {_many(seen.files, 'file')}"
    state = f"{_many(open_, 'finding')}" if open_ else "all in order"
    return "".join(f"{line}\n" for line in (*lines, f"{looked}: {state}{f', {mended} mended' if mended else ''}"))


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _json(seen: Survey) -> str:
    from quotecheck.reporting.json import dump
    from quotecheck.reporting.rows import SCHEMA

    rows = [
        {
            "trouble": found.trouble,
            "path": found.problem.path,
            "line": found.problem.line,
            "claim": found.claim,
            "message": found.problem.message,
            "hint": found.problem.hint,
            "fixable": found.fixable,
            "fixed": found.fixed,
        }
        for found in seen.findings
    ]
    whole = {"schema": SCHEMA, "files": seen.files, "claims": seen.claims, "findings": rows}
    return dump(whole, indent=2) + "\n"
