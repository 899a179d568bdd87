"""E-mails as saved (.eml): the subject, the sender, the day and the words of the message, without attachments."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

from quotecheck.errors import ReadingError
from quotecheck.patterns import pattern
from quotecheck.reading.decoding import decode
from quotecheck.reading.extracted import Blocks, Extracted, damaged, encrypted, too_large

MAX_PARTS = 1_000
MAX_MARKS = 10_000
MAX_HEADER = 4_000
"""Characters of a header that is read; the library's time grows with the square of them."""
_HEADERS = ("from", "to", "subject", "date", "received", "mime-version", "content-type", "return-path", "message-id")
_READ = ("from", "subject", "date", "content-type", "content-disposition", "content-transfer-encoding", "mime-version")
_BLANK_LINES = pattern(r"\n[ \t]*(?:\n[ \t]*)+")


def extract(data: bytes, name: str) -> Extracted:
    """The text of a message: its plain part, else its HTML part; locators are "paragraph 12". ReadingError for what is
    no message, is encrypted, or has no words."""
    if data.count(b"\n--") > MAX_MARKS:
        raise too_large(name, f"it has more than {MAX_MARKS:,} marks between parts")
    try:
        message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
        if not any(key.lower() in _HEADERS for key in message):
            raise damaged(name, "e-mail", "it has none of the lines that begin a message (From, Subject, Date)")
        plain, page = _bodies(message, name)
        metadata = _metadata(message)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
        raise damaged(name, "e-mail", error) from error
    if plain is None and page is not None:
        from quotecheck.reading.html import extract as of_page

        found = of_page(page.encode("utf-8", "replace"), name)
        return Extracted(text=found.text, metadata=metadata, locators=found.locators)
    blocks = Blocks()
    paragraphs = (text for text in _BLANK_LINES.split(plain or "") if text.strip())
    for number, text in enumerate(paragraphs, 1):
        blocks.add(text, f"paragraph {number}")
    return blocks.finish(metadata)


def _bodies(message: EmailMessage, name: str) -> tuple[str | None, str | None]:
    """The first plain part and the first HTML part with words, attachments left out."""
    found: dict[str, str] = {}
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            raise too_large(name, f"it has more than {MAX_PARTS:,} parts")
        if any(len(str(raw)) > MAX_HEADER for key, raw in part.raw_items() if key.lower() in _READ):
            raise too_large(name, f"one of its headers has more than {MAX_HEADER:,} characters")
        kind = part.get_content_type()
        if kind == "multipart/encrypted" or (
            kind.endswith("pkcs7-mime") and part.get_param("smime-type") != "signed-data"
        ):
            raise encrypted(name)
        if part.is_multipart() or kind not in ("text/plain", "text/html") or kind in found:
            continue
        if isinstance(part, EmailMessage) and part.is_attachment():
            continue
        text = _text(part, name)
        if text.strip():
            found[kind] = _flowed(text) if part.get_param("format") == "flowed" else text
    return found.get("text/plain"), found.get("text/html")


def _text(part: object, name: str) -> str:
    """The decoded words of a part: in the character set it names, where that is a known one and true."""
    assert isinstance(part, EmailMessage)
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    named = part.get_content_charset()
    if named:
        try:
            return raw.decode(named).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return decode(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    except ReadingError:
        return raw.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _flowed(text: str) -> str:
    """Text in which a blank at the end of a line says that the line goes on (RFC 3676)."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        words = line.removeprefix(" ") if line.startswith(" ") else line
        if goes_on and lines:
            lines[-1] += words
        else:
            lines.append(words)
        goes_on = words.endswith(" ") and words != "-- "
    return "\n".join(lines)


def _metadata(message: EmailMessage) -> dict[str, str]:
    found: dict[str, str] = {}
    subject = " ".join(str(message.get("subject") or "").split())
    if subject:
        found["title"] = subject
    senders = getattr(message.get("from"), "addresses", ())
    names = [sender.display_name or sender.addr_spec for sender in senders]
    if names and names[0]:
        found["author"] = names[0]
    sent = getattr(message.get("date"), "datetime", None)
    if sent is not None:
        found["published"] = date(sent.year, sent.month, sent.day).isoformat()
    return found
