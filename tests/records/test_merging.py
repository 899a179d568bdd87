"""A document read again: what people did to its claims survives, and nothing changes without a reason."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quotecheck.model import Claim, Origin, Review, Span, TextQuote
from quotecheck.records.ids import new_ids, words_of
from quotecheck.records.merging import merge
from quotecheck.records.schema import ClaimFile

FIRST = Origin(path="sources/pier.txt", sha256="0" * 64)
SECOND = replace(FIRST, sha256="1" * 64)


def said(words: str, start: int = 0, speaker: str | None = "Ada Nordin", **fields: object) -> Claim:
    claim = Claim(
        id="",
        kind="direct",
        speaker=speaker,
        source=speaker,
        cue="said",
        content=(TextQuote(exact=words, prefix="she said: ", span=Span(start=start, end=start + len(words)), line=1),),
        origin=FIRST,
    )
    return replace(claim, **fields)  # type: ignore[arg-type]


def empty() -> ClaimFile:
    return ClaimFile(path="claims/pier.yaml", origin=FIRST)


def stored(*claims: Claim) -> ClaimFile:
    return merge(empty(), FIRST, claims).file


def edited(file: ClaimFile, place: int, **fields: object) -> ClaimFile:
    claims = list(file.claims)
    claims[place] = replace(claims[place], **fields)  # type: ignore[arg-type]
    return replace(file, claims=tuple(claims))


def test_the_same_words_keep_their_id_wherever_they_stand() -> None:
    before = stored(said("We stay.", 10), said("We go.", 50))
    moved = merge(before, SECOND, [said("New.", 5), said("We go.", 20), said("“we STAY!”", 90)])
    ids = {claim.content[0].exact: claim.id for claim in moved.file.claims}
    assert (ids["We go."], ids["“we STAY!”"]) == (before.claims[1].id, before.claims[0].id)
    assert (moved.added, moved.removed, moved.kept) == (1, 0, 0)
    assert all(claim.origin == SECOND for claim in moved.file.claims)


def test_status_speaker_and_note_of_a_person_survive_an_edited_source() -> None:
    review = Review(by="Mina Hald", at="2026-04-03T10:15:00+00:00")
    before = edited(stored(said("We stay.")), 0, status="verified", speaker="A. Nordin", note="heard it")
    before = edited(before, 0, reviewed=review)
    after = merge(before, SECOND, [said("We stay.", 7, cue="added")]).file.claims[0]
    assert (after.status, after.speaker, after.note, after.cue) == ("verified", "A. Nordin", "heard it", "added")
    assert after.reviewed == review
    looked = edited(stored(said("We stay.")), 0, reviewed=review)
    kept = merge(looked, SECOND, [])
    assert kept.file.claims[0].reviewed == review and "kept, because it is reviewed" in kept.remarks[0]


def test_a_corrected_speaker_survives_while_document_or_surroundings_are_the_same() -> None:
    before = edited(stored(said("We stay.")), 0, speaker="Berta Nordin")
    same = merge(before, FIRST, [said("We stay.")])
    assert same.file.claims[0].speaker == "Berta Nordin"
    assert "kept the speaker 'Berta Nordin'" in same.remarks[0]
    elsewhere_edited = merge(before, SECOND, [said("We stay.", 30)])
    assert elsewhere_edited.file.claims[0].speaker == "Berta Nordin"
    reattributed = merge(before, SECOND, [said("We stay.", speaker="Karl Holm")])
    assert reattributed.file.claims[0].speaker == "Karl Holm"
    assert reattributed.remarks == ()


def test_words_that_vanish_take_untouched_claims_with_them_and_no_others() -> None:
    before = stored(said("One."), said("Two.", 20), said("Three.", 40))
    before = edited(edited(before, 1, note="check"), 2, status="disputed")
    after = merge(before, SECOND, [])
    assert [claim.content[0].exact for claim in after.file.claims] == ["Two.", "Three."]
    assert (after.removed, after.kept) == (1, 2)
    assert "annotated with a note" in after.remarks[0]
    assert "disputed" in after.remarks[1]


def test_claims_typed_by_hand_stay_last_and_as_they_are() -> None:
    typed = replace(said("By phone."), id="pier-hand", content=(TextQuote(exact="By phone."),))
    before = stored(said("One."))
    before = replace(before, claims=(typed, *before.claims))
    after = merge(before, SECOND, [said("By phone.", 80), said("One.", 3)])
    assert [claim.id for claim in after.file.claims][-1] == "pier-hand"
    assert (len(after.file.claims), after.kept, after.remarks) == (3, 0, ())


def test_twins_keep_to_their_surroundings() -> None:
    other = TextQuote(exact="Yes.", prefix="he said: ", span=Span(start=90, end=94), line=3)
    before = stored(said("Yes."), said("Yes.", content=(other,)))
    one, two = before.claims
    assert one.id != two.id
    before = edited(before, 1, note="the second")
    after = merge(before, SECOND, [said("Yes.", content=(replace(other, span=Span(start=5, end=9)),))])
    assert [(claim.id, claim.note) for claim in after.file.claims] == [(two.id, "the second")]


def test_what_a_person_says_of_the_source_stays() -> None:
    before = replace(stored(said("One.")), origin=replace(FIRST, publisher="The Quay", title="Old"))
    after = merge(before, replace(SECOND, title="New"), [said("One.")]).file
    assert (after.origin.publisher, after.origin.title, after.origin.sha256) == ("The Quay", "New", SECOND.sha256)
    assert after.claims[0].origin == after.origin


def test_ids_do_not_collide_and_do_not_depend_on_later_claims() -> None:
    contents = [("direct", words_of([f"word {number}"])) for number in range(20_000)]
    ids = new_ids("a", contents, ())
    assert len(set(ids)) == len(ids)
    assert new_ids("a", contents[:500], ()) == ids[:500]
    twice = new_ids("a", [("direct", "yes"), ("direct", "yes"), ("indirect", "yes")], ())
    assert len(set(twice)) == 3
    assert twice[:1] == new_ids("a", [("direct", "yes")], ())


_DOCUMENT = st.lists(
    st.builds(
        said,
        st.sampled_from(["Yes.", "No.", "We stay.", "…", "YES"]),
        st.integers(0, 60),
        st.sampled_from(["Ada Nordin", None, "Karl Holm"]),
        kind=st.sampled_from(["direct", "indirect"]),
    ),
    max_size=6,
).map(lambda claims: sorted(claims, key=lambda claim: claim.content[0].span or Span(start=0, end=0)))


@given(first=_DOCUMENT, second=_DOCUMENT, data=st.data())
def test_merging_again_changes_nothing_and_loses_no_work(
    first: list[Claim], second: list[Claim], data: st.DataObject
) -> None:
    file = stored(*first)
    for place in range(len(file.claims)):
        if data.draw(st.booleans()):
            file = edited(file, place, status="verified", speaker="Somebody", note=f"n{place}")
    once = merge(file, SECOND, second).file
    again = merge(once, SECOND, second)
    assert again.file == once
    assert (again.added, again.removed) == (0, 0)
    assert len({claim.id for claim in once.claims}) == len(once.claims)
    worked_on = {(claim.id, claim.note) for claim in file.claims if claim.status == "verified"}
    assert worked_on <= {(claim.id, claim.note) for claim in once.claims}
