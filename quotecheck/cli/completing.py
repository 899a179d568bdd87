"""What the shell offers when somebody presses Tab: speakers and claim ids of the project, files. Never a message and
never an error: a shell would show them in the middle of the line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from quotecheck.errors import QuotecheckError

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from quotecheck.matching.index import Index

MOST = 200
MEANT = {"'": "'", '"': '"$`\\!'}
"""Opening quotation mark of bash → the signs that are not taken as they are inside."""


def speakers(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The speakers of whom a word of the name begins with what is typed, those whose first word does first."""
    typed = incomplete.casefold()
    with suppress(QuotecheckError, OSError):
        names = [name for name, _ in _index(context).speakers()]
        whole = [name for name in names if name.casefold().startswith(typed)]
        part = [name for name in names if any(word.casefold().startswith(typed) for word in name.split()[1:])]
        return _written(dict.fromkeys((*whole, *part)))
    return []


def claim_ids(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The claim ids that begin with what is typed."""
    with suppress(QuotecheckError, OSError):
        return _written(_index(context).ids(incomplete, MOST))
    return []


def verdicts(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The verdicts, reasons and rules of the house that begin with what is typed."""
    from quotecheck.judging.verdicts import BESIDE, HOUSE, TABLE

    return [name for name in (*TABLE, *HOUSE, *BESIDE) if name.startswith(incomplete)]


def files(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, which the shell itself looks up."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def folders(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Folders, which the shell itself looks up."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def _index(context: click.Context) -> Index:
    from quotecheck.cli.inputs import open_store
    from quotecheck.matching.index import open_index

    return open_index(open_store(context.params.get("root")))


def _written(values: Iterable[str]) -> list[str]:
    """The values as they are put on the line. What holds line breaks or control characters is left out. bash takes
    spaces and signs as they come, so they are escaped for it; where the word began with a quotation mark, values with
    signs that mean something inside such marks are left out."""
    found = [value for value in values if value.isprintable()][:MOST]
    if os.environ.get("_QUOTECHECK_COMPLETE") != "bash_complete":
        return found
    opening = os.environ.get("COMP_WORDS", "").split("\n")[-1][:1]
    if opening in MEANT:
        return [value for value in found if not set(value) & set(MEANT[opening])]
    return ["".join(sign if sign.isalnum() or sign in "-_./" else f"\\{sign}" for sign in value) for value in found]
