"""Keeps a newsroom's quotes honest: who said this, and are these the words?

``extract(text)`` gives the attributions of a text, ``verify(text, store)`` checks a draft against a
``Store`` of claims. Each name is imported when it is first asked for, so that ``import quotecheck``
costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotecheck.version import VERSION as __version__

if TYPE_CHECKING:
    from quotecheck.checking import verify
    from quotecheck.model import Attribution, Claim, Report
    from quotecheck.quoting import extract
    from quotecheck.records.store import Store

__all__ = ["Attribution", "Claim", "Report", "Store", "__version__", "extract", "verify"]

_HOMES = {
    "Attribution": "quotecheck.model",
    "Claim": "quotecheck.model",
    "Report": "quotecheck.model",
    "Store": "quotecheck.records.store",
    "extract": "quotecheck.quoting",
    "verify": "quotecheck.checking",
}


def __getattr__(name: str) -> object:
    """The public name ``name``, imported on first use; AttributeError for any other."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'quotecheck' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
