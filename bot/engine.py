"""The durable engine: what it takes to start DBOS safely, on one SQLite file or on PostgreSQL with many workers.

Everything here answers a measured trap (docs/decisions/0002-the-engine.md): executor ids are unique per live process, the
work of a dead peer is taken over, the application's version is pinned, arguments are JSON, and only one process may run on
a SQLite file. Workflows live beside the use case they carry out and are registered by `bot.wiring`.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import socket
import uuid
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, TypeVar

import psycopg
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions, ScheduleInput, WorkflowStatus
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import Misconfigured
from bot.languages import Languages
from bot.words import speak
from storage.database import NOTICES_THE_DEAD, DatabaseDown, engine_url, file_of, is_sqlite
from storage.unit_of_work import Job

log = logging.getLogger(__name__)

VERSION = "1"
"""Bump only for an incompatible change of a workflow's body: work of another version is invisible to this one."""

TAKEOVER_SECONDS = 0.5
DEAD_AFTER_LOOKS = 3
DROPPED_SECONDS = 2.0
DROPPED_AFTER_LOOKS = 4
KEPT_FOR = timedelta(days=7)
OFTEN_KEPT_FOR = timedelta(hours=1)
UNFINISHED = frozenset({"DELAYED", "ENQUEUED", "PENDING"})
"""The engine's words for work that has not come to its end."""

Answer = TypeVar("Answer")
Workflow = Callable[..., Coroutine[Any, Any, None]]


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A durable queue. `one_at_a_time` and `per_second` hold per partition; `at_once` holds per worker process.

    Every look into a queue is a statement of the database, in each worker and for good: only what somebody waits for is
    looked for more often than twice a second.
    """

    name: str
    at_once: int | None = None
    one_at_a_time: bool = False
    per_second: int | None = None
    poll_seconds: float = 0.5


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A workflow started on a cron line (seconds first, UTC); it gets the scheduled moment and must be idempotent on it."""

    name: str
    cron: str
    run: Callable[[datetime, Any], Coroutine[Any, Any, None]]


