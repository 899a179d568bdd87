"""Whom a pronoun means: a weighing of the people named before it and of who spoke last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from quotecheck.patterns import pattern
from quotecheck.quoting.namebook import Gender, first_names, roles, word_set
from quotecheck.quoting.person import Person
from quotecheck.quoting.scene import Scene, Voice

# How many names back a pronoun is looked after.
NAMES_BACK = 30
# More than any mention can score in the paragraph of the pronoun, so that the search can stop early.
HIGHEST = 4.5
# How far the rest of a sentence is looked through, and what ends it.
SENTENCE = 120
SENTENCE_END = pattern(r"[.!?;]\s|[“”\"\n]|''")
# What a known gender weighs against an unknown one.
KNOWN = 1.2


class Reference(NamedTuple):
    """A pronoun or epithet at ``at`` that means one person of ``gender`` ("" for any), named at most
    ``away`` paragraphs back. ``inside`` is the voice whose words hold it: in quoted words it means
    somebody else, in reported words (``reported``) mostly the same. ``main`` is what each mention of a
    person in the whole text adds, up to ten: epithets mostly mean the main person."""

    at: int
    gender: Gender
    inside: Voice | None = None
    reported: bool = False
    away: int = 6
    main: float = 0.0


def antecedent(scene: Scene, reference: Reference) -> Voice | None:
    """The most prominent person before a reference, by speaking last and by place, nearness and gender; None
    when nobody is there."""
    later = _named_after(scene, reference.at)
    best: Voice | None = None
    top = -99.0
    for offered, voice in chain(_who_spoke(scene, reference), _who_was_named(scene, reference)):
        if voice is None:
            if offered < top:
                break
            continue
        score = offered + _by_clause(reference, voice, later)
        if score > top:
            best, top = voice, score
    return best


def _by_clause(reference: Reference, voice: Voice, later: list[Person | None]) -> float:
    """What the words around a reference add for a voice."""
    score = -3.0 if voice.person is not None and voice.person in later else 0.0
    if reference.inside is not None and voice.name == reference.inside.name:
        score += 2.0 if reference.reported else -4.0
    return score


def _who_spoke(scene: Scene, reference: Reference) -> Iterator[tuple[float, Voice | None]]:
    """The last speakers with their scores."""
    here = scene.paragraph(reference.at)
    for rank, turn in enumerate(scene.turns_before(reference.at, 4, nested=reference.inside is not None)):
        voice, back = turn.voice, here - scene.paragraph(turn.at)
        if voice.many or voice.thing or back > reference.away:
            continue
        known = _gender(scene, voice)
        if not agrees(known, reference.gender):
            continue
        yield (2.0 if voice.person else 1.2) - 1.0 * back - 0.5 * rank + (KNOWN if known else 0.0), voice


def _who_was_named(scene: Scene, reference: Reference) -> Iterator[tuple[float, Voice | None]]:
    """The people named before with their scores, the nearest first; before each, without a voice, the
    highest score that is still possible."""
    here = scene.paragraph(reference.at)
    starts, wanted = scene.mentions.starts, reference.gender
    highest = HIGHEST + (2.0 if reference.reported else 0.0) + 10 * reference.main
    last = scene.cast.at_or_after(reference.at) - 1
    seen: list[Person] = []
    for index in range(last, max(-1, last - NAMES_BACK), -1):
        person = _bearer(scene, index)
        if person is None:
            continue
        known = person.gender or gender_of(scene, person)
        if known and wanted and known != wanted:
            continue
        back = here - scene.paragraph(starts[index])
        if back > reference.away:
            break
        yield highest - back, None
        if person not in seen:
            seen.append(person)
        score = standing(scene, index) - 1.0 * back - 0.3 * seen.index(person) + (KNOWN if known else 0.0)
        if reference.main:
            score += reference.main * min(10, len(scene.cast.mentions_of(person)))
        yield score, scene.voice_of(person)


def _named_after(scene: Scene, at: int) -> list[Person | None]:
    """Who is named after a pronoun in its own sentence: it means none of them ("he accused Mr. Roe")."""
    stop = SENTENCE_END.search(scene.text, at, at + SENTENCE)
    last = stop.start() if stop else at + SENTENCE
    found: list[Person | None] = []
    index = scene.cast.at_or_after(at)
    while index < len(scene.mentions.starts) and scene.mentions.starts[index] < last and len(found) < 8:
        found.append(scene.cast.person_at(index))
        index += 1
    return found


def _bearer(scene: Scene, index: int) -> Person | None:
    """The person whom a mention means, or somebody whom the text calls by that single name."""
    try:
        return scene.bearers[index]
    except KeyError:
        found = scene.bearers[index] = scene.cast.person_at(index) or _newcomer(scene, index)
        return found


def _newcomer(scene: Scene, index: int) -> Person | None:
    """Somebody whom the text calls by one name only, seen as the subject of a verb inside a sentence."""
    name, start = scene.mentions.names[index], scene.mentions.starts[index]
    if name.sort != "single" or name.words[0].isupper() or name.folded[-1].endswith("s"):
        return None
    if not scene.cast.context.is_subject(index):
        return None
    before = scene.text[max(0, start - 2) : start]
    inside = not before.strip(" ,") or (before[-1] == " " and (before[0].isalnum() or before[0] == ","))
    return scene.cast.newcomer(name, start) if inside or first_names().get(name.folded[-1]) else None


def agrees(known: Gender, wanted: Gender) -> bool:
    """Whether two genders do not contradict each other; "" is unknown."""
    return not known or not wanted or known == wanted


def standing(scene: Scene, index: int) -> float:
    """How prominent a mention is by its place in the sentence: a subject most, in a quotation least."""
    known = scene.standings.get(index)
    if known is None:
        known = scene.standings[index] = _standing(scene, index)
    return known


def _standing(scene: Scene, index: int) -> float:
    text, name = scene.text, scene.mentions.names[index]
    start, end = scene.mentions.starts[index], scene.mentions.ends[index]
    people = scene.cast.candidates(name)
    score = min(0.5, 0.1 * people[0].count) if people else 0.0
    lead = start - name.offset + name.lead
    before = text[max(0, lead - 24) : lead]
    words = before.split()
    if not words or "\n" in before[-2:] or words[-1][-1] in '.!?”"':
        score += 1.2
    elif words[-1][-1] == "," and scene.cast.context.is_subject(index):  # "On Monday, Roe walked …"
        score += 0.8
    elif words[-1] == "asked":  # "Roe asked Doe whether …": Doe answers
        score += 2.0
    elif words[-1].lower() in word_set("governors"):
        score -= 0.6
    after = text[end : end + 2]
    if after in ("'s", "’s") or after[:1] in ("’", "'"):
        score -= 0.4
    elif scene.cast.context.is_subject(index):
        score += 0.8
    return score - 1.8 if scene.quoted(start) else score


def gender_of(scene: Scene, person: Person) -> Gender:
    """A person's gender by title or first name, else by the pronouns and kin words next to the name."""
    if not person.gender and not person.asked:
        person.asked = True
        person.gender = _from_context(scene, person)
    return person.gender


