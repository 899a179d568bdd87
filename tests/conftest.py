"""How the property tests draw their examples.

Every run draws the same ones, so that a change alone decides whether the tests pass; `HYPOTHESIS_PROFILE=explore` draws
new ones, ten times as many where a test sets no number of its own, to look for what nobody has thought of.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
