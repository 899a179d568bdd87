"""The formats of build servers and spreadsheets, read back by readers that others wrote, with hostile words in them."""

from __future__ import annotations

import csv as standard_csv
import io
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.judging.verdicts import BESIDE, HOUSE, VERDICTS
from quotecheck.model import Report
from quotecheck.reporting import checkstyle, csv, github, junit, sarif
from quotecheck.reporting.findings import ALTERED, DRIFT, GONE, NEW, REMARK, UNREADABLE
from quotecheck.reporting.visible import escaped
from tests.reporting.reports import check, clean, match, three_drafts
from tests.reporting.sarif_schema import LOG

HOSTILE = "50% [of](http://evil.example) {0} <b>&amp;</b> \"x\" 'y' ]]> \x00\x1b[2J\u202e\ud800\ufffe,::error::\r\n=1+1"
WORDS = st.text(min_size=1, max_size=40)


def hostile(words: str = HOSTILE) -> tuple[Report, ...]:
    """A draft whose path, words, message, speaker, reason for a suppression and source are all hostile."""
    found = match(speaker=words, exact=words, path="sources/" + words, locator=words)
    quote = replace(check(exact=words, message=words, matches=(found,)), speaker=words)
    silent = replace(clean(), suppressed=words, exact=words)
    return (Report(path="drafts/" + words.replace("/", "|"), quotes=(quote, silent)),)


def log(reports: tuple[Report, ...], root: str = "") -> dict[str, object]:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is in the test extra")
    text = sarif.render(reports, root)
    found = json.loads(text.encode("utf-8"))
    jsonschema.Draft7Validator(LOG).validate(found)
    return found