def _from_context(scene: Scene, person: Person) -> Gender:
    votes = 0
    for index in scene.cast.mentions_of(person)[:12]:
        if scene.quoted(scene.mentions.starts[index]):
            continue
        votes += scene.cast.context.vote(index) + 3 * _kin(scene, index)
    return "m" if votes > 0 else "f" if votes < 0 else ""


def _kin(scene: Scene, index: int) -> int:
    """1 or -1 when a word for a man or a woman stands right before or after the name."""
    text = scene.text
    start, end = scene.mentions.starts[index], scene.mentions.ends[index]
    words = re.findall(r"[a-z-]+", text[max(0, start - 14) : start].rpartition(".")[2])[-1:]
    after = re.match(r",(?: \d+,)? (?:a|an|the|his|her|their)? ?(?:[\w-]+ )?([\w-]+)", text[end : end + 60])
    words += [after.group(1)] if after else []
    for word in words:
        role = roles().get(word)
        if role and role.gender:
            return 1 if role.gender == "m" else -1
    return 0


def _gender(scene: Scene, voice: Voice) -> Gender:
    return gender_of(scene, voice.person) if voice.person else voice.gender


def it(scene: Scene, at: int, *, nested: bool = False) -> Voice | None:
    """The antecedent of "it": what spoke last when that is an organisation, or the organisation that is
    the subject before it."""
    here = scene.paragraph(at)
    for turn in scene.turns_before(at, 3, nested=nested):
        if turn.voice.thing and here - scene.paragraph(turn.at) <= 3:
            return turn.voice
    last = scene.cast.at_or_after(at) - 1
    for index in range(last, max(-1, last - 6), -1):
        name, start = scene.mentions.names[index], scene.mentions.starts[index]
        if here != scene.paragraph(start):
            break
        if name.sort == "organisation" and scene.cast.context.is_subject(index):
            return Voice(name=scene.cast.in_full(name), thing=True)
    return None


def they(scene: Scene, at: int, *, nested: bool = False) -> Voice | None:
    """The antecedent of "they": the group or organisation that spoke last, in this paragraph or the one before."""
    here = scene.paragraph(at)
    for turn in scene.turns_before(at, 3, nested=nested):
        if (turn.voice.many or turn.voice.thing) and here - scene.paragraph(turn.at) <= 1:
            return turn.voice
    return None
