"""The commands by name, each imported when it is called for."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from quotecheck.cli.output import shown
from quotecheck.errors import QuotecheckError
from quotecheck.version import VERSION

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# In the order of work: name, module and one line for the list of commands.
COMMANDS = {
    "init": "make the project folder",
    "ingest": "read sources, write their quotes as claims",
    "extract": "print who says what in a document, store nothing",
    "verify": "check drafts against the claims",
    "list": "list claims, by speaker, source, kind, date, status or words",
    "speakers": "list speakers with their other names, or merge two names",
    "show": "show one claim with its context in the source",
    "search": "find who said something like this",
    "add": "add one claim by hand",
    "import": "add claims from a CSV or JSON lines file",
    "review": "go through claims or findings one by one: verify, dispute, correct, sign off",
    "doctor": "check the store itself: claim files, sources, speakers, index",
    "export": "write claims for other programs: JSON lines, CSV, Web Annotation, schema.org",
    "config": "show the settings and where each comes from",
    "completion": "print what makes the Tab key complete commands",
    "report": "make a page with the draft beside its sources, to be ticked off",
    "explain": "say what a verdict means and how to answer it",
}
MODULES = {"list": "list_", "import": "import_", "init": "init", "show": "show"}


class Commands(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None for an unknown one."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"quotecheck.cli.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest known name where the given one is unknown."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(name.lower(), COMMANDS, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else "See 'quotecheck --help' for the commands."
            ctx.fail(f"No such command {shown(name)!r}. {hint}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin with what is typed, without importing any; else the options."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)]
        return found or click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, message="quotecheck %(version)s")
def cli() -> None:
    """Keeps a newsroom's quotes honest: who said this, and are these the words?

    Start with 'quotecheck ingest' in a folder that has your source documents in sources/, then
    'quotecheck verify draft.md'.
    """


def run(arguments: list[str]) -> int:
    """Runs one command line; messages of trouble go to standard error. Returns the exit code."""
    try:
        code = cli.main(args=arguments, prog_name="quotecheck", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit:  # click ends so when the reader of the pipe has gone, depending on which write meets that
        raise BrokenPipeError from None
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except QuotecheckError as error:
        print(f"quotecheck: {shown(str(error))}", file=sys.stderr)
        return error.exit_code
    return code if isinstance(code, int) else 0
