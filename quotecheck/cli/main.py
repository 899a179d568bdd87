"""The entry point: answers ``--version`` at once, hands everything else to the commands, owns the exit codes."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

from quotecheck.version import VERSION

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Runs one command line (default: that of the process) and returns its exit code: 0 clean, 1 findings, 2 wrong
    usage or an input that cannot be used, 130 when interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"quotecheck {VERSION}")
        return 0
    # By default the collector of garbage runs some dozens of times while modules are imported, and finds nothing; with
    # 50,000 it still takes a twentieth of the time in which a draft is checked against an archive.
    gc.set_threshold(300_000, 20, 100)
    _open_closed_streams()
    try:
        from quotecheck.cli.commands import run

        code = run(given)
        # Else the collector looks through everything once more on the way out, for nothing: a tenth of a short run.
        gc.freeze()
        return code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the pipe has what it wanted.
        _drop_output()
        return 0
    except OSError as error:
        # Such as a full disk behind standard output. What goes wrong with a file of the user's is told of by name.
        _drop_output()
        name = f"{error.filename!r}: " if error.filename else ""
        print(f"quotecheck: {name}cannot be read or written: {error.strerror or error}", file=sys.stderr)
        return 2
    except Exception as error:
        if os.environ.get("QUOTECHECK_DEBUG"):
            raise
        # An uncaught exception would end with 1, which says "findings" to a script.
        print(
            f"quotecheck: an error of its own stopped it ({type(error).__name__}: {error}); please report it. "
            "QUOTECHECK_DEBUG=1 shows where it happened.",
            file=sys.stderr,
        )
        return 2


def _open_closed_streams() -> None:
    """Python has no stream where the caller closed one (``>&-``), as some schedulers do."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _drop_output() -> None:
    """Lets go of what is still to be written, which Python would try, and complain about, once more at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
