"""Subtitles and JSON transcripts: who speaks, when, and what is no speech."""

from __future__ import annotations

import json

import pytest

from quotecheck.quoting import attributions
from quotecheck.reading import read_text
from quotecheck.reading.turns import stamp


def srt(*cues: str, step: float = 2.0) -> str:
    blocks = []
    for number, words in enumerate(cues):
        start, end = number * step, number * step + 1.9
        times = f"00:00:{start:06.3f} --> 00:00:{end:06.3f}".replace(".", ",")
        blocks.append(f"{number + 1}\n{times}\n{words}\n")
    return "\n".join(blocks)


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + srt(*cues).replace(",", ".")


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (["HOLM: We never", "lose, and we", "never will."], "HOLM: We never lose, and we never will."),
        (["HOLM: Yes.", "MOSS (on the phone): No.", "HOLM: Yes."], "HOLM: Yes.\n\nMOSS: No.\n\nHOLM: Yes."),
        (["Karl Holm: Yes.", "Greta Moss: No."], "Karl Holm: Yes.\n\nGreta Moss: No."),
        (["HOLM: Hear this.", "Remember: we never lose."], "HOLM: Hear this. Remember: we never lose."),
        (["HOLM: One.\nMOSS: Two."], "HOLM: One.\n\nMOSS: Two."),
        ([">> HOLM: One.", ">> Two."], "HOLM: One.\n\nSpeaker: Two."),
        (["HOLM: One.", "[music]", "♪ la la ♪", "(applause)", "Two."], "HOLM: One. Two."),
        (["HOLM: <i>One</i> {\\an8}two &amp; three."], "HOLM: One two & three."),
        (["HOLM: At 12:30 we left."], "HOLM: At 12:30 we left."),
        (["One two", "three."], "One two three."),
        (["One", "", "and two."], "One and two."),
        (["ŁUCJA: Zażółć."], "ŁUCJA: Zażółć."),
    ],
)
def test_the_turns_of_subtitles(cues: list[str], expected: str) -> None:
    assert read_text(srt(*cues), format="srt").text == expected


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (
            ["<v Karl Holm>One", "<v Karl Holm>two.", "<v Greta Moss>Three."],
            "Karl Holm: One two.\n\nGreta Moss: Three.",
        ),
        (["<v.loud Karl Holm>One <c.red>two</c></v> <v Greta Moss>three."], "Karl Holm: One two\n\nGreta Moss: three."),
        (["<v Holm>One <00:00:01.000><c>two</c>"], "Holm: One two"),
        (["<v Holm>We said: never.", "<v Holm>NOTE: this too."], "Holm: We said: never. NOTE: this too."),
        (["- Who lost?\n- Nobody."], "- Who lost?\n\n- Nobody."),
    ],
)
def test_the_turns_of_webvtt(cues: list[str], expected: str) -> None:
    text = read_text(vtt(*cues), format="vtt").text
    assert text.replace("- ", "") == expected.replace("- ", "")


def test_what_automatic_captions_repeat_is_said_once() -> None:
    cues = ["we never", "we never\nlose a pier", "lose a pier\nand we", "and we\nwill not now"]
    assert read_text(srt(*cues), format="srt").text == "we never lose a pier and we will not now"
    assert read_text(srt("No.", "No.", "HOLM: No!", "Yes."), format="srt").text.count("No.") == 2


def test_cues_without_blank_lines_between_them_are_parted() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:03,000 --> 00:00:04,000\nTwo."
    assert read_text(text, format="srt").text == "One. Two."


def test_silence_parts_paragraphs_where_nobody_is_named() -> None:
    document = read_text(srt("One.", "Two.", step=9.0), format="srt")
    assert document.text == "One.\n\nTwo."
    assert [document.locate(at).locator for at in (0, 3, 6)] == ["00:00:00", "00:00:00", "00:00:09"]


def test_a_turn_is_one_claim_of_its_speaker() -> None:
    document = read_text(srt("HOLM: We never", "lose. Moss said “yes”", "to it.", "MOSS: I did not."), format="srt")
    whole = [
        ((one.speaker or "").title(), [span.of(document.text) for span in one.content])
        for one in attributions(document)
    ]
    assert ("Holm", ["We never lose. Moss said “yes” to it."]) in whole
    assert ("Moss", ["I did not."]) in whole


@pytest.mark.parametrize(
    ("value", "expected", "locator"),
    [
        ([{"speaker": "Ada Nordin", "start": 72.9, "text": "Yes."}], "Ada Nordin: Yes.", "00:01:12"),
        ({"utterances": [{"speaker": 1, "start": "00:01:12.5", "text": "Yes."}]}, "Speaker 1: Yes.", "00:01:12"),
        ({"segments": [{"speaker": {"name": "Ada"}, "start": "72.5s", "text": "Yes."}]}, "Ada: Yes.", "00:01:12"),
        ({"segments": [{"text": "Yes."}, {"text": " No."}]}, "Yes. No.", None),
        ([{"speaker": "Ada: x", "start": -5, "text": "Yes\n now."}], "Ada x: Yes now.", None),
        ([{"speaker": "ada", "start": True, "text": "\ud800."}], "Ada: \ufffd.", None),
        ([{"speaker": "Ada", "start": 1e300, "text": "Yes."}, {"speaker": "Ada", "text": None}], "Ada: Yes.", None),
    ],
)
def test_transcripts_in_json(value: object, expected: str, locator: str | None) -> None:
    document = read_text(json.dumps(value), format="json")
    assert document.text == expected
    assert document.locate(len(expected) - 1).locator == locator


def test_time_stamps_round_down() -> None:
    assert [stamp(seconds) for seconds in (0, 59.999, 3600, 86399, None, -1, float("inf"), float("nan"))] == [
        "00:00:00",
        "00:00:59",
        "01:00:00",
        "23:59:59",
        None,
        None,
        None,
        None,
    ]
