"""The processes of the demo: each in a group of its own, which goes as a whole when it does not come up."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

START_SECONDS = 60.0
STOP_SECONDS = 10.0


class DidNotStart(Exception):
    """Something the demo needs did not come up; the message says what and shows its last words."""


async def started(
    name: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    seconds: float = START_SECONDS,
) -> tuple[Process, str]:
    """Start a process of Python, and wait for its line `ready ...`; returns it and the rest of that line.

    Nothing of it is left where it is not ready in time, which raises DidNotStart, or nobody waits for it any more.
    """
    log = folder / f"{name}.log"
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            env=clean() | dict(environment),
            stdout=PIPE,
            stderr=errors,
            start_new_session=True,  # Ctrl-C is ours to pass on, in order
        )
    assert process.stdout is not None
    is_ready = False
    try:
        async with asyncio.timeout(seconds):
            while line := (await process.stdout.readline()).decode():
                if line.startswith("ready"):
                    is_ready = True
                    return process, line.split(maxsplit=1)[1].strip()
    except TimeoutError:
        pass
    finally:
        if not is_ready:
            await _gone(process)
    raise DidNotStart(f"{name} did not start.\n{last_words(log)}")


async def ended(process: Process) -> None:
    """Ask a process to end, as Ctrl-C does; where it does not, nothing of its group is left."""
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
    await _gone(process)


def clean() -> dict[str, str]:
    """Return our environment without any of Greenlight's settings: the demo must not touch a real workspace."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GREENLIGHT_")}


def last_words(log: Path) -> str:
    """Return the end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


async def _gone(process: Process) -> None:
    """Kill a process and whatever it has started."""
    with suppress(ProcessLookupError):  # all of them are gone
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
