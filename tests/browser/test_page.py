"""The page in Chromium: clicks, keys, filters, ticks, export, import, widths, dark, print, and an accessibility check.

Skipped where Chromium with its driver, or selenium, is not installed. The accessibility check needs axe-core from npm:
`npm install --no-save axe-core` in the project folder, or its axe.min.js named by QUOTECHECK_AXE.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

selenium = pytest.importorskip("selenium", reason="the browser tests need selenium: pip install selenium")

from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select, WebDriverWait  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
DRIVER = shutil.which("chromedriver")
AXE = Path(os.environ.get("QUOTECHECK_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
DESK, PHONE = (1280, 900), (390, 844)
HOSTILE = (
    "“<script>window.evil = 1</script><img src=x onerror='window.evil = 2'> is what we said,” said Orla Quist "
    "</script><script>window.evil = 3</script> “javascript:window.evil = 4” \u202egnirts.\n"
)
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and chromedriver are not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example with its page, the page of a hostile draft, and one of a draft that was changed late."""
    root = tmp_path_factory.mktemp("desk")
    for name in ("sources", "claims", "example"):
        shutil.copytree(ROOT / name, root / name)
    report(root, "example/draft.md", "report.html")
    (root / "evil.md").write_text(HOSTILE, encoding="utf-8")
    report(root, "evil.md", "evil.html")
    (root / "downloads").mkdir()
    return root


def report(root: Path, draft: str, page: str) -> None:
    command = [sys.executable, "-m", "quotecheck.cli.main", "report", draft, "--output", page]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def chromium(folder: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    # The sandbox is not to be had for root, nor shared memory in a container.
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "downloads")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    except selenium.common.exceptions.WebDriverException as error:
        pytest.skip(f"Chromium does not start here: {str(error).splitlines()[0]}")
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()


Open = Callable[..., webdriver.Chrome]


@pytest.fixture
def page(chromium: webdriver.Chrome, folder: Path) -> Open:
    """Opens a page of the folder in a browser that keeps nothing from before."""

    def show(name: str = "report.html", size: tuple[int, int] = DESK, **media: str) -> webdriver.Chrome:
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": media.get("scheme", "light")}]
        features.append({"name": "prefers-reduced-motion", "value": "reduce"})
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media.get("media", ""), "features": features})
        chromium.get((folder / name).as_uri())
        chromium.execute_script("localStorage.clear()")
        chromium.refresh()
        return chromium

    return show


def one(driver: webdriver.Chrome, selector: str) -> Any:
    return driver.find_element(By.CSS_SELECTOR, selector)


