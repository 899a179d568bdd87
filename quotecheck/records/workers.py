"""Work shared by processes, each of which sends what it finds through a pipe as it finds it.

A pipe holds little: who is ahead waits, so that nothing piles up in memory. Processes end by themselves when the one
that started them is gone, however it went.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Task = tuple[Any, ...]
"""A function that yields what it finds, and its arguments; all of it can be pickled."""


class Ended(OSError):
    """A process came to an end before its work did; it may have been stopped for want of memory."""


@contextlib.contextmanager
def started(tasks: Iterable[Task]) -> Iterator[list[Connection]]:
    """Runs each task in a process of its own; gives the ends of their pipes. On leaving all processes are stopped."""
    from multiprocessing import get_context

    context = get_context()
    processes, channels = [], []
    try:
        for task in tasks:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(theirs, *task), daemon=True)
            process.start()
            theirs.close()
            processes.append(process)
            channels.append(ours)
        yield channels
    finally:
        for channel in channels:
            channel.close()
        for process in processes:
            process.terminate()
            process.join()


def in_turn(channels: Sequence[Connection]) -> Iterator[Any]:
    """What the processes send, one thing of each in turn, until the first one is done. Ended when one ends early."""
    while True:
        for channel in channels:
            ended, found = received(channel)
            if ended:
                return
            yield found


def as_it_comes(channels: Sequence[Connection]) -> Iterator[tuple[int, Any]]:
    """What the processes send, with the number of the process, until all are done. Ended when one ends early."""
    from multiprocessing.connection import Connection, wait

    numbers = {channel: number for number, channel in enumerate(channels)}
    while numbers:
        for channel in [one for one in wait(list(numbers)) if isinstance(one, Connection)]:
            ended, found = received(channel)
            if ended:
                del numbers[channel]
            else:
                yield numbers[channel], found


def received(channel: Connection) -> tuple[bool, Any]:
    """Whether a process is done, else the next thing it has sent. OSError when it met one; Ended when it is gone."""
    try:
        ended, found = channel.recv()
    except (EOFError, ConnectionError):
        raise Ended("a process that shared the work ended early; if memory ran out, use fewer --jobs") from None
    if isinstance(found, OSError):
        raise found
    return ended, found


def _work(channel: Connection, task: Callable[..., Iterator[object]], *given: object) -> None:
    import signal

    # Ctrl-C reaches the whole group; the process that writes decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is inherited is not looked through again and again, nor copied by that.
    gc.freeze()
    try:
        for found in task(*given):
            channel.send((False, found))
        channel.send((True, None))
    except OSError as error:
        with contextlib.suppress(OSError):
            channel.send((True, OSError(error.errno, error.strerror)))
    finally:
        channel.close()