class Engine:
    """DBOS behind one small door: register, start, enqueue inside our transaction, run a step, stop."""

    def __init__(self, url: str, *, app_name: str = "greenlight", languages: Languages | None = None) -> None:
        self._url = url
        self._languages = languages or Languages()
        self._app_name = app_name
        self._sqlite = is_sqlite(url)
        self._queues: list[Queue] = []
        self._schedules: list[ScheduleInput] = []
        self._client: DBOSClient | None = None
        self._minding: list[asyncio.Task[None]] = []
        self._running: set[str] = set()
        self._launched = asyncio.Event()
        self._file_lock: IO[str] | None = None

    def workflow(self, name: str, run: Workflow) -> None:
        """Register `run` under `name`. The name is kept in the database: never rename one that has work in flight.

        Its first argument is a workspace's id, whose language its words are in.
        """

        async def workflow(*args: str) -> None:  # a function of its own: the engine writes on what it registers
            with self._under_way():
                speak(await self._languages.of(args[0]))
                await run(*args)

        DBOS.workflow(name=name)(workflow)

    def queue(self, queue: Queue) -> None:
        """Add a queue; it is served once the engine is started."""
        self._queues.append(queue)

    def schedule(self, schedule: Schedule) -> None:
        """Add a schedule; it ticks once the engine is started, on one worker a tick."""

        async def tick(scheduled: datetime, context: Any) -> None:
            with self._under_way():
                speak(self._languages.usual)
                await schedule.run(scheduled, context)

        self._schedules.append({"schedule_name": schedule.name, "schedule": schedule.cron, "context": None})
        self._schedules[-1]["workflow_fn"] = DBOS.workflow(name=schedule.name)(tick)

    async def step(self, name: str, act: Callable[..., Coroutine[Any, Any, Answer]], *args: Any) -> Answer:
        """Run `act` as a checkpointed step: once it has answered, a restart does not run it again.

        A database that is locked or gone is waited for (about 100 s in all); every other failure the act must handle
        itself, because an error that leaves a workflow ends it for good.
        """
        options: Any = {
            "name": name,
            "retries_allowed": True,
            "max_attempts": 10,
            "interval_seconds": 0.2,
            "backoff_rate": 2.0,
            "should_retry": lambda error: isinstance(error, DatabaseDown),
        }
        return await DBOS.run_step_async(options, act, *args)

    def enqueue(self, connection: Connection, job: Job) -> None:
        """Put `job` on its queue inside the caller's transaction. An id that is known already changes nothing."""
        if self._client is None:
            raise RuntimeError("work was enqueued before the engine was started")
        options: EnqueueOptions = {
            "workflow_name": job.workflow,
            "queue_name": job.queue,
            "workflow_id": job.id,
            "app_version": VERSION,
        }
        if job.partition is not None:
            options["queue_partition_key"] = job.partition
        if job.delay_seconds > 0:
            options["delay_seconds"] = job.delay_seconds
        self._client.enqueue_in_transaction(connection, options, *job.args)

    async def has_ended(self, job_id: str) -> bool:
        """Tell whether work that was enqueued has come to its end, well or not; what was forgotten since has."""
        status = await DBOS.get_workflow_status_async(job_id)
        return status is None or status.status not in UNFINISHED

    async def start(self) -> None:
        """Start working: recover what a crash left, serve the queues, tick the schedules.

        Must be called inside the running loop: workflows then run on it and may share its clients. Raises Misconfigured
        when another process runs on the same SQLite file.
        """
        url = engine_url(self._url)
        if self._sqlite:
            self._file_lock = _only_process_on(file_of(self._url))
        executor = "local" if self._sqlite else f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
        serializer = DBOSPortableJSONSerializer()
        DBOS(
            config={
                "name": self._app_name,
                "system_database_url": url,
                "application_version": VERSION,
                "executor_id": executor,
                "max_executor_threads": 16,
                "scheduler_polling_interval_sec": 5.0,
                "notification_listener_polling_interval_sec": 0.5,
                "log_level": "WARNING",
                "serializer": serializer,
            }
        )
        if not self._sqlite:
            # Held for as long as we live, and before any work is taken: peers read "alive" from it.
            alive = asyncio.Event()
            self._minding.append(asyncio.create_task(self._take_over_from_the_dead(executor, alive)))
            await asyncio.wait_for(alive.wait(), timeout=15)
        DBOS.launch()
        self._launched.set()
        self._client = await asyncio.to_thread(
            lambda: DBOSClient(system_database_url=url, serializer=serializer, application_name=self._app_name)
        )
        for queue in self._queues:
            await DBOS.register_queue_async(
                queue.name,
                worker_concurrency=queue.at_once,
                partition_concurrency=1 if queue.one_at_a_time else None,
                partition_limiter={"limit": queue.per_second, "period": 1.0} if queue.per_second else None,
                polling_interval_sec=queue.poll_seconds,
                on_conflict="always_update",
            )
        await DBOS.apply_schedules_async(self._schedules)
        self._minding.append(asyncio.create_task(self._pick_up_what_was_dropped(executor)))

    async def stop(self) -> None:
        """Stop taking work. What is in flight stays recorded and goes on at the next start."""
        for task in self._minding:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._minding.clear()
        if self._client is not None:
            await asyncio.to_thread(self._client.destroy)
            self._client = None
        # Off the loop: it waits with a blocking sleep for workflows that need the loop.
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
        if self._file_lock is not None:
            self._file_lock.close()
            self._file_lock = None

    async def forget_finished(self, *, now: datetime, brief: Sequence[str]) -> int:
        """Delete the records of finished work past its time, ticks and `brief` workflows sooner; return how many went.

        Nothing depends on them: whether something was done is in our own tables.
        """
        gone, often = 0, [*brief, *(each["schedule_name"] for each in self._schedules)]
        for names, kept_for in ((often, OFTEN_KEPT_FOR), (None, KEPT_FOR)):
            while True:
                old = await DBOS.list_workflows_async(
                    status=["SUCCESS", "CANCELLED"],
                    name=names,
                    end_time=(now - kept_for).astimezone(UTC).isoformat(),
                    limit=500,
                    load_input=False,
                    load_output=False,
                )
                if not old:
                    break
                await DBOS.delete_workflows_async([each.workflow_id for each in old])
                gone += len(old)
        return gone

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        """Remember a workflow for as long as its body runs in this process."""
        workflow_id = str(DBOS.workflow_id)
        self._running.add(workflow_id)
        try:
            yield
        finally:
            self._running.discard(workflow_id)

    async def _pick_up_what_was_dropped(self, executor: str) -> None:
        """Give our own work that is recorded as running, and runs nowhere, back to the queues.

        The engine drops work whose end it could not write down (a full disk), and such work would keep its queue's turn
        until the process ends. The body's own guards make a second run harmless.
        """
        dropped_for: dict[str, int] = {}
        while True:
            await asyncio.sleep(DROPPED_SECONDS)
            try:
                pending = await DBOS.list_workflows_async(
                    status="PENDING", executor_id=executor, load_input=False, load_output=False
                )
                idle = [each for each in pending if each.workflow_id not in self._running]
                dropped_for = {each.workflow_id: dropped_for.get(each.workflow_id, 0) + 1 for each in idle}
                dropped = [each for each in idle if dropped_for[each.workflow_id] >= DROPPED_AFTER_LOOKS]
                await _give_back(dropped, why="that was dropped")
            except SQLAlchemyError:
                log.warning("the database does not answer; what was dropped is looked for again soon")

    async def _take_over_from_the_dead(self, executor: str, alive: asyncio.Event) -> None:
        """Hold a lock that says "alive"; give the work of executors whose lock is free back to the queues.

        The engine has no takeover of its own without its paid part. A worker that was only frozen is fenced by the engine
        at its next step. Needs a session of its own: not through a transaction-pooling proxy.
        """
        url = engine_url(self._url).replace("postgresql+psycopg://", "postgresql://", 1)
        while True:
            is_alive = False
            try:
                async with await psycopg.AsyncConnection.connect(
                    url,
                    autocommit=True,
                    keepalives_idle=5,
                    keepalives_interval=2,
                    keepalives_count=3,
                    options=NOTICES_THE_DEAD,
                ) as connection:
                    await connection.execute(
                        "SELECT pg_advisory_lock(hashtextextended('alive:' || %s, 0))", (executor,)
                    )
                    is_alive = True
                    alive.set()
                    await self._launched.wait()
                    orphaned_for: dict[str, int] = {}
                    while True:
                        orphaned_for = await _adopt_orphans(connection, executor, orphaned_for)
                        await asyncio.sleep(TAKEOVER_SECONDS)
            except psycopg.Error:
                log.warning("the connection that says this worker is alive was lost; opening another")
                await asyncio.sleep(0.0 if is_alive else 0.5)  # at once: peers take us for dead in a second


