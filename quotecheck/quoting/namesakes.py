"""People of one surname: whom the bare surname means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quotecheck.quoting.namebook import Gender
from quotecheck.quoting.person import Person

if TYPE_CHECKING:
    from quotecheck.quoting.cast import Cast


# Two people introduced within so many code points came up together.
TOGETHER = 60


def namesake(cast: Cast, people: Sequence[Person], bare: Sequence[int]) -> Person | None:
    """Among ``people`` of one name: whom pronouns after the bare name speak of, else whom the name meant
    when it first stood alone. None when nothing tells them apart. ``bare`` are the mentions of the bare name."""
    sure = [person for person in people if person.sure and not person.suffix] or list(people)
    gender = _leading_gender(cast, bare)
    pool = [person for person in sure if not gender or person.gender in ("", gender)] or sure
    if len(pool) == 1:
        return pool[0]
    starts = [cast.mentions.starts[index] for index in bare]
    first = bisect_right(starts, min(person.first for person in pool))
    alone = starts[first] if first < len(starts) else len(cast.text)
    introduced = [person for person in pool if person.first < alone] or pool
    ranked = sorted(introduced, key=lambda person: (person.count, person.subject, -person.first), reverse=True)
    best, *others = ranked
    if any(best.count == other.count and abs(best.first - other.first) < TOGETHER for other in others):
        return None
    return best


def _leading_gender(cast: Cast, bare: Sequence[int]) -> Gender:
    """The gender of the pronouns that follow the bare name as a subject through the text."""
    names, context = cast.mentions.names, cast.context
    votes = [context.vote(index) for index in bare if not names[index].titles and context.is_subject(index)]
    men, women = votes.count(1), votes.count(-1)
    if men > 1 and men > 2 * women:
        return "m"
    return "f" if women > 1 and women > 2 * men else ""
