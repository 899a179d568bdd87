"""A write is whole or not at all, and only one process writes to a store at a time."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from quotecheck.errors import StoreError
from quotecheck.model import Problem
from quotecheck.records.paths import CACHE, real, resolve

WAIT = 10.0
"""Seconds to wait for another process that is writing."""
# Most of the time of a write is spent waiting for the disk, which answers many as quickly as one.
AT_ONCE = 8
_MASK = threading.Lock()
_OWN_FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Puts ``data``, or all its pieces, in the place of ``path``, so that a reader or a crash sees the old bytes or the
    new ones. What making the pieces raises goes through, and the old bytes stay.

    Missing folders are made. The file's mode is kept, and a symbolic link stays one: its target is replaced.
    StoreError when the folder cannot be written to.
    """
    temporary = None
    try:
        target = real(path) if path.is_symlink() else path
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
        temporary = None
        _sync_folder(target.parent)
    except OSError as error:
        raise StoreError(Problem(path=str(path), message=f"cannot be written: {error.strerror or error}")) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


@contextlib.contextmanager
def several() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Gives a function that does writes, a few at a time. What one raises is raised by a later call or at the end of
    the block; when the block ends, all that were begun are done, however it ends."""
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[object]] = deque()

    def do(write: Callable[[], object]) -> None:
        if len(waiting) >= 2 * AT_ONCE:
            waiting.popleft().result()
        waiting.append(pool.submit(write))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield do
        while waiting:
            waiting.popleft().result()


@contextlib.contextmanager
def lock(root: Path, wait: float = WAIT) -> Iterator[None]:
    """Holds the store at ``root`` for one writer. The system lets go of it when the process ends, however it ends.

    StoreError when another process still holds it after ``wait`` seconds, or the folder cannot be written to.
    """
    path = root / CACHE / "lock"
    try:
        make_cache(root)
        # What came with somebody else's folder may be a link to any file: that must not be emptied.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _OWN_FILE, 0o666)
    except OSError as error:
        raise StoreError(Problem(path=str(root), message=f"cannot be written to: {error.strerror or error}")) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise StoreError(Problem(path=str(path), message="is no regular file", hint="delete it"))
        until = time.monotonic() + wait
        while not _try_lock(handle):
            if time.monotonic() >= until:
                who = os.pread(handle, 20, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
                message = f"another quotecheck{f' (process {who})' if who else ''} is writing to this project"
                raise StoreError(Problem(path=str(root), message=message, hint="try again when it has finished"))
            time.sleep(0.05)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode("ascii"))
        yield
    finally:
        os.close(handle)


def is_locked(root: Path) -> bool:
    """Whether a process is writing to the store at ``root`` now, this one included."""
    try:
        handle = os.open(root / CACHE / "lock", os.O_RDWR | _OWN_FILE)
    except OSError:
        return False
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)


def make_cache(root: Path) -> Path:
    """The cache folder of ``root``, made when it is missing, with a file that keeps it out of git. StoreError
    when it is a link out of the project."""
    folder = resolve(root, CACHE)
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    return folder


def _mode(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        # The mask can only be read by setting it, which another thread must not do meanwhile.
        with _MASK:
            mask = os.umask(0)
            os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
