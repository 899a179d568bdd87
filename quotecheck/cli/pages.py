"""The page of a report: what it needs to know of the project's sources, and where they are from where it will lie."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quotecheck.errors import QuotecheckError
from quotecheck.model import Evidence, Report
from quotecheck.reading.presence import is_file

if TYPE_CHECKING:
    from quotecheck.records.store import Store


def page(reports: Sequence[Report], store: Store, output: str | None) -> str:
    """The page for ``reports``; its links to source files hold from the folder of ``output``, or from the working
    directory."""
    from quotecheck.records.surroundings import Surroundings
    from quotecheck.reporting.links import file_link, web_link
    from quotecheck.reporting.page import render
    from quotecheck.reporting.page_card import Sources

    folder = Path(output).absolute().parent if output and output != "-" else Path.cwd()

    def file(found: Evidence) -> str | None:
        path = _file(store, found.path)
        return file_link(_from(folder, path), found.locator) if path else None

    around = Surroundings(store).around
    return render(reports, Sources(around=around, file=file, web=lambda found: web_link(found.url, found.locator)))


def _file(store: Store, name: str) -> Path | None:
    """The source file of this name, None where there is none."""
    from quotecheck.records.paths import resolve

    if store.root is None or not name:
        return None
    try:
        path = resolve(store.root, name)
    except QuotecheckError:
        return None
    return path if is_file(path) else None


def _from(folder: Path, path: Path) -> str:
    """``path`` as seen from a folder, with forward slashes; as a whole where they are on different drives."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.as_uri()
