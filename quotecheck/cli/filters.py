"""Which claims are meant: the options that ``list`` and ``export`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quotecheck.cli.claims import (
    Test,
    all_claims,
    by_speaker,
    from_source,
    has_words,
    published,
    warn_of_unknown_speaker,
)
from quotecheck.cli.completing import speakers
from quotecheck.model import KINDS, STATUSES, Claim, Problem

if TYPE_CHECKING:
    from quotecheck.records.store import Store

F = TypeVar("F", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])
OPTIONS = (
    click.option(
        "--speaker",
        metavar="NAME",
        shell_complete=speakers,
        help="Claims of this person: any part of the name, or another name of theirs.",
    ),
    click.option("--source", metavar="TEXT", help="Claims of sources with this in path, title, publisher or url."),
    click.option("--kind", type=click.Choice(KINDS), help="Claims of this kind."),
    click.option("--since", type=DAY, metavar="DATE", help="Published on this day or later."),
    click.option("--until", type=DAY, metavar="DATE", help="Published on this day or earlier."),
    click.option("--status", type=click.Choice(STATUSES), help="Claims with this status."),
    click.option("--grep", metavar="PATTERN", help="Claims whose words, source or note match a regular expression."),
)


def options(function: F) -> F:
    """The options, on a command; it gets them by name and hands them to :func:`chosen`."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def chosen(store: Store, wanted: Mapping[str, object]) -> tuple[list[Claim], tuple[Problem, ...]]:
    """The claims for which all conditions hold, file by file, and the claim files that cannot be used. A speaker whom
    no claim has is told of on standard error. StoreError for a wrong regular expression."""
    tests = _tests(wanted)
    speaker = str(wanted["speaker"]) if wanted.get("speaker") else None
    said = by_speaker(store, speaker) if speaker else None
    found: list[Claim] = []
    bad: list[Problem] = []
    known = False
    for claim in all_claims(store):
        if isinstance(claim, Problem):
            bad.append(claim)
        elif said is None or said(claim):
            known = True
            if all(test(claim) for test in tests):
                found.append(claim)
    if speaker and not known:
        warn_of_unknown_speaker(store, speaker)
    return found, tuple(bad)


def _tests(wanted: Mapping[str, object]) -> list[Test]:
    """The conditions that the given options stand for, without the speaker."""
    kind, status = wanted.get("kind"), wanted.get("status")
    since, until = (str(wanted[name])[:10] if wanted.get(name) else None for name in ("since", "until"))
    tests: list[Test] = []
    if kind:
        tests.append(lambda claim: claim.kind == kind)
    if status:
        tests.append(lambda claim: claim.status == status)
    if since or until:
        tests.append(published(since, until))
    if wanted.get("source"):
        tests.append(from_source(str(wanted["source"])))
    if wanted.get("grep"):
        tests.append(has_words(str(wanted["grep"])))
    return tests
