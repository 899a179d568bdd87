"""``quotecheck completion``: what makes the Tab key know the commands."""

from __future__ import annotations

import click

from quotecheck.cli.output import write

VARIABLE = "_QUOTECHECK_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(*, shell: str) -> None:
    """Print the lines that make the Tab key complete commands, options, files, speakers and claim ids.

    \b
    bash: put   eval "$(quotecheck completion bash)"   into ~/.bashrc
    zsh:  put   eval "$(quotecheck completion zsh)"    into ~/.zshrc
    fish: run   quotecheck completion fish > ~/.config/fish/completions/quotecheck.fish
    """
    from click.shell_completion import get_completion_class

    from quotecheck.cli.commands import cli

    kind = get_completion_class(shell)
    if kind is None:  # click knows all three
        raise click.UsageError(f"there is no completion for {shell}")
    script = kind(cli, {}, "quotecheck", VARIABLE)
    # The template itself: `source` would first start the shell to ask for its version.
    text = script.source_template % script.source_vars()
    # Without -r bash would drop the backslashes before the spaces of a name.
    write(text.replace("read type value", "read -r type value").strip() + "\n")
