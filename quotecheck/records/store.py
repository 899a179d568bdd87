"""The store: the claim files of a project folder, or claims in memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quotecheck.errors import RecordError, StoreError
from quotecheck.model import Claim, Origin, Problem
from quotecheck.reading.presence import is_folder, is_there
from quotecheck.records.paths import CLAIMS, SOURCES, find_root, real, relative, resolve
from quotecheck.records.walking import Entry, walk

if TYPE_CHECKING:
    from quotecheck.records.schema import ClaimFile

__all__ = ["Store", "find_root"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Claims, by their files under ``root``; or, where ``root`` is None, held in ``held``."""

    root: Path | None = None
    held: tuple[Claim, ...] = ()

    @classmethod
    def open(cls, root: str | os.PathLike[str] | Iterable[Claim]) -> Store:
        """The store of a project folder, which need not have any claims yet; or a store of the claims given.

        StoreError when ``root`` is no folder.
        """
        if not isinstance(root, (str, os.PathLike)):
            return cls.from_claims(root)
        folder = Path(root)
        if not is_folder(folder):
            message = "is not a folder" if is_there(folder) else "there is no such folder"
            raise StoreError(Problem(path=str(root), message=message, hint="a store is opened by its project folder"))
        return cls(root=folder.absolute())

    @classmethod
    def from_claims(cls, claims: Iterable[Claim]) -> Store:
        """A store of claims that no folder holds; it can be searched, not saved."""
        return cls(held=tuple(claims))

    @property
    def claims_dir(self) -> Path:
        """The folder of the claim files; it may not be there yet."""
        return self._folder() / CLAIMS

    @property
    def sources_dir(self) -> Path:
        """The folder of the source documents; it may not be there yet."""
        return self._folder() / SOURCES

    def claim_files(self) -> tuple[Path, ...]:
        """The claim files, in order of their names, without looking into them; none for a store in memory. StoreError
        when a folder of them may not be read."""
        return tuple(self.root / entry.name for entry in self.claim_entries()) if self.root is not None else ()

    def claim_entries(self) -> list[Entry]:
        """The claim files as :meth:`claim_files` gives them, by name, with size and time of change."""
        return self._entries(CLAIMS, (".yaml", ".yml"))

    def source_entries(self) -> list[Entry]:
        """All files in the folder of sources, whatever their type, by name, with size and time of change."""
        return self._entries(SOURCES)

    def _entries(self, folder: str, suffixes: tuple[str, ...] = ("",)) -> list[Entry]:
        if self.root is None:
            return []
        found = walk(self.root / folder, folder, suffixes)
        hidden = suffixes != ("",) and any("/." in entry.name for entry in found)
        visible = [e for e in found if not e.name.rpartition("/")[2].startswith(".")] if hidden else found
        # The folder itself may be a link to anywhere.
        linked = bool(found) and not real(self.root / folder).is_relative_to(real(self.root))
        return [entry._replace(link=True) for entry in visible] if linked else visible

    def load(self, path: str | os.PathLike[str] | Entry) -> ClaimFile:
        """The claim file at ``path`` (relative to the root, or absolute within it), or as it was met in the folder.

        RecordError with file, line and key when it does not follow the schema; StoreError when it lies outside.
        """
        from quotecheck.records.canonical import read_claims

        name = self._name(path)
        return read_claims(self._text(name), name)

    def origin(self, path: str | os.PathLike[str] | Entry) -> Origin:
        """The source of a claim file, read from its first lines alone where they tell. RecordError as for ``load``."""
        from quotecheck.records.canonical import canonical_origin
        from quotecheck.records.fields import read_fields
        from quotecheck.records.schema import parse_origin

        name = self._name(path)
        text = self._text(name)
        if (found := canonical_origin(text)) is not None:
            return found
        head, claims, _ = text.partition("\nclaims:")
        try:
            fields = read_fields(head + "\n", name)
            source = fields.group("source") if claims and fields else None
            return parse_origin(source) if source else self.load(path).origin
        except RecordError:
            return self.load(path).origin

    def claims(self) -> Iterator[Claim]:
        """Every claim, file by file in order of their names. RecordError at the first file that is wrong."""
        yield from self.held
        for entry in self.claim_entries():
            yield from self.load(entry).claims

    def save(self, file: ClaimFile) -> bool:
        """Writes a claim file whole or not at all; False when it said the same already.

        StoreError when it cannot be written, its path leaves the root, or it would be too large to be read again.
        """
        from quotecheck.records import atomic
        from quotecheck.records.nodes import MAX_CHARACTERS
        from quotecheck.records.writing import render

        path = resolve(self._folder(), file.path)
        text = render(file)
        if len(text) > MAX_CHARACTERS:
            message = f"would be too large to be read again: {len(text):,} characters, at most {MAX_CHARACTERS:,}"
            raise StoreError(Problem(path=file.path, message=message, hint="keep its claims under several sources"))
        data = text.encode("utf-8")
        if path.is_file() and path.read_bytes() == data:
            return False
        atomic.write(path, data)
        return True

    def source_path(self, origin: Origin) -> Path | None:
        """The file a claim was taken from; None for a typed claim. StoreError when the path leaves the root."""
        return resolve(self._folder(), origin.path) if origin.path and self.root else None

    def _folder(self) -> Path:
        if self.root is None:
            raise StoreError(Problem(path="<claims>", message="these claims are held in memory, not in a folder"))
        return self.root

    def _name(self, path: str | os.PathLike[str] | Entry) -> str:
        if isinstance(path, Entry):
            # Where a file lies takes longer to find out than to read it; only a link may lead anywhere.
            return relative(self._folder(), self._folder() / path.name) if path.link else path.name
        return relative(self._folder(), self._folder() / path)

    def _text(self, name: str) -> str:
        from quotecheck.records.files import read_record

        return read_record(self._folder() / name, name)
