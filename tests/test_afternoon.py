"""One person's afternoon: sources in, a draft checked, signed off, edited late, and a gate that closes and opens."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(sys.executable).parent
TRANSCRIPT = """\
1
00:00:04,000 --> 00:00:09,000
<v Orla Quist>We have waited nearly eleven years for this dredger.

2
00:00:09,500 --> 00:00:15,000
<v Orla Quist>The silt will be gone by autumn, and not a day later.

3
00:00:16,000 --> 00:00:21,000
<v Tadeo Brandt>Nobody asked the fishermen about the noise at night.
"""
COURIER = """\
---
title: Dredging to start
publisher: The Lowen Courier
type: article
---

“We have waited nearly eleven years for this dredger,” said Orla Quist, the harbour master of Lowen.

“Nobody asked the fishermen about the noise at night,” said Tadeo Brandt, who runs three boats.
"""
POST = """\
---
title: Fishermen against dredger
publisher: The Brack Post
type: article
---

“Nobody asked the fishermen about the noise at night,” said Tadeo Brandt of the fishermen's guild.

“My boats will stay in the harbour until somebody answers my letter,” Brandt said.
"""
DRAFT = """\
# The dredger comes

“We have waited nearly eleven years for this dredger,” said Orla Quist, the harbour master.

“The silt will be gone by autumn, and not a day later,” Quist said.

“Nobody asked the fishermen about the noise at night,” said Tadeo Brandt.
"""
GATE = re.compile(r"<!-- script -->\n```sh\n(.*?)```", re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project with the three sources, the draft, and the publishing script of the README."""
    (tmp_path / "sources").mkdir()
    for name, text in (("interview.vtt", "WEBVTT\n\n" + TRANSCRIPT), ("courier.md", COURIER), ("post.md", POST)):
        (tmp_path / "sources" / name).write_text(text, encoding="utf-8")
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "quotecheck.yaml").write_text("require: verified\n", encoding="utf-8")
    script = GATE.search((Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8"))
    assert script is not None
    (tmp_path / "publish.sh").write_text(script[1], encoding="utf-8")
    return tmp_path


def run(folder: Path, *command: str, fails: int = 0) -> str:
    environment = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def quotes(folder: Path, *more: str) -> list[dict[str, Any]]:
    text = run(folder, "quotecheck", "verify", "--format", "json", "--fail-level", "never", *more, "draft.md")
    return list(json.loads(text)["drafts"][0]["quotes"])


def ticked(folder: Path, name: str) -> None:
    """What the page exports when its reader has ticked every quote."""
    from hashlib import sha256

    given = {"checked": True, "note": "", "at": "2026-04-03T15:00:00+02:00"}
    items = [
        {key: row[key] for key in ("fingerprint", "exact", "verdict")}
        | {"claims": [match["claim"] for match in row["matches"] if match["claim"]]}
        | given
        for row in quotes(folder)
    ]
    digest = sha256((folder / "draft.md").read_bytes()).hexdigest()
    whole = {"quotecheck": "sign-off", "version": 1, "draft": "draft.md", "draft_sha256": digest, "by": name}
    whole |= {"items": items}
    (folder / "signoff.json").write_text(json.dumps(whole), encoding="utf-8")


def test_an_afternoon(desk: Path) -> None:
    assert "3 sources: 3 new" in run(desk, "quotecheck", "ingest")
    checked = quotes(desk)
    assert [row["severity"] for row in checked] == ["none"] * 3
    assert {found["rule"] for row in checked for found in row["house"]} == {"unchecked"}
    run(desk, "quotecheck", "report", "draft.md", "--output", "page.html")
    page = (desk / "page.html").read_text(encoding="utf-8")
    assert all(row["fingerprint"] in page for row in checked)

    # The gate is shut until somebody has put a name to every quote.
    assert "not published" in run(desk, "sh", "publish.sh", "draft.md", fails=1)
    ticked(desk, "Mina Hald")
    assert "3 quotes signed off by Mina Hald" in run(desk, "quotecheck", "review", "--import", "signoff.json")
    assert all(row["signed_off"]["by"] == "Mina Hald" for row in quotes(desk))
    assert "publishing draft.md" in run(desk, "sh", "publish.sh", "draft.md")

    # A late edit: a paragraph moves, and a signed quote loses its tail. Every word of it still stands in the source.
    (desk / "signed.md").write_text(DRAFT, encoding="utf-8")
    head, first, second, third = DRAFT.strip().split("\n\n")
    late = [head, third, first, second.replace(", and not a day later", "")]
    (desk / "draft.md").write_text("\n\n".join(late) + "\n", encoding="utf-8")
    edited = quotes(desk)
    assert [row["severity"] for row in edited] == ["none"] * 3
    assert [bool(row["signed_off"]) for row in edited] == [True, True, False]
    blocked = run(desk, "sh", "publish.sh", "draft.md", fails=1)
    assert "Mina Hald signed this quote off on 2026-04-03" in blocked and blocked.count("error unchecked") == 1
    compared = run(desk, "quotecheck", "verify", "--against", "signed.md", "draft.md", fails=1)
    assert compared.count("altered-quote") == 1 and "new-quote" not in compared and "gone-quote" not in compared

    # Taken back, the signature holds again; or the new wording is looked at, and its claim verified.
    (desk / "draft.md").write_text("\n\n".join([head, third, first, second]) + "\n", encoding="utf-8")
    assert "publishing draft.md" in run(desk, "sh", "publish.sh", "draft.md")
    (desk / "draft.md").write_text("\n\n".join(late) + "\n", encoding="utf-8")
    claim = edited[2]["matches"][0]["claim"]
    run(desk, "quotecheck", "review", "--set", "verified", claim, "--by", "Nils Borg")
    assert "publishing draft.md" in run(desk, "sh", "publish.sh", "draft.md")
