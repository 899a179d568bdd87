"""Where output goes: bytes for machines, a console for people, one line for standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from quotecheck.errors import StoreError
from quotecheck.model import Problem
from quotecheck.reading.presence import is_file, is_folder, is_there
from quotecheck.reporting.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")
Colour = Literal["auto", "always", "never"]


def shown(text: str) -> str:
    """Users' text safe to print in a message."""
    return visible(text)


def note(line: str) -> None:
    """A line for the user on standard error."""
    print(f"quotecheck: {shown(line)}", file=sys.stderr)


def problems(found: tuple[Problem, ...]) -> bool:
    """Prints problems on standard error, a line each; whether there were any."""
    for problem in found:
        note(str(problem))
    return bool(found)


def write(text: str | Iterable[str], output: str | None = None) -> None:
    """Writes ``text``, or its pieces as they come, as UTF-8 to the file ``output``, whole or not at all, or to standard
    output. StoreError when the file cannot be written."""
    pieces = (text,) if isinstance(text, str) else text
    write_bytes((piece.encode("utf-8", "backslashreplace") for piece in pieces), output)


def write_bytes(data: bytes | Iterable[bytes], output: str | None = None) -> None:
    """As ``write``, for what is no text."""
    pieces = (data,) if isinstance(data, bytes) else data
    if output is None or output == "-":
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            sys.stdout.writelines(piece.decode("utf-8") for piece in pieces)
        else:
            sys.stdout.flush()
            stream.writelines(pieces)
            stream.flush()
        return
    path = Path(output)
    if is_folder(path.parent) and (is_file(path) or not is_there(path)):
        from quotecheck.records import atomic

        atomic.write(path, pieces)
        return
    try:
        # A device or a pipe is written to as it is; a folder that is missing is told of, not made.
        with path.open("wb") as file:
            file.writelines(pieces)
    except (OSError, ValueError) as error:  # a path with a NUL in it is a ValueError
        said = getattr(error, "strerror", None) or error
        raise StoreError(Problem(path=output, message=f"cannot be written: {said}")) from None


def print_text(show: Callable[[Console], T], output: str | None, colour: Colour) -> T:
    """Shows something on a console of the terminal's width, or on one of 80 columns without colour for a file. Gives
    back what ``show`` does."""
    if output is None or output == "-":
        return show(console(colour))
    import tempfile

    # Not in memory, since it may be all claims of an archive.
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as buffer:
        given = show(_console(file=buffer, colour="never", width=80))
        buffer.seek(0)
        write(buffer, output)
    return given


def console(colour: Colour = "auto") -> Console:
    """A console on standard output that takes no user text for markup. ``NO_COLOR`` and a pipe mean no colour, unless
    ``colour`` says otherwise."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit() else 80
    return _console(file=sys.stdout, colour=colour, width=width)


def _console(file: object, colour: Colour, width: int | None) -> Console:
    from rich.console import Console

    plain = colour == "never" or (colour == "auto" and (bool(os.environ.get("NO_COLOR")) or not _is_terminal(file)))
    return Console(
        file=file,  # type: ignore[arg-type]
        width=width,
        color_system=None if plain else "standard",
        force_terminal=not plain,
        no_color=plain,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )


def _is_terminal(file: object) -> bool:
    return bool(getattr(file, "isatty", lambda: False)())