async def _adopt_orphans(
    connection: psycopg.AsyncConnection[Any], executor: str, orphaned_for: Mapping[str, int]
) -> dict[str, int]:
    """Take over from executors whose lock is free for several looks; return for how many looks each has been so.

    One look is not enough: after the database was restarted, the living need a moment to take their locks again.
    """
    seen: dict[str, int] = {}
    rows = await connection.execute(
        "SELECT DISTINCT executor_id FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id <> %s",
        (executor,),
    )
    for (other,) in await rows.fetchall():
        lock = "hashtextextended('alive:' || %s, 0)"
        row = await (await connection.execute(f"SELECT pg_try_advisory_lock({lock})", (other,))).fetchone()
        if row is None or not row[0]:
            continue
        try:
            seen[other] = orphaned_for.get(other, 0) + 1
            if seen[other] < DEAD_AFTER_LOOKS:
                continue
            orphans = await DBOS.list_workflows_async(
                status="PENDING", executor_id=other, load_input=False, load_output=False
            )
            await _give_back(orphans, why="from a worker that died")
        finally:
            await connection.execute(f"SELECT pg_advisory_unlock({lock})", (other,))
    return seen


async def _give_back(work: Sequence[WorkflowStatus], *, why: str) -> None:
    """Put recorded work on its queue again."""
    for queue in {each.queue_name for each in work}:
        ids = [each.workflow_id for each in work if each.queue_name == queue]
        log.warning("taking over %d piece(s) of work %s", len(ids), why)
        await DBOS.resume_workflows_async(ids, queue_name=queue)


def _only_process_on(file: Path) -> IO[str]:
    lock = file.with_name(file.name + ".running").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Misconfigured(
            f"Another Greenlight process is running on the SQLite file {file.name}.",
            why="A SQLite database can be used by one process only.",
            todo="Stop the other one, or set GREENLIGHT_DATABASE_URL to PostgreSQL to run several.",
        ) from None
    return lock
