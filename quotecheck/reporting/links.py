"""Links to the place in a source: a page of a PDF, a moment of a recording."""

from __future__ import annotations

from urllib.parse import quote

from quotecheck.patterns import pattern

_PAGE = pattern(r"page (\d{1,6})")
_TIME = pattern(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d{1,3})?")
_WEB = pattern(r"https?://[^\s\x00-\x1f\"<>\\]+")


def fragment(locator: str | None) -> str:
    """What opens a document at a locator: ``#page=3`` for "page 3", ``#t=62`` for "00:01:02"; empty for others."""
    page = _PAGE.match(locator or "")
    if page:
        return f"#page={page[1]}"
    time = _TIME.match(locator or "")
    if time:
        hours, minutes, seconds = (int(part or 0) for part in time.groups())
        return f"#t={hours * 3600 + minutes * 60 + seconds}"
    return ""


def web_link(url: str | None, locator: str | None) -> str | None:
    """A link to the web page of a source at its place; None for anything but http and https."""
    if not url or not _WEB.fullmatch(url):
        return None
    return url if "#" in url else url + fragment(locator)


def file_link(path: str, locator: str | None) -> str:
    """A link to a file, ``path`` being relative to the page with forward slashes, at its place."""
    # A dot first, so that "c:notes.txt" is a file and no scheme.
    shown = quote(path, safe="/", errors="surrogatepass")
    return (shown if shown.startswith(("/", ".")) else f"./{shown}") + fragment(locator)
