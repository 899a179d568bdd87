"""Who is meant by each source of a text: the story of speaker resolution, within one document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from quotecheck.model import Attribution, Span
from quotecheck.patterns import pattern
from quotecheck.quoting.authors import author, interviewed
from quotecheck.quoting.descriptions import Descriptions
from quotecheck.quoting.heads import Head, apposed_after, head
from quotecheck.quoting.linked import Linked, Offsets
from quotecheck.quoting.namebook import Gender, word_set
from quotecheck.quoting.names import Name
from quotecheck.quoting.nests import Nests
from quotecheck.quoting.pronouns import Reference, antecedent, it, they
from quotecheck.quoting.relatives import lives_there, who
from quotecheck.quoting.scene import Scene, Voice

LABEL = pattern(r"\s*([^\W\d_][^:\n]{1,50}):")


def resolve(text: str, items: Sequence[Linked], quotations: Sequence[Offsets]) -> tuple[Attribution, ...]:
    """The attributions with their ``speaker``, and with ``via`` for those inside another's content.

    ``text`` is the prose that the offsets count in, ``quotations`` its outer quoted regions. A named
    speaker gets the fullest name of the document, without titles; an unnamed one the description as
    written; None stays where the text does not decide. Offsets are never changed. Empty for no items.
    """
    if not items:
        return ()
    return tuple(Resolver(text, items, quotations).resolved())


class Resolver:
    """Resolves the sources of one text in reading order, but those that hold others in their content first."""

    def __init__(self, text: str, items: Sequence[Linked], quotations: Sequence[Offsets]) -> None:
        self.text = text
        self.items = items
        self.scene = Scene(text, quotations)
        self.descriptions = Descriptions(self.scene)
        self.nests = Nests(items)
        self.voices: list[Voice | None] = [None] * len(items)

    def resolved(self) -> list[Attribution]:
        """The attributions with speaker and via, in the order given."""
        holders = self.nests.holders
        for index in self.nests.order:
            self.voices[index] = voice = self._voice(index)
            if voice is not None and self.items[index].source:
                at = self.items[index].source[0][0]
                self.scene.take_turn(at, voice, nested=holders[index] is not None)
        found = []
        for item, voice, holder in zip(self.items, self.voices, holders, strict=True):
            via = self.voices[holder] if holder is not None else None
            found.append(
                Attribution(
                    kind=item.kind,
                    source=_spans(item.source),
                    cue=_spans(item.cue),
                    content=_spans(item.content),
                    speaker=voice.name if voice else None,
                    act=item.act,
                    via=via.name if via else None,
                )
            )
        return found

    def _voice(self, index: int) -> Voice | None:
        item, holder = self.items[index], self.nests.holders[index]
        if not item.source:
            return self._unsourced(index)
        inside = self.voices[holder] if holder is not None else None
        start, end = item.source[0]
        if end - start < 12:
            label = self.text[start:end].lower()
            if label in word_set("asking"):
                return None
            if label in word_set("answering") and self.text[end : end + 1] in (":", "."):
                return self._answering
        found = self._head(start, end)
        if found.form == "name" and found.name is not None:
            return self._named(found, found.name)
        if found.form == "pronoun":
            return self._pronoun(found, inside)
        if found.form == "description":
            apposed = apposed_after(self.text, found.words, end, self.scene.mentions)
            return self._named(found, apposed) if apposed else self.descriptions.voice(found.words, start)
        return None

    def _head(self, start: int, end: int) -> Head:
        return head(self.text, start, end, self.scene.mentions, self.scene.cast.at_or_after(start))

    def _named(self, found: Head, name: Name) -> Voice | None:
        """The voice of a name: a person of the cast, an organisation, or somebody seen only here."""
        cast = self.scene.cast
        if found.longer:
            return Voice(name=found.words, thing=True)
        person = cast.person(name)
        if person is not None:
            return self.scene.voice_of(person)
        if len(cast.candidates(name)) > 1:
            return None
        if name.sort in ("place", "single") and (resident := lives_there(self.scene, found.at)) is not None:
            return self.scene.voice_of(resident)
        if name.sort in ("organisation", "place"):
            return Voice(name=cast.in_full(name), thing=True, many=name.folded[-1].endswith("s"))
        if name.sort != "single":
            return Voice(name=" ".join(name.words))
        after = found.at + name.length
        if name.words[0].isupper() and self.text[after : after + 1] == ":" and (first := cast.addressed):
            return Voice(name=f"{first} {name.words[0].title()}")
        full = cast.in_full(name)
        return Voice(name=full, thing=full != name.words[0], many=full.endswith("s") and len(full) > 4)

    def _pronoun(self, found: Head, inside: Voice | None) -> Voice | None:
        word, at, scene = found.words, found.at, self.scene
        if word in word_set("he") or word in word_set("she"):
            gender: Gender = "m" if word in word_set("he") else "f"
            reported = inside is not None and not scene.quoted(at)
            return antecedent(scene, Reference(at=at, gender=gender, inside=inside, reported=reported))
        if word in word_set("first"):
            return inside if inside is not None else None if scene.quoted(at) else self._author
        if word in word_set("relative"):
            return who(scene, self.descriptions, at, person=word != "which")
        if word in word_set("they"):
            return they(scene, at, nested=inside is not None)
        if word in ("it", "its"):
            return it(scene, at, nested=inside is not None)
        return Voice(name=word)

    @cached_property
    def _author(self) -> Voice | None:
        return author(self.scene)

    @cached_property
    def _answering(self) -> Voice | None:
        labels = word_set("asking") | word_set("answering")
        sources = (item.source[0] for item in self.items if item.source)
        first = next((start for start, end in sources if self.text[start:end].lower() in labels), 0)
        return interviewed(self.scene, first)

    def _unsourced(self, index: int) -> Voice | None:
        """The speaker of an attribution without a source: a label before it, else whoever goes on speaking
        (quoted words without a cue of their own, or a participle in the same paragraph)."""
        item, place = self.items[index], self.nests.anchors[index]
        if not item.content:
            return None
        start = item.content[0][0]
        paragraph = self.scene.paragraph_start(start)
        label = LABEL.match(self.text, paragraph, start)
        if label and not self.text[label.end() : start].strip(' “"'):
            found = self._head(paragraph, label.end(1))
            if found.name is not None and len(found.words) == len(label.group(1).strip()):
                return self._named(found, found.name)
        turn = next(iter(self.scene.turns_before(place, 1, nested=self.nests.holders[index] is not None)), None)
        if turn is None:
            return None
        going_on = item.kind == "direct" and not item.cue
        participle = bool(item.cue) and self.text[slice(*item.cue[0])].split(" ")[0].endswith("ing")
        if turn.at >= self.scene.paragraph_start(place) and (going_on or participle):
            return turn.voice
        near = self.scene.paragraph(start) - self.scene.paragraph(turn.at) <= 1
        return turn.voice if near and going_on and turn.voice.person is not None else None


def _spans(pairs: Sequence[Offsets]) -> tuple[Span, ...]:
    return tuple(map(Span._make, pairs))
