"""Processes of a run: started until they say that they are ready, measured, and ended."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

START_SECONDS = 40.0
END_SECONDS = 20.0
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class NotReady(Exception):
    """A process ended, or fell silent, before it said that it was ready."""


class Running:
    """One process that has said that it is ready; `line` is how it said it."""

    def __init__(self, process: asyncio.subprocess.Process, *, line: str) -> None:
        self._process = process
        self.line = line

    def cpu_seconds(self) -> float:
        """Return the processor time used so far, of user and system together (Linux)."""
        # The second field is the program's name in parentheses, and may itself hold blanks.
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND

    def peak_megabytes(self) -> float:
        """Return the most memory that was resident at once (Linux), in units of 1,000,000 bytes."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self._process.pid}/status").read_text())
        return int(found.group(1)) * 1024 / 1e6 if found else 0.0

    async def calm(self, *, share: float = 0.1, most_seconds: float = 4.0) -> None:
        """Wait until it uses less than `share` of a core: what went before is then not measured again."""
        for _ in range(int(most_seconds / 0.2)):
            before = self.cpu_seconds()
            await asyncio.sleep(0.2)
            if self.cpu_seconds() - before <= 0.2 * share:
                return

    async def end(self) -> None:
        """End it as Ctrl-C does, and for good when it does not follow."""
        if self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(self._process.wait(), timeout=END_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def running(
    *arguments: str, log: Path, environment: Mapping[str, str] | None = None, ready_seconds: float = START_SECONDS
) -> AsyncIterator[Running]:
    """Run `python <arguments>` until the block ends. Raises NotReady with the end of its log."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, stdout=subprocess.PIPE, stderr=errors
        )
    started = Running(process, line="")
    try:
        started.line = await _ready_line(process, log=log, seconds=ready_seconds)
        yield started
    finally:
        await started.end()


async def finished(
    arguments: Sequence[str], *, environment: Mapping[str, str], stdin: str = "", seconds: float = START_SECONDS
) -> str:
    """Run `python <arguments>` to its end and return what it printed. Raises NotReady when it fails."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        printed, errors = await asyncio.wait_for(process.communicate(stdin.encode()), timeout=seconds)
    except TimeoutError:
        process.kill()
        raise
    if process.returncode != 0:
        raise NotReady(errors.decode()[-2000:])
    return printed.decode()


async def _ready_line(process: asyncio.subprocess.Process, *, log: Path, seconds: float) -> str:
    assert process.stdout is not None, "asked for when it was started"
    try:
        async with asyncio.timeout(seconds):
            while line := await process.stdout.readline():
                if line.startswith(b"ready"):
                    return line.decode().strip()
    except TimeoutError:
        pass
    said = await asyncio.to_thread(log.read_text)
    raise NotReady(f"not ready in time; its log ends so:\n{said[-2000:]}")
