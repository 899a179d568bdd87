"""Settings: strict, with sensible defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecheck.errors import RecordError
from quotecheck.records.settings import Settings, load_settings, parse_settings


def test_what_is_set_and_what_is_not() -> None:
    settings = parse_settings(
        "profile: strict\nfail_level: warning\nswitches:\n  fillers: false\n  number_words:\n", "q"
    )
    assert (settings.profile, settings.fail_level) == ("strict", "warning")
    assert [settings.allows(name) for name in ("fillers", "number_words", "uk_us_spelling")] == [False, True, True]
    with pytest.raises(ValueError, match="uk_us_spelling"):
        settings.allows("spelling")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(None) == load_settings(tmp_path) == parse_settings("# nothing\n", "q") == Settings()
    (tmp_path / "quotecheck.yaml").write_text("profile: guardian\n")
    assert load_settings(tmp_path).profile == "guardian"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("profil: ap\n", 1, "profil: unknown key (did you mean profile?)"),
        ("\nprofile: AP\n", 2, "profile: expected one of ap, strict, guardian, found 'AP' (did you mean ap?)"),
        ("fail_level: 1\n", 1, "fail_level: expected one of error, warning, note, never"),
        ("switches:\n  filler: true\n", 2, "switches.filler: unknown key (did you mean fillers?)"),
        ("switches:\n  fillers: yes\n", 2, "switches.fillers: expected true or false, found 'yes'"),
        ('switches:\n  fillers: "true"\n', 2, "switches.fillers: expected true or false, found the text 'true'"),
        ("switches: [fillers]\n", 1, "switches: expected a group of keys, found a list"),
        ("min_source: 2\n", 1, "min_source: unknown key (did you mean min_sources?)"),
        ("min_sources: 0\n", 1, "min_sources: expected a whole number, 1 or more, found '0'"),
        ("min_sources: two\n", 1, "min_sources: expected a whole number, found 'two'"),
        ("require: verify\n", 1, "require: expected one of nothing, verified, found 'verify' (did you mean verified?)"),
        ("grades: [transcripts]\n", 1, "(did you mean transcript?)"),
        ("grades: [notes, notes]\n", 1, "each type of source once"),
        ("second_source: Ruth\n", 1, "second_source: expected a list"),
        ("- a\n", 1, "expected a group of keys"),
    ],
)
def test_errors_name_line_and_key(text: str, line: int, message: str, tmp_path: Path) -> None:
    (tmp_path / "quotecheck.yaml").write_text(text)
    with pytest.raises(RecordError) as caught:
        load_settings(tmp_path)
    assert (caught.value.problem.path, caught.value.problem.line) == ("quotecheck.yaml", line)
    assert message in f"{caught.value.problem.message} ({caught.value.problem.hint})"