def test_sarif_says_what_was_found_and_where_the_words_stand() -> None:
    found = log(three_drafts())
    (run,) = found["runs"]
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("misquote", "error"),
        ("suppression", "warning"),
        ("unsourced", "note"),
    ]
    first = run["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "draft.md"}
    assert place["region"] | {"snippet": None} == {
        "startLine": 4,
        "startColumn": 12,
        "endLine": 4,
        "endColumn": 59,
        "snippet": None,
    }
    related = first["relatedLocations"][0]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "sources/harbour.txt"
    assert related["physicalLocation"]["region"]["startLine"] == 12
    assert first["partialFingerprints"] == {sarif.FINGERPRINT: "a1b2c3"}
    assert "relatedLocations" not in run["results"][2]
    (unread,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "there is no such file" in unread["message"]["text"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_rules_are_all_verdicts_that_can_be_findings_with_help() -> None:
    (run,) = log(three_drafts())["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [
        *(name for name in VERDICTS if name not in ("exact", "excerpt", "acceptable-edit", "supported")),
        *HOUSE,
        *("suppression", "source-drift", "altered-quote", "new-quote", "gone-quote"),
    ]
    assert {REMARK, DRIFT, ALTERED, NEW, GONE, UNREADABLE} == set(BESIDE)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)


def test_sarif_never_holds_more_than_hosts_take_and_keeps_the_worst() -> None:
    notes = tuple(check("unsourced", "note", matches=()) for _ in range(sarif.MOST_RESULTS))
    found = json.loads(sarif.render((Report(path="a.md", quotes=(*notes, check(), check())),)))
    (run,) = found["runs"]
    assert len(run["results"]) == sarif.MOST_RESULTS
    assert [result["level"] for result in run["results"][:3]] == ["error", "error", "note"]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("2 lighter findings")
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_in_hostile_words_has_no_links_and_no_placeholders() -> None:
    (run,) = log(hostile())["runs"]
    message = run["results"][0]["message"]["text"]
    assert "](" not in message and "{{0}}" in message and "\x1b" not in message and "\u202e" not in message


def test_sarif_places_of_sources_are_seen_from_the_working_directory() -> None:
    (run,) = log(three_drafts(), root="../desk")["runs"]
    place = run["results"][0]["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "../desk/sources/harbour.txt"}
    assert sarif.uri("/a b/c:d.md") == "file:///a%20b/c%3Ad.md" or sarif.uri("/a b/c:d.md").startswith("file:///a%20b/")
    assert sarif.uri("a:b%.md") == "a%3Ab%25.md"


def test_sarif_words_typed_in_have_a_source_without_a_file() -> None:
    typed = match(path="phone call", start=None, end=None, line=None)
    (run,) = log((Report(path="a.md", quotes=(check(matches=(typed,)),)),))["runs"]
    related = run["results"][0]["relatedLocations"][0]
    assert related["logicalLocations"] == [{"name": "phone call"}] and "physicalLocation" not in related


# The validator of Microsoft, with the whole schema and the rules of the standard that no schema can tell; from npm.
MULTITOOL = shutil.which("Sarif.Multitool") or shutil.which("sarif-multitool")


def validated(folder: Path, text: str) -> list[str]:
    """The rules of the standard that a log breaks, errors only."""
    (folder / "log.sarif").write_text(text, encoding="utf-8")
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [str(MULTITOOL), "validate", "log.sarif", "--rich-return-code", "false"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert "1 files scanned" in done.stdout, done.stdout + done.stderr
    return re.findall(r": (?:error|warning) ((?:SARIF1|JSON)\d+)", done.stdout)


@pytest.mark.skipif(MULTITOOL is None, reason="the npm package @microsoft/sarif-multitool is not installed")
def test_sarif_keeps_the_whole_standard(tmp_path: Path) -> None:
    for reports in (three_drafts(), hostile(), ()):
        assert validated(tmp_path, sarif.render(reports)) == []
    assert validated(tmp_path, sarif.render(three_drafts()).replace('"startLine": 4', '"startLine": 0')) != []


def test_sarif_as_a_reader_of_others_sees_it(tmp_path: Path) -> None:
    loader = pytest.importorskip("sarif.loader", reason="sarif-tools is not installed")
    (tmp_path / "log.sarif").write_text(sarif.render(three_drafts()), encoding="utf-8")
    found = loader.load_sarif_file(str(tmp_path / "log.sarif")).get_report()
    counts = {level: len(found.get_issues_for_severity(level)) for level in ("error", "warning", "note")}
    assert counts == {"error": 1, "warning": 1, "note": 1}


# As the runner reads it: actions/runner, ActionCommand.
COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^\r\n]*?)::(?P<data>[^\r\n]*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in text.split("\n"):
        if line.startswith("::"):
            read = COMMAND.fullmatch(line)
            assert read, line
            pairs = dict(pair.split("=", 1) for pair in read["properties"].split(","))
            properties = {name: unescaped(value) for name, value in pairs.items()}
            found.append((read["name"], properties, unescaped(read["data"])))
    return found


def unescaped(text: str) -> str:
    for written, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, meant)
    return text


def test_github_commands_come_worst_first_over_all_drafts() -> None:
    reports = (Report(path="b.md", quotes=(check("unsourced", "note"), check("ambiguous", "warning"))), *three_drafts())
    found = commands(github.render(reports))
    assert [name for name, _, _ in found] == ["error", "error", "warning", "warning", "notice", "notice"]
    _, properties, data = found[0]
    assert properties == {
        "file": "draft.md",
        "line": "4",
        "col": "12",
        "endColumn": "59",
        "title": "quotecheck: misquote",
    }
    assert data == "the source says “ninety” where the draft says “nine”"
    assert "line" not in found[1][1] and found[1][1]["file"] == "gone.md"


def test_github_gives_no_columns_over_several_lines() -> None:
    long = replace(check(), end=replace(check().end, line=6))
    ((_, properties, _),) = commands(github.render((Report(path="a.md", quotes=(long,)),)))
    assert properties["line"] == "4" and properties["endLine"] == "6" and "col" not in properties


@given(WORDS)
def test_github_words_cannot_make_a_command_of_their_own(words: str) -> None:
    text = github.render(hostile(words))
    ((_, properties, _),) = commands(text)
    assert properties["file"] == escaped("drafts/" + words.replace("/", "|"))
    assert len([line for line in text.splitlines() if line]) >= 2
    assert text.count("\n") == 2


def test_checkstyle_lists_clean_drafts_too() -> None:
    tree = ElementTree.fromstring(checkstyle.render(three_drafts()).encode("utf-8"))
    assert [file.get("name") for file in tree] == ["draft.md", "gone.md", "clean.md"]
    assert [(error.get("severity"), error.get("source")) for error in tree.iter("error")] == [
        ("error", "quotecheck.misquote"),
        ("info", "quotecheck.unsourced"),
        ("warning", "quotecheck.suppression"),
        ("error", "quotecheck.unreadable"),
    ]
    first = next(tree.iter("error"))
    assert (first.get("line"), first.get("column")) == ("4", "12")


@given(WORDS)
def test_xml_of_any_words_is_well_formed(words: str) -> None:
    for text in (checkstyle.render(hostile(words)), junit.render(hostile(words))):
        ElementTree.fromstring(text.encode("utf-8"))


def test_xml_strips_what_it_cannot_hold_and_shows_the_rest() -> None:
    tree = ElementTree.fromstring(checkstyle.render(hostile()).encode("utf-8"))
    message = next(tree.iter("error")).get("message") or ""
    assert '<b>&amp;</b> "x"' in message and "\\x1b[2J" in message and "\ufffe" not in message


def test_junit_as_a_reader_of_others_sees_it() -> None:
    junitparser = pytest.importorskip("junitparser", reason="junitparser is in the test extra")
    silent = replace(clean(), suppressed="agreed")
    reports = (*three_drafts(), Report(path="d.md", quotes=(silent,)))
    found = junitparser.JUnitXml.fromstring(junit.render(reports).encode("utf-8"))
    suites = {suite.name: suite for suite in found}
    assert list(suites) == ["draft.md", "gone.md", "clean.md", "d.md"]
    first = suites["draft.md"]
    assert (first.tests, first.failures, first.errors, first.skipped) == (4, 1, 0, 0)
    assert suites["gone.md"].errors == 1 and suites["d.md"].skipped == 1
    assert [case.is_passed for case in first] == [True, False, True, True]
    (failure,) = [case for case in first if not case.is_passed]
    assert failure.result[0].type == "misquote" and "source: We will dig out ninety" in failure.result[0].text
    assert (found.tests, found.failures, found.errors, found.skipped) == (7, 1, 1, 1)


@pytest.mark.parametrize(("level", "failures"), [("error", 1), ("warning", 2), ("note", 3), ("never", 0)])
def test_junit_fails_what_the_fail_level_says(level: str, failures: int) -> None:
    tree = ElementTree.fromstring(junit.render(three_drafts(), level).encode("utf-8"))
    assert tree.get("failures") == str(failures) == str(len(list(tree.iter("failure"))))


def test_csv_has_a_row_for_each_quotation_and_trouble() -> None:
    rows = list(standard_csv.DictReader(io.StringIO(csv.render(three_drafts()), newline="")))
    assert [(row["path"], row["severity"], row["verdict"]) for row in rows] == [
        ("draft.md", "none", "exact"),
        ("draft.md", "error", "misquote"),
        ("draft.md", "note", "unsourced"),
        ("draft.md", "warning", "suppression"),
        ("gone.md", "error", "unreadable"),
        ("clean.md", "none", "exact"),
    ]
    assert rows[1]["source"] == "sources/harbour.txt" and rows[1]["source_line"] == "12" and rows[1]["score"] == "91.3"
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_csv_cells_are_no_formulas(words: str) -> None:
    rows = list(standard_csv.reader(io.StringIO(csv.render(hostile(words)), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(csv.FORMULA)]
