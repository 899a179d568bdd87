"""Sentences of a row of atoms. A quotation is one atom, so a full stop inside it ends nothing by itself."""

from __future__ import annotations

from quotecheck.patterns import pattern
from quotecheck.quoting.atoms import Row
from quotecheck.quoting.marks import ending

# After "…?" a clause such as "she asked" or "Mr. Hale said" still belongs to the sentence of the quotation.
ATTRIBUTES = pattern(r"(?:h|d?[nN]{1,5})(?:,[^,Q.]{1,15},)?r?x?r?V|V[dNh]|,")

# After "…." only a clause that says nothing more does: "Mr. Hale wrote."
CLOSES = pattern(r"(?:(?:h|d?[nN]{1,5})r?x?r?V|V(?:N{1,5}|d[nN]{1,4}))\.")

# No sentence of prose is longer; a longer row of words is cut, so that the time for a sentence has a bound.
LONGEST = 200
END = pattern(r"[.Q](?:(?<=\.)[.)]*)?")


def sentences(row: Row) -> list[tuple[int, int]]:
    """The sentences as pairs of atom indices; every atom belongs to one."""
    found: list[tuple[int, int]] = []
    tags, size = row.tags, len(row.tags)
    low = 0
    for match in END.finditer(tags):
        at = match.end()
        if at >= size or match.start() < low:
            continue
        if tags[match.start()] == "." or tags[at - 1] in ".)":
            ends = not row.initial(at).islower()
        else:
            ends = _ends_in_quotation(row, at - 1)
        if ends:
            found.append((low, at))
            low = at
    if low < size:
        found.append((low, size))
    if size <= LONGEST or max(high - low for low, high in found) <= LONGEST:
        return found
    return [(at, min(at + LONGEST, high)) for low, high in found for at in range(low, high, LONGEST)]


def _ends_in_quotation(row: Row, at: int) -> bool:
    """Whether the sentence ends with the quotation at ``at``."""
    last = ending(row.text, row.regions[at])
    if not last or last not in ".!?…" or not (row.initial(at + 1).isupper() or row.tags[at + 1] in "Q9"):
        return False
    return not (CLOSES if last == "." else ATTRIBUTES).match(row.tags, at + 1, at + 25)
