"""The names that scripts import, and what importing them costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import quotecheck
from quotecheck.version import VERSION


def test_the_public_names() -> None:
    from quotecheck.model import Attribution, Claim, Report
    from quotecheck.records.store import Store

    assert (quotecheck.Attribution, quotecheck.Claim, quotecheck.Report) == (Attribution, Claim, Report)
    assert quotecheck.Store is Store and quotecheck.__version__ == VERSION
    assert set(quotecheck.__all__) <= set(dir(quotecheck))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = quotecheck.nonsense


def test_importing_the_package_imports_nothing_of_it() -> None:
    code = "import sys, quotecheck; print([m for m in sys.modules if m.startswith('quotecheck.')])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert found.stdout.strip() == "['quotecheck.version']"


def test_extract_gives_attributions_of_a_text() -> None:
    text = "“The silt will be gone,” said Orla Quist.\n"
    (found,) = quotecheck.extract(text)
    assert found.content[0].of(text) == "The silt will be gone," and found.speaker == "Orla Quist"
    assert quotecheck.extract("") == ()


def test_verify_needs_no_folder() -> None:
    from quotecheck.model import Origin, TextQuote

    words = "The silt will be gone by autumn."
    claim = quotecheck.Claim(
        id="harbour-1",
        kind="direct",
        speaker="Orla Quist",
        source="Orla Quist",
        cue="said",
        content=(TextQuote(exact=words),),
        origin=Origin(path="", title="phone call"),
    )
    store = quotecheck.Store.open([claim])
    fair = quotecheck.verify("“The silt will be gone by autumn,” said Orla Quist.", store)
    assert [check.verdict.severity for check in fair.quotes] == ["none"]
    wrong = quotecheck.verify("“The silt will not be gone by autumn,” said Orla Quist.", store)
    assert [check.verdict.verdict for check in wrong.quotes] == ["misquote"]
    assert quotecheck.verify("", store).quotes == ()
