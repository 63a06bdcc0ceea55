"""What is true in the Graph sandbox now: who exists, who asked whom, and what was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from sandbox.clock import Clock
from sandbox.graph import behaviour, seed, seed_people
from sandbox.graph.assets import Page
from sandbox.graph.book import Book
from sandbox.graph.comments.model import AnyComment
from sandbox.graph.comments.store import Comments, Verb
from sandbox.graph.dashboard import Dashboard
from sandbox.graph.hearing import Hearing
from sandbox.graph.model import Creator, Permission, Profile, Status
from sandbox.graph.pages_api.model import PagePermission
from sandbox.graph.pages_api.store import PagePermissions
from sandbox.graph.posts.store import Posts
from sandbox.stream import Stream

_FIRST_ID = 1_389_650_907_921_185
_FIRST_CREATOR_ID = 17_841_480_000_000_001
_ID_STEP = 7_919


class World:
    """The profiles, the creators and the permissions, with every change told to the stream."""

    def __init__(self, *, clock: Clock, stream: Stream) -> None:
        self.clock = clock
        self._stream = stream
        self._made = 0
        self._scripts: set[asyncio.Task[None]] = set()
        self.hearing = Hearing()
        self.posts = Posts()
        self.comments = Comments(announce=self._announce)
        self.page_permissions = PagePermissions(announce=self._announce_page)
        self._seed()

    def reset(self) -> None:
        """Go back to the seeded world; ids of permissions go on, as Meta never gives one twice."""
        for script in self._scripts:
            script.cancel()
        for forget in self.hearing.reset:
            forget()
        self._seed()
        self._stream.tell("reset")

    def _seed(self) -> None:
        self.profiles = seed.profiles()
        self.creators = seed.creators()
        self.pages = seed_people.pages()
        self.businesses = seed_people.businesses()
        self.people = seed_people.people(now=self.clock.now())
        self.app = Dashboard()
        self.posts.reset(self.accounts, self.pages, now=self.clock.now())
        self.comments.reset()
        self.page_permissions.reset()
        self._book = Book()
        self._scripted: list[Permission] = []

    @property
    def accounts(self) -> list[Profile | Creator]:
        """List every Instagram account."""
        return [*self.profiles, *self.creators]

    def account(self, ig_id: str) -> Profile | Creator | None:
        """Find an Instagram account by its id."""
        return next((account for account in self.accounts if account.ig_id == ig_id), None)

    def page(self, page_id: str) -> Page | None:
        """Find a Facebook Page by its id."""
        return next((page for page in self.pages if page.id == page_id), None)

    def node(self, node_id: str) -> Any:
        """Find whatever has this id and can be addressed, or None."""
        others: dict[str, Any] = {each.id: each for each in self.businesses}
        others |= {each.id: each for each in self.people.everybody}
        mine = self.account(node_id) or self.page(node_id) or others.get(node_id)
        return mine or self.posts.find(node_id) or self.comments.find(node_id)

    def account_behind(self, node_id: str) -> str | None:
        """Return the Instagram id of the account that a post or a comment belongs to; None for other nodes."""
        return getattr(self.posts.find(node_id) or self.comments.find(node_id), "account_id", None)

    def _announce_page(self, permission: PagePermission) -> None:
        self._stream.tell("page_permission", id=str(permission.id))

    def _announce(self, comment: AnyComment, verb: Verb) -> None:
        self._stream.tell("comment", id=comment.id, on=comment.on.id, verb=verb)
        for hear in self.hearing.comment:
            hear(comment, verb)

    def profile(self, ig_id: str) -> Profile | None:
        """Find a brand profile by its Instagram id."""
        return next((profile for profile in self.profiles if profile.ig_id == ig_id), None)

    def creator(self, username: str) -> Creator | None:
        """Find a creator by its present handle, in any case of letters."""
        wanted = username.lower()
        return next((creator for creator in self.creators if creator.username == wanted), None)

    def creator_by_id(self, ig_id: str) -> Creator | None:
        """Find a creator by its Instagram id."""
        return next((creator for creator in self.creators if creator.ig_id == ig_id), None)

    def permissions(self, *, brand: Profile | None = None, creator: Creator | None = None) -> list[Permission]:
        """List permissions oldest first, after everything that scripted creators had to answer by now."""
        self._settle_all()
        rows = self._book.rows(brand)
        return [row for row in rows if creator is None or row.creator is creator]

    def newest_permissions(self, brand: Profile) -> Mapping[str, Permission]:
        """Give a brand's permissions by id, newest first, however many there are, without a copy of them."""
        self._settle_all()
        return self._book.newest(brand)

    def ask(self, *, brand: Profile, creator: Creator) -> Permission:
        """Put a new request on the creator's phone; a scripted creator will answer it by itself."""
        now = self.clock.now()
        permission = self.add_permission(brand=brand, creator=creator, status=Status.PENDING)
        permission.script = behaviour.plan(creator.behaviour, asked_at=now)
        if permission.script:
            self._scripted.append(permission)
            script = asyncio.get_running_loop().create_task(self._play(permission))
            self._scripts.add(script)
            script.add_done_callback(self._scripts.discard)
        return permission

    def change(self, permission: Permission, *, status: Status, at: float | None = None) -> None:
        """Give a permission another status; what a script had still to say about it is dropped."""
        permission.script = []
        self._write(permission, status=status, at=self.clock.now() if at is None else at)

    def put(self, *, brand: Profile, creator: Creator, status: Status) -> Permission:
        """Make or change a permission as somebody does in Meta's own tools: no script follows it."""
        known = self.permissions(brand=brand, creator=creator)
        if known and (known[-1].status.is_open or not status.is_open):
            self.change(known[-1], status=status)
            return known[-1]
        return self.add_permission(brand=brand, creator=creator, status=status)

    def put_creator(
        self,
        username: str,
        *,
        behaviour: str | None,
        professional: bool | None,
        taggable: bool | None,
        followers: int | None,
        rename_to: str | None,
    ) -> Creator:
        """Add a creator, or change what is given of a known one; a new behaviour counts from the next request."""
        creator = self.creator(username) or self.add_creator(username.lower())
        creator.behaviour = behaviour or creator.behaviour
        creator.professional = creator.professional if professional is None else professional
        creator.taggable = creator.taggable if taggable is None else taggable
        creator.followers = creator.followers if followers is None else followers
        creator.username = (rename_to or creator.username).lower()
        self._stream.tell("creator", creator_username=creator.username)
        return creator

    def add_creator(self, username: str) -> Creator:
        """Add a creator whose handle is new."""
        ig_id = str(_FIRST_CREATOR_ID + len(self.creators) * _ID_STEP)
        creator = Creator(ig_id=ig_id, username=username, name=username.title(), behaviour="manual", followers=1_000)
        self.creators.append(creator)
        return creator

    def add_permission(self, *, brand: Profile, creator: Creator, status: Status) -> Permission:
        """Add a row, whatever else there is between the two."""
        now = self.clock.now()
        permission = Permission(
            id=str(_FIRST_ID + self._made * _ID_STEP),
            brand=brand,
            creator=creator,
            status=status,
            created_at=now,
            answered_at=None if status is Status.PENDING else now,
        )
        self._made += 1
        self._book.add(permission)
        self._stream.tell("permission", creator_username=creator.username)
        return permission

    def _write(self, permission: Permission, *, status: Status, at: float) -> None:
        permission.status = status
        permission.answered_at = at
        self._stream.tell("permission", creator_username=permission.creator.username)

    def _settle_all(self) -> None:
        for permission in self._scripted:
            self._settle(permission)
        self._scripted = [permission for permission in self._scripted if permission.script]

    def _settle(self, permission: Permission) -> None:
        while permission.script and permission.script[0].at <= self.clock.now():
            due = permission.script.pop(0)
            self._write(permission, status=due.status, at=due.at)

    async def _play(self, permission: Permission) -> None:
        while permission.script:
            await self.clock.sleep_until(permission.script[0].at)
            self._settle(permission)
