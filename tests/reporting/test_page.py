"""The page: whole, of its own, and deaf to whatever a draft or a source may try."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.model import Evidence, HouseFinding, Report, SignOff, Span
from quotecheck.reporting.html import attribute, data, flat, safe
from quotecheck.reporting.links import file_link, fragment, web_link
from quotecheck.reporting.page import render
from quotecheck.reporting.page_card import Sources
from quotecheck.reporting.visible import UNSAFE
from tests.reporting.reports import check, evidence, match, three_drafts

VOID = {"meta", "input", "br", "link", "img"}
TEXT = "# Silt\n\nFirst line “we will dig out nine tonnes of silt this autumn,” she said.\n\nThe end, of course.\n"


class Page(HTMLParser):
    """A page as a browser would see it: elements with their attributes, text by the id around it, what is unclosed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.ids: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
            self.ids.append(found.get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()
        self.ids.pop()

    def handle_data(self, data: str) -> None:
        for name in {*self.ids, *self.open} - {""}:
            self.texts[name] = self.texts.get(name, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


def sources(around: tuple[str, str] = ("", ""), file: str | None = None, web: str | None = None) -> Sources:
    return Sources(around=lambda found: around, file=lambda found: file, web=lambda found: web)


def at(words: str, text: str = TEXT, **more: object) -> Report:
    start = text.index(words)
    found = replace(check(exact=words), span=Span(start=start, end=start + len(words)))
    return Report(path="draft.md", quotes=(found,), text=text, sha256="ab" * 32, **more)  # type: ignore[arg-type]


QUOTE = "we will dig out nine tonnes of silt this autumn"


def test_the_page_is_well_formed_and_says_what_was_found() -> None:
    page = Page(render(three_drafts(), sources()))
    assert page.open == []
    assert page.texts["h1"] == "2 of 4 quotes verified"
    assert "1 error (misquote), 1 note (unsourced); 1 draft could not be read" in page.texts["header"]
    assert len(page.all("article")) == 4 and "there is no such file" in page.texts["main"]
    names = [found["id"] for _, found in page.tags if found.get("id")]
    assert len(names) == len(set(names))


def test_the_draft_stands_whole_beside_the_card_of_its_quote() -> None:
    page = Page(render([at(QUOTE)], sources(("What the council heard: ", " That was all."))))
    (marked,) = page.all("mark")
    assert marked["data-card"] == "q-0-0" and page.texts["m-0-0"] == QUOTE
    card = " ".join(page.texts["q-0-0"].split())
    assert "Draft“we will dig out [only in the draft: nine] tonnes of silt [only in the draft: this] autumn”" in card
    assert "What the council heard: … council in March before the vote" not in card
    assert "we will dig out [only in the source: ninety] tonnes" in card
    assert "sources/harbour.txt:12" in card and "claim harbour-4f1c9e" in card and "number-changed" in card
    shown = page.texts["p"]
    assert "First line “we will dig out nine tonnes of silt this autumn,”1\xa0✕ error:\xa0misquote she said." in shown
    assert "The end, of course." in shown


def test_a_quote_through_several_paragraphs_and_one_inside_another() -> None:
    text = "“We waited.\n\n“He said ‘never’ and left,” she said.\n"
    outer = replace(check(exact=text[1:40]), span=Span(start=1, end=40))
    inner = replace(check(exact="never"), span=Span(start=text.index("never"), end=text.index("never") + 5))
    page = Page(render([Report(path="d.md", quotes=(outer, inner), text=text)], sources()))
    cards = [found["data-card"] for found in page.all("mark")]
    assert cards[0] == "q-0-0" and "q-0-1" in cards and cards.count("q-0-0") >= 3
    assert page.texts["m-0-1"] == "never" and len(page.all("article")) == 2
    assert [found["href"] for found in page.all("a") if found.get("class", "").startswith("label")] == [
        "#q-0-1",
        "#q-0-0",
    ]


def test_nothing_but_the_own_script_and_style_may_run_and_nothing_is_fetched() -> None:
    text = render([at(QUOTE)], sources(web="https://courier.example/a#page=2"))
    page = Page(text)
    policy = next(found["content"] or "" for found in page.all("meta") if found.get("http-equiv"))
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy and "http" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        wanted = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{wanted}'" in policy
    assert not page.all("link") and not page.all("img") and not page.all("iframe")
    assert all("src" not in found and "style" not in found for _, found in page.tags)
    assert not re.search(r"innerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp", text)


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></script><script>alert(1)</script>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "\u202egnirts\u2066",
    "\x00\x1b[31m",
    "\ud800",
    "{{7*7}}",
    "\\u003c",
    "`${1}`",
)


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_words_are_words(evil: str) -> None:
    """Everything that comes from a document is hostile at once."""
    found = evidence(
        claim=evil,
        speaker=evil,
        exact=f"we {evil} said",
        path=f"sources/{evil}.txt",
        locator=evil,
        title=evil,
        published=evil,
    )
    words = f"a {evil} b"
    text = f"Before “{words}” after {evil}\n\n{evil}\n"
    signed = SignOff(
        draft="d", fingerprint="f", words="w", exact="e", verdict="v", by=evil, at="2026-04-03T10:15:00Z", note=evil
    )
    quote = replace(
        check(exact=words, message=evil, reasons=(evil,), matches=(replace(match(), evidence=found),)),
        span=Span(start=8, end=8 + len(words)),
        speaker=evil,
        suppressed=evil,
        signed=signed,
    )
    report = Report(path=f"{evil}.md", quotes=(quote,), text=text, sha256="00")
    made = Sources(
        around=lambda one: (evil, evil),
        file=lambda one: file_link(one.path, evil),
        web=lambda one: web_link(evil, evil),
    )
    page = Page(render([report], made))
    innocent = Page(render([at(QUOTE)], sources(file="./a")))
    assert page.open == [] and {tag for tag, _ in page.tags} <= {tag for tag, _ in innocent.tags} | {
        "p",
        "ul",
        "li",
        "span",
    }
    assert len(page.all("script")) == 2 and not page.all("img")
    names = {name for _, found in page.tags for name in found}
    assert not [name for name in names if name.startswith("on")]
    assert not [found for found in page.all("a") if re.match(r"\s*(javascript|data):", found["href"] or "")]
    (item,) = json.loads(page.texts["data"])[0]["items"]
    assert item["exact"] == words and item["claims"] == [evil]
    assert not set(render([report], made)) & set("\u202e\u2066\x00\x1b\ud800")


@settings(max_examples=200)
@given(st.text())
def test_escaping_loses_no_letter_and_makes_no_markup(text: str) -> None:
    seen = Page(f'<i title="{attribute(text)}">{safe(text)}</i><b>{flat(text)}</b>')
    assert {tag for tag, _ in seen.tags} <= {"i", "b", "span"} and seen.open == []
    # Each invisible character is one code in a span of its own; all the rest stands as it was.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
    wanted = "\n".join(UNSAFE.sub(lambda found: f"U+{ord(found[0]):04X}", line) for line in lines)
    assert seen.texts.get("i", "") == wanted
    assert json.loads(data(text)) == text and not set("<>&") & set(data(text))


@pytest.mark.parametrize(
    ("locator", "end"),
    [
        ("page 3", "#page=3"), ("00:01:02", "#t=62"), ("1:00:00.500", "#t=3600"), ("02:05", "#t=125"),
        ("paragraph 12", ""), (None, ""), ("page x", ""),
    ],
)  # fmt: skip
def test_a_link_opens_the_place(locator: str | None, end: str) -> None:
    assert fragment(locator) == end
    assert file_link("sources/a b#1.pdf", locator) == "./sources/a%20b%231.pdf" + end
    assert web_link("https://courier.example/a", locator) == "https://courier.example/a" + end


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", 'https://x.example/"><b>', "", None]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_link(url, "page 3") is None


def test_remarks_drift_and_signoffs_are_shown() -> None:
    drifted: Evidence = replace(evidence(), drift="words-gone", status="disputed")
    signed = SignOff(
        draft="draft.md",
        fingerprint="f",
        words="w",
        exact="e",
        verdict="v",
        by="Wim Aalto",
        at="2026-04-03T10:15:00Z",
        note="heard it",
    )
    quote = replace(check(matches=(replace(match(), evidence=drifted),)), signed=signed)
    page = Page(render([Report(path="draft.md", quotes=(quote,), text=TEXT * 4)], sources()))
    card = page.texts["q-0-0"]
    assert "Look again: its source does not hold these words any more." in card and "disputed" in card
    assert "Signed off by Wim Aalto, 2026-04-03: heard it" in card
    assert "this comment suppresses nothing" in Page(render(three_drafts(), sources())).texts["main"]


def test_rules_of_the_house_are_shown_with_the_quote() -> None:
    house = (
        HouseFinding(
            rule="too-few-sources", severity="warning", message="one source has these words, the house asks for 2"
        ),
        HouseFinding(rule="unchecked", severity="none", message="<i>nobody</i>", suppressed="agreed with the desk"),
    )
    page = Page(render([replace(at(QUOTE), quotes=(replace(at(QUOTE).quotes[0], house=house),))], sources()))
    card = page.texts["q-0-0"]
    assert "!warning: too-few-sources: one source has these words" in card
    assert "unchecked: <i>nobody</i> Left alone by a remark in the draft: agreed with the desk" in card
    assert len([found for found in page.all("a") if found.get("class", "").startswith("label")]) == 3
    assert "Fewer independent sources" in page.texts["main"]


def test_a_page_of_many_quotes_is_made_in_one_pass() -> None:
    text = "".join(f"“Line {number} of it,” she said.\n\n" for number in range(2000))
    spans = [found.span(1) for found in re.finditer("“(.*?),”", text)]
    quotes = tuple(replace(check(exact=text[a:b]), span=Span(start=a, end=b)) for a, b in spans)
    page = render([Report(path="d.md", quotes=quotes, text=text)], sources())
    assert page.count("<article") == 2000 and len(page) < 2000 * 4000
