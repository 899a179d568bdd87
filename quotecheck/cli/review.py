"""``quotecheck review``: people go through claims or through the quotes of drafts, and say what they found."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from quotecheck.cli import filters, options
from quotecheck.cli.claims import open_checked
from quotecheck.cli.completing import files
from quotecheck.cli.inputs import document, open_store
from quotecheck.cli.output import console, note, problems, shown
from quotecheck.errors import ReadingError, RecordError, StoreError
from quotecheck.model import STATUSES, Problem, Review, Status
from quotecheck.reading.presence import is_there

if TYPE_CHECKING:
    from quotecheck.cli.desk import Card
    from quotecheck.records.store import Store


@click.command("review")
@click.argument("what", nargs=-1, metavar="[DRAFT… | ID…]", shell_complete=files)
@options.root
@click.option("--set", "setting", type=click.Choice(STATUSES), help="Give the claims ID… this status, without asking.")
@click.option("--set-speaker", metavar="NAME", help="Give the claims ID… this speaker; - for nobody.")
@click.option("--note", "remark", metavar="TEXT", help="Give the claims ID… this note; - takes it away.")
@click.option("--import", "signed", metavar="FILE", shell_complete=files, help="Take in a sign-off file of the report.")
@click.option("--by", metavar="NAME", envvar="QUOTECHECK_BY", help="Your name, which is kept with each decision.")
@click.option("--all", "every", is_flag=True, help="With a draft: every quote, not only those with a finding.")
@filters.options
def command(*, what: tuple[str, ...], root: str | None, every: bool, by: str | None, **given: str | None) -> int:
    """Go through claims or the quotes of a draft, one by one, and say what you found. Each decision is kept at once.

    \b
    quotecheck review                  claim by claim; --speaker, --status and so on choose which
    quotecheck review draft.md         finding by finding; --all for every quote of the draft
    quotecheck review --set verified ID… --by "Your Name" --note "heard the tape"
    quotecheck review --import signoff.json

    In the terminal single keys verify, dispute or retract a claim, correct or merge its speaker, add a note, open its
    source, sign a quote of the draft off, and undo; ? lists them. Ctrl-C and q lose nothing.

    Sign-offs are kept in signoffs.yaml. One stays with its quote when the quote moves, and falls when its words change.

    Exit codes: 0 done; 1 ticked quotes have changed since and were not signed off; 2 something could not be used.
    """
    store = open_store(root)
    if store.root is None:
        raise StoreError(Problem(path=".", message="there is no project folder"))
    status, speaker, remark, signed = (given.pop(name) for name in ("setting", "set_speaker", "remark", "signed"))
    if signed:
        return _import(store, signed, by)
    if status or speaker or remark:
        return _set(store, what, cast("Status | None", status), speaker, remark, by)
    if what and any(value is not None for value in given.values()):
        raise click.UsageError("--speaker, --status and the like choose claims; with a draft, leave them out.")
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        raise click.UsageError("review asks its questions on a terminal; in a script use --set or --import.")
    return _sit(store, what, given, every, by)


def _set(
    store: Store, ids: Sequence[str], status: Status | None, speaker: str | None, remark: str | None, by: str | None
) -> int:
    """Sets the same on all claims named, or on none when one of them is not known."""
    from quotecheck.cli.claims import find_claim
    from quotecheck.records.reviewing import Change, decide, now

    if not ids:
        raise click.UsageError("say which claims: quotecheck review --set verified ID…; quotecheck list shows the ids.")
    who = _named(by)
    index = open_checked(store)
    known = dict.fromkeys(find_claim(store, index, name).id for name in ids)
    places = {name: path for name in known if (path := index.claim_file(name)) is not None}
    decide(store, places, Change(status, speaker, remark), Review(by=who, at=now()))
    done = f"{len(places)} claim{'' if len(places) == 1 else 's'}"
    parts = (status, f"speaker {speaker}" if speaker else None, "note" if remark else None)
    click.echo(shown(f"{done}: {', '.join(part for part in parts if part)} (by {who})"))
    return 0


def _named(by: str | None) -> str:
    if not by or not by.strip():
        raise click.UsageError('say who you are: --by "Your Name" (or set QUOTECHECK_BY).')
    return by.strip()


def _import(store: Store, path: str, by: str | None) -> int:
    """Signs off the quotes that were ticked on the page, as far as they stand in the draft unchanged."""
    from quotecheck.checking import verify
    from quotecheck.cli.inputs import nearest_file
    from quotecheck.judging.signing import sign_ticks
    from quotecheck.records.files import read_record
    from quotecheck.records.paths import SIGNOFFS, draft_name
    from quotecheck.records.reviewing import recorded
    from quotecheck.records.signoffs import load_signoffs, save_signoffs
    from quotecheck.records.ticks import parse_ticks

    file = Path(path)
    if not is_there(file):
        close = nearest_file(file)
        raise RecordError(Problem(path=path, message="there is no such file", hint=close and f"did you mean {close}?"))
    ticks = parse_ticks(read_record(file, path), path)
    who, root = _named(ticks.by or by), store.root
    assert root is not None
    draft = document(_draft_path(store, ticks.draft))
    result = sign_ticks(draft_name(root, draft.path), verify(draft, store), ticks, who)
    if result.given:
        recorded(root, root / SIGNOFFS, lambda: save_signoffs(root, load_signoffs(root).with_(result.given)))
    open_ = f", {len(result.open)} left open" if result.open else ""
    count = len(result.given)
    click.echo(shown(f"{draft.path}: {count} quote{'' if count == 1 else 's'} signed off by {who}{open_}"))
    for tick in result.changed:
        note(f"{draft.path}: not signed off, since the draft or its sources have changed: “{tick.exact}”")
    return 1 if result.changed else 0


def _draft_path(store: Store, path: str) -> str:
    """Where the draft of a sign-off file is: from the working directory, else from the project folder."""
    inside = (store.root or Path()) / path
    return inside.as_posix() if not is_there(Path(path)) and is_there(inside) else path


def _sit(store: Store, drafts: Sequence[str], wanted: dict[str, str | None], every: bool, by: str | None) -> int:
    """One sitting at the terminal."""
    from quotecheck.cli.desk import Desk
    from quotecheck.cli.keys import Keys
    from quotecheck.records.reviewing import now

    bad: tuple[Problem, ...] = ()
    if drafts:
        cards, bad = _quotes(store, drafts, every)
    else:
        cards, bad = _claims(store, wanted)
    problems(bad)
    if not cards:
        click.echo("there is nothing to review" + (": no findings; --all shows every quote" if drafts else ""))
        return 2 if bad else 0
    who = by or click.prompt("Your name, which is kept with each decision", default=_login())
    again = (lambda old: _checked_again(store, old)) if drafts else (lambda old: old)
    desk = Desk(store=store, by=who, cards=cards, console=console(), keys=Keys(), moment=now, again=again)
    try:
        with desk.keys:
            desk.run()
    except KeyboardInterrupt:
        click.echo(f"\n{desk.summary()}")
        raise
    click.echo(desk.summary())
    return 2 if bad else 0


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _claims(store: Store, wanted: dict[str, str | None]) -> tuple[list[Card], tuple[Problem, ...]]:
    """A card a claim, of those asked for."""
    from quotecheck.cli.desk import Card

    found = filters.Chosen(store, wanted)
    cards = [Card(claim.id, path) for path, claim in found.placed()]
    return cards, found.problems


def _quotes(store: Store, drafts: Sequence[str], every: bool) -> tuple[list[Card], tuple[Problem, ...]]:
    """A card a quote of the drafts that has a finding, or of every quote, and the drafts that cannot be read."""
    bad: list[Problem] = []
    cards: list[Card] = []
    for path in drafts:
        try:
            found = _cards(store, path)
        except ReadingError as error:
            bad.append(error.problem)
            continue
        cards += [card for card in found if every or _is_finding(card)]
    return cards, tuple(bad)


def _is_finding(card: Card) -> bool:
    check = card.check
    return check is not None and any(
        severity != "none" for severity in (check.verdict.severity, *(found.severity for found in check.house))
    )


def _cards(store: Store, path: str) -> list[Card]:
    """A card for every quote of a draft, with the claim that its verdict rests on."""
    from quotecheck.checking import verify
    from quotecheck.cli.desk import Card
    from quotecheck.records.paths import draft_name
    from quotecheck.reporting.findings import shown_matches

    draft = document(path)
    index = open_checked(store)
    name = draft_name(store.root, draft.path)
    cards = []
    for check in verify(draft, store, index=index).quotes:
        claim = next((match.evidence.claim for match in shown_matches(check) if match.evidence.claim), None)
        cards.append(Card(claim, index.claim_file(claim) if claim else None, path, name, check))
    return cards


def _checked_again(store: Store, old: Sequence[Card]) -> list[Card]:
    """The same quotes with what the check says of them now; one that is gone from the draft stays as it was."""
    paths = dict.fromkeys(card.draft for card in old)
    fresh = {_place(card): card for path in paths for card in _cards(store, path)}
    return [fresh.get(_place(card), card) for card in old]


def _place(card: Card) -> tuple[str, int, str]:
    check = card.check
    return (card.draft, check.span.start, check.exact) if check else (card.draft, -1, card.claim or "")
