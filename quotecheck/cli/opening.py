"""Opens a source where a person can read it: in the editor or pager at the line, or in the program for its type."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

TEXT = frozenset((".txt", ".md", ".markdown", ".srt", ".vtt", ".json", ".yaml", ".yml", ".csv", ""))
"""Suffixes of files that an editor shows as they are."""
_AT_LINE = {
    **dict.fromkeys("vi vim nvim nano emacs emacsclient micro kak pico less".split(), "+{line} {path}"),
    **dict.fromkeys(("code", "codium", "code-insiders"), "--goto {path}:{line}"),
    **dict.fromkeys(("subl", "hx", "helix", "zed"), "{path}:{line}"),
}
_VIEWER = {"darwin": "open", "win32": "explorer"}
Which = Callable[[str], str | None]


def command_for(
    path: str, line: int | None, environment: Mapping[str, str], which: Which, platform: str
) -> tuple[str, ...]:
    """The command that opens ``path`` at ``line``: VISUAL or EDITOR, else PAGER, else less for text; the system's
    viewer for other files and where there is none of these. Empty when nothing is there to open it with."""
    names = [environment.get(name, "") for name in ("VISUAL", "EDITOR", "PAGER")]
    for words in (*map(shlex.split, names), ["less"]) if PurePath(path).suffix.lower() in TEXT else ():
        if words and which(words[0]):
            return (*words, *_place(PurePath(words[0]).stem, path, line))
    viewer = _VIEWER.get(platform, "xdg-open")
    return (viewer, path) if which(viewer) else ()


def open_file(path: Path, line: int | None) -> str | None:
    """Opens a file and waits for an editor or pager to end; what to tell the person where it could not be done."""
    command = command_for(str(path), line, os.environ, shutil.which, sys.platform)
    at = f"{path}{f', line {line}' if line else ''}"
    if not command:
        return f"no editor, pager or viewer was found; the source is {at}"
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        return f"{command[0]} could not be started: {error.strerror}; the source is {at}"
    return f"{command[0]} ended with {done.returncode}; the source is {at}" if done.returncode else None


def _place(editor: str, path: str, line: int | None) -> tuple[str, ...]:
    form = _AT_LINE.get(editor) if line else None
    return tuple(part.format(path=path, line=line) for part in form.split()) if form else (path,)
