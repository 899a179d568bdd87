"""The desk: what ``quotecheck review`` shows on a terminal, and what each key does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from quotecheck.cli.keys import Keys
from quotecheck.cli.opening import open_file
from quotecheck.cli.output import shown
from quotecheck.errors import QuotecheckError
from quotecheck.model import Claim, QuoteCheck, Review, Status

if TYPE_CHECKING:
    from rich.console import Console

    from quotecheck.records.reviewing import Change, Step
    from quotecheck.records.store import Store

HELP = """\
  v  verified: the claim says what its source says      n  write a note on the claim
  d  disputed: somebody doubts the claim                o  open the source at the line
  r  retracted: the claim no longer stands              u  undo the last decision
  s  correct who said it                                space, Enter, →  next, deciding nothing
  m  merge: this speaker is somebody known              b, ←  back
  t  tick: sign this quote of the draft off             q  quit (every decision is kept already)
  T  tick, with a note                                  ?  this list
"""
LINE = "v verify  d dispute  r retract  s speaker  m merge  n note\no open  u undo  space next  b back  q quit  ? help"
TICK = "t tick  "


class Card(NamedTuple):
    """One thing to look at: a claim by its id and file, or a quote of a draft with the claim behind it, if any."""

    claim: str | None
    file: Path | None
    draft: str = ""
    name: str = ""
    check: QuoteCheck | None = None


class Decision(NamedTuple):
    """What was decided on which card, and the files that it wrote."""

    place: int
    told: str
    steps: tuple[Step, ...]


@dataclass(slots=True, kw_only=True)
class Desk:
    """One sitting. ``again`` gives the cards as they are after a decision; ``moment`` is the time now."""

    store: Store
    by: str
    cards: Sequence[Card]
    console: Console
    keys: Keys
    moment: Callable[[], str]
    again: Callable[[Sequence[Card]], Sequence[Card]]
    place: int = 0
    done: list[Decision] = field(default_factory=list)

    def run(self) -> None:
        """Shows cards and does what the keys say, until the person quits or nothing more is typed."""
        fresh = True
        while True:
            if fresh:
                self._show_or_tell()
            self.keys.forget()
            self._ask_key()
            key = self.keys.read()
            click.echo(shown(key) if key.strip() else "")
            if key in ("q", ""):
                return
            try:
                fresh = self._act(key)
            except QuotecheckError as error:
                click.echo(shown(str(error)))
                fresh = False
            except click.Abort:
                click.echo("\nnothing was changed")
                fresh = False

    def summary(self) -> str:
        """What was decided, in one line."""
        number = len(self.done)
        if not number:
            return "nothing was decided"
        told = [decision.told for decision in self.done]
        parts = ", ".join(f"{told.count(word)} {word}" for word in dict.fromkeys(told))
        return f"{number} decision{'' if number == 1 else 's'}, all kept: {parts}"

    def _show_or_tell(self) -> None:
        """Shows the card; trouble with its files is told, and does not end the sitting."""
        try:
            self._show()
        except QuotecheckError as error:
            click.echo(shown(str(error)))

    def _show(self) -> None:
        from quotecheck.reporting import listing, text

        self.console.rule()
        if self.place >= len(self.cards):
            click.echo(f"That was the last one. {self.summary()}.")
            return
        card = self.cards[self.place]
        click.echo(f"{self.place + 1} of {len(self.cards)}")
        if card.check is not None:
            text.print_check(card.draft, card.check, self.console, clean_too=True)
            signed = card.check.signed
            click.echo(shown(f"signed off by {signed.by}, {signed.at[:10]}") if signed else "not signed off")
        claim = self._claim(card)
        if claim is not None:
            from quotecheck.cli.show import source_of

            listing.print_claim(claim, source_of(self.store, claim), self.console)
            if claim.reviewed:
                click.echo(shown(f"last looked at by {claim.reviewed.by}, {claim.reviewed.at[:10]}"))

    def _ask_key(self) -> None:
        if self.place >= len(self.cards):
            click.echo("u undo  b back  q quit > ", nl=False)
        else:
            click.echo(f"{TICK if self.cards[self.place].check else ''}{LINE} > ", nl=False)

    def _act(self, key: str) -> bool:
        """Does what a key says; whether the card is to be shown anew."""
        if key == "b":
            self.place = max(0, self.place - 1)
        elif key == "u":
            return self._undo()
        elif key == "?":
            click.echo(HELP, nl=False)
            return False
        elif self.place >= len(self.cards):
            return False
        elif key == " ":
            self.place += 1
        elif key in _DOES:
            return _DOES[key](self, self.cards[self.place])
        else:
            click.echo(f"there is no key {shown(key)!r}; ? lists them")
            return False
        return True

    def _judge(self, card: Card, status: Status) -> bool:
        from quotecheck.records.reviewing import Change

        self._change(card, Change(status=status), status)
        self.place += 1
        return True

    def _tick(self, card: Card, note: str | None = None) -> bool:
        from quotecheck.judging.signing import sign
        from quotecheck.records.paths import SIGNOFFS
        from quotecheck.records.reviewing import recorded
        from quotecheck.records.signoffs import load_signoffs, save_signoffs

        root = self.store.root
        if card.check is None or root is None:
            click.echo("a claim is verified (v); only quotes of a draft are ticked: quotecheck review DRAFT")
            return False
        if card.check.verdict.severity == "error":
            click.echo(f"this quote is in error ({card.check.verdict.verdict}): correct the draft first")
            return False
        given = sign(card.name, card.check, Review(by=self.by, at=self.moment()), note)
        step = recorded(root, root / SIGNOFFS, lambda: save_signoffs(root, load_signoffs(root).with_([given])))
        self._did("signed off", (step,))
        self.place += 1
        return True

    def _tick_noting(self, card: Card) -> bool:
        return self._tick(card, self._typed("note for the sign-off"))

    def _speaker(self, card: Card) -> bool:
        from quotecheck.records.reviewing import Change

        claim = self._needed(card)
        name = self._typed(f"who said it (now {claim.speaker or 'nobody'}; - for nobody; Enter changes nothing)")
        if not name:
            return False
        self._change(card, Change(speaker=name), "speaker corrected")
        return True

    def _note(self, card: Card) -> bool:
        from quotecheck.records.reviewing import Change

        claim = self._needed(card)
        had = f"now: {claim.note}; - takes it away; " if claim.note else ""
        note = self._typed(f"note ({had}Enter changes nothing)")
        if not note:
            return False
        self._change(card, Change(note=note), "note")
        return True

    def _merge(self, card: Card) -> bool:
        from quotecheck.records.aliases import FILE, load_aliases, save_aliases
        from quotecheck.records.reviewing import recorded

        claim, root = self._needed(card), self.store.root
        if not claim.speaker or root is None:
            click.echo("nobody is named here: say who it is first (s)")
            return False
        name = self._typed(f"{claim.speaker} is the same person as (full name; Enter changes nothing)")
        before = load_aliases(root)
        after = before.merged(name, claim.speaker) if name else before
        if after == before:
            click.echo("nothing was changed")
            return False
        step = recorded(root, root / FILE, lambda: save_aliases(root, after))
        self._did("speakers merged", (step,))
        return True

    def _open(self, card: Card) -> bool:
        claim = self._needed(card)
        path = self.store.source_path(claim.origin)
        if path is None:
            click.echo(shown(claim.origin.url or "typed in by hand, there is no source file"))
            return False
        line = next((quote.line for quote in claim.content if quote.line), None)
        if claim.locator:
            click.echo(shown(f"look at: {claim.locator}"))
        with self.keys.typing():
            told = open_file(path, line)
        if told:
            click.echo(shown(told))
        return told is None

    def _undo(self) -> bool:
        from quotecheck.records.reviewing import undo

        if not self.done:
            click.echo("there is nothing to undo")
            return False
        last = self.done[-1]
        if self.store.root is not None:
            undo(self.store.root, last.steps)
        self.done.pop()
        self.place = last.place
        click.echo(f"undone: {last.told}")
        self.cards = self.again(self.cards)
        return True

    def _change(self, card: Card, change: Change, told: str) -> None:
        from quotecheck.records.reviewing import decide

        self._needed(card)
        if card.claim is not None and card.file is not None:
            review = Review(by=self.by, at=self.moment())
            self._did(told, decide(self.store, {card.claim: card.file}, change, review))

    def _did(self, told: str, steps: tuple[Step, ...]) -> None:
        self.done.append(Decision(self.place, told, steps))
        self.cards = self.again(self.cards)

    def _needed(self, card: Card) -> Claim:
        claim = self._claim(card)
        if claim is None:
            from quotecheck.errors import RecordError
            from quotecheck.model import Problem

            hint = "t signs the quote itself off" if card.check else None
            raise RecordError(Problem(path=card.draft or "claims", message="there is no claim to decide on", hint=hint))
        return claim

    def _claim(self, card: Card) -> Claim | None:
        """The claim of a card as it is in its file now."""
        if card.file is None:
            return None
        return next((one for one in self.store.load(card.file).claims if one.id == card.claim), None)

    def _typed(self, question: str) -> str:
        with self.keys.typing():
            found: str = click.prompt(shown(question), default="", show_default=False)
        return found.strip()


_DOES: dict[str, Callable[[Desk, Card], bool]] = {
    "v": lambda desk, card: desk._judge(card, "verified"),
    "d": lambda desk, card: desk._judge(card, "disputed"),
    "r": lambda desk, card: desk._judge(card, "retracted"),
    "s": Desk._speaker,
    "m": Desk._merge,
    "n": Desk._note,
    "o": Desk._open,
    "t": Desk._tick,
    "T": Desk._tick_noting,
}