def click(driver: webdriver.Chrome, selector: str) -> None:
    """Scrolls to an element, as a person does who wants to click on what lies under the tools, and clicks."""
    found = one(driver, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


def shown(driver: webdriver.Chrome) -> list[str]:
    """The ids of the cards that can be seen."""
    return [card.get_attribute("id") for card in driver.find_elements(By.CSS_SELECTOR, ".card") if card.is_displayed()]


def current(driver: webdriver.Chrome) -> str | None:
    found = driver.find_elements(By.CSS_SELECTOR, ".card.current")
    assert len(found) <= 1
    return found[0].get_attribute("id") if found else None


def press(driver: webdriver.Chrome, *keys: str) -> None:
    for key in keys:
        driver.switch_to.active_element.send_keys(key)


def said(driver: webdriver.Chrome) -> str:
    return str(one(driver, "#said").text)


def verified(folder: Path) -> Any:
    command = [sys.executable, "-m", "quotecheck.cli.main", "verify", "example/draft.md", "--format", "json"]
    found = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return json.loads(found.stdout)["drafts"][0]["quotes"]


def exported(driver: webdriver.Chrome, folder: Path) -> Any:
    """What the click on the export button writes."""
    target = folder / "downloads" / "draft.signoff.json"
    target.unlink(missing_ok=True)
    click(driver, ".export")
    WebDriverWait(driver, 20).until(lambda _: target.exists() and target.stat().st_size)
    return json.loads(target.read_text(encoding="utf-8"))


def test_the_page_loads_without_a_word_from_the_console(page: Open) -> None:
    driver = page()
    assert driver.get_log("browser") == [] or all(e["level"] != "SEVERE" for e in driver.get_log("browser"))
    assert one(driver, "h1").text == "4 of 10 quotes verified" and len(shown(driver)) == 10
    assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0


def test_a_click_on_a_quote_or_its_label_goes_to_its_card(page: Open) -> None:
    driver = page()
    click(driver, "#m-0-3")
    assert current(driver) == "q-0-3" and driver.switch_to.active_element.get_attribute("id") == "q-0-3"
    assert "current" in one(driver, "#m-0-3").get_attribute("class")
    click(driver, "a.label[href='#q-0-5']")
    assert current(driver) == "q-0-5" and one(driver, "#q-0-5").get_attribute("aria-current") == "true"
    assert "current" not in one(driver, "#m-0-3").get_attribute("class")


def test_keys(page: Open) -> None:
    driver = page()
    press(driver, "j", "j", Keys.ARROW_RIGHT)
    assert current(driver) == "q-0-2"
    press(driver, "k")
    assert current(driver) == "q-0-1"
    press(driver, Keys.ARROW_LEFT, "k")
    assert current(driver) == "q-0-0" and said(driver) == "That was the first one."
    press(driver, "c", "j", "c", "k", "u")
    assert current(driver) == "q-0-2", "u goes on to what is not ticked"
    press(driver, "n", "j", "k", Keys.ESCAPE, "j")
    assert one(driver, "#q-0-2 textarea").get_attribute("value") == "jk" and current(driver) == "q-0-3"
    press(driver, "?")
    assert one(driver, "#help").get_attribute("open") is not None and "next quote" in one(driver, "#help").text
    click(driver, "#keys")
    press(driver, "j")
    assert current(driver) == "q-0-3"


def test_filters(page: Open) -> None:
    driver = page()
    verdicts = [card.get_attribute("data-verdict") for card in driver.find_elements(By.CSS_SELECTOR, ".card")]
    click(driver, ".by-verdict[value=misquote]")
    assert len(shown(driver)) == 10 - verdicts.count("misquote") and said(driver) == "8 of 10 quotes shown."
    assert "dimmed" in one(driver, "#m-0-3").get_attribute("class")
    click(driver, "#all")
    assert len(shown(driver)) == 10
    Select(one(driver, "#by-speaker")).select_by_visible_text("Priya Nair (3)")
    assert len(shown(driver)) == 3
    press(driver, Keys.ESCAPE)
    driver.execute_script("document.activeElement.blur()")
    driver.find_element(By.TAG_NAME, "body").send_keys("j", "j", "j", "j")
    assert current(driver) == shown(driver)[-1] and said(driver) == "That was the last one."
    Select(one(driver, "#by-speaker")).select_by_value("=")
    assert shown(driver) == ["q-0-7"], "the quote that the draft gives to nobody"
    click(driver, "#all")
    click(driver, "#q-0-0 .tick")
    click(driver, "#by-open")
    assert len(shown(driver)) == 9 and "q-0-0" not in shown(driver)
    click(driver, "#m-0-0")
    assert current(driver) == "q-0-0" and len(shown(driver)) == 10, "a quote that is filtered out comes back on a click"


def test_ticks_and_notes_are_kept(page: Open) -> None:
    driver = page()
    click(driver, "#q-0-0 .tick")
    one(driver, "#q-0-3 textarea").send_keys("ask Nair")
    assert one(driver, "#ticked-words").text == "1 of 10" and "done" in one(driver, "#q-0-0").get_attribute("class")
    driver.refresh()
    assert one(driver, "#q-0-0 .tick").is_selected() and not one(driver, "#q-0-3 .tick").is_selected()
    assert one(driver, "#q-0-3 textarea").get_attribute("value") == "ask Nair"
    click(driver, "#q-0-0 .tick")
    driver.refresh()
    assert not one(driver, "#q-0-0 .tick").is_selected() and one(driver, "#ticked-words").text == "0 of 10"


def test_a_signoff_needs_a_name_and_something_ticked(page: Open) -> None:
    driver = page()
    click(driver, ".export")
    assert "Type your name first" in said(driver)
    assert driver.switch_to.active_element.get_attribute("id") == "by"
    one(driver, "#by").send_keys("Wim Aalto")
    click(driver, ".export")
    assert "Nothing is ticked or noted" in said(driver)


def test_the_exported_file_says_what_was_ticked_and_imports_again(page: Open, folder: Path) -> None:
    driver = page()
    one(driver, "#by").send_keys("Wim “W” Aalto")
    click(driver, "#q-0-0 .tick")
    one(driver, "#q-0-3 textarea").send_keys("asked Nair: $2.4 million")
    file = exported(driver, folder)
    rows = verified(folder)
    assert {key: file[key] for key in ("quotecheck", "version", "draft", "by")} == {
        **{"quotecheck": "sign-off", "version": 1, "draft": "example/draft.md"},
        "by": "Wim “W” Aalto",
    }
    import hashlib
    from datetime import datetime

    assert file["draft_sha256"] == hashlib.sha256((folder / "example/draft.md").read_bytes()).hexdigest()
    assert [item["fingerprint"] for item in file["items"]] == [rows[0]["fingerprint"], rows[3]["fingerprint"]]
    assert [item["exact"] for item in file["items"]] == [rows[0]["exact"], rows[3]["exact"]]
    assert [item["verdict"] for item in file["items"]] == ["exact", "misquote"]
    assert [(item["checked"], item["note"]) for item in file["items"]] == [
        (True, ""),
        (False, "asked Nair: $2.4 million"),
    ]
    assert all(
        item["claims"] and set(item) == set("fingerprint exact claims verdict checked note at".split())
        for item in file["items"]
    )
    assert all(datetime.fromisoformat(item["at"]).tzinfo for item in file["items"])
    (folder / "wim.json").write_text(json.dumps(file), encoding="utf-8")

    driver = page()
    one(driver, "#import").send_keys(str(folder / "wim.json"))
    WebDriverWait(driver, 10).until(lambda _: "2 quotes taken over from Wim" in said(driver))
    assert one(driver, "#q-0-0 .tick").is_selected() and "Wim “W” Aalto" in one(driver, "#q-0-0 .when").text
    assert one(driver, "#q-0-3 textarea").get_attribute("value") == "asked Nair: $2.4 million"
    # What another person checked is not exported in one's own name.
    one(driver, "#by").send_keys("Ida Roth")
    click(driver, "#q-0-1 .tick")
    file = exported(driver, folder)
    assert [item["fingerprint"] for item in file["items"]] == [rows[1]["fingerprint"]] and file["by"] == "Ida Roth"
    assert "Left out: 2 quotes that others checked" in said(driver)


def test_an_import_takes_only_what_still_fits(page: Open, folder: Path) -> None:
    driver = page()
    rows = verified(folder)
    items = [
        {"fingerprint": row["fingerprint"], "exact": words, "claims": [], "verdict": row["verdict"]}
        | {"checked": True, "note": "<b>x</b>", "at": "2026-04-03T10:15:00+00:00"}
        for row, words in ((rows[0], rows[0]["exact"]), (rows[1], "other words"))
    ]
    whole = {
        "quotecheck": "sign-off",
        "version": 1,
        "draft": "example/draft.md",
        "draft_sha256": "0" * 64,
        "by": "Wim",
        "items": items,
    }
    for name, content, told in (
        ("late.json", whole, "1 quote taken over from Wim. Left out: 1 quote whose words or verdict have changed"),
        ("else.json", {**whole, "draft": "other.md"}, "is about other.md, which is not on this page"),
        ("odd.json", {**whole, "items": [{}]}, "is no sign-off file"),
        ("list.json", [1, 2], "is no sign-off file"),
    ):
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
        one(driver, "#import").send_keys(str(folder / name))
        WebDriverWait(driver, 10).until(lambda _, told=told: told in said(driver))
    assert one(driver, "#q-0-0 .tick").is_selected() and not one(driver, "#q-0-1 .tick").is_selected()
    assert one(driver, "#q-0-0 textarea").get_attribute("value") == "<b>x</b>"


def test_ticks_fall_when_the_words_change_and_follow_a_quote_that_moves(page: Open, folder: Path) -> None:
    driver = page()
    click(driver, "#q-0-0 .tick")
    click(driver, "#q-0-1 .tick")
    draft = folder / "example" / "draft.md"
    text = draft.read_text(encoding="utf-8")
    first, *paragraphs = text.split("\n\n")
    late = "\n\n".join([first, *paragraphs[2:], *paragraphs[:2]]).replace("closed for a beam", "closed for one beam")
    try:
        draft.write_text(late, encoding="utf-8")
        report(folder, "example/draft.md", "late.html")
    finally:
        draft.write_text(text, encoding="utf-8")
    driver.get((folder / "late.html").as_uri())
    ticked = [one(driver, f"#{name} dd").text for name in shown(driver) if one(driver, f"#{name} .tick").is_selected()]
    assert ticked == ["“We are going to park an engine on the other side tonight”"]


def test_a_hostile_draft_runs_nothing(page: Open) -> None:
    driver = page("evil.html")
    assert driver.execute_script("return window.evil === undefined")
    assert driver.find_elements(By.CSS_SELECTOR, "main img, main script") == []
    assert "<script>window.evil = 1</script>" in one(driver, "main").text
    # What slipped in all the same would be stopped by the policy.
    driver.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.evil = 5'; document.body.append(s)"
    )
    assert driver.execute_script("return window.evil === undefined")


