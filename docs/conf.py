"""How Sphinx builds the manual: ``make docs``. Pages are Markdown; every command in them is run by a test."""

from __future__ import annotations

from quotecheck.version import VERSION

project = "quotecheck"
author = "the authors of quotecheck"
copyright = author
release = version = VERSION
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_heading_anchors = 3
nitpicky = True
html_theme = "furo"
html_title = "quotecheck"
html_copy_source = False
html_show_sourcelink = False
# The sessions show what a terminal prints, and no lexer should guess at it.
highlight_language = "none"