def test_a_phone_has_one_column_and_nothing_sticks_out(page: Open) -> None:
    driver = page(size=PHONE)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= PHONE[0]
    text, card = one(driver, "#m-0-0").rect, one(driver, "#q-0-0").rect
    assert card["y"] > text["y"] and card["x"] < 60
    driver = page(size=DESK)
    text, card = one(driver, "#m-0-0").rect, one(driver, "#q-0-0").rect
    assert card["x"] > text["x"] + 200 and abs(card["y"] - text["y"]) < 80
    assert driver.execute_script("return document.documentElement.scrollWidth") <= DESK[0]


def test_dark_and_print(page: Open) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b)"
    assert page().execute_script(ground) > 600
    driver = page(scheme="dark")
    assert driver.execute_script(ground) < 150
    click(driver, ".by-verdict[value=misquote]")
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    assert driver.execute_script(ground) > 700, "paper is white, whatever the screen is"
    assert len(shown(driver)) == 10 and not one(driver, ".tools").is_displayed()
    assert one(driver, "#q-0-0 .tick").is_displayed()


def test_without_its_script_the_page_can_be_read(page: Open) -> None:
    driver = page()
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        driver.refresh()
        assert len(shown(driver)) == 10 and not one(driver, ".tools").is_displayed()
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm install --no-save axe-core")
@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_an_accessibility_checker_finds_nothing_grave(page: Open, size: tuple[int, int], scheme: str) -> None:
    driver = page(size=size, scheme=scheme)
    click(driver, "#help summary")
    click(driver, "#q-0-3 .tick")
    click(driver, ".export")
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = driver.execute_async_script("axe.run().then(arguments[0])")
    assert len(found["passes"]) > 20
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in grave] == []
