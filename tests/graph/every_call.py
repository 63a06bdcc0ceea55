"""Every call of the Graph client, made once each at the sandbox: by whom, about what, and whether it changes anything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from pydantic import SecretStr

from bot.graph import Access, CreatorById, CreatorByUsername, GraphClient
from bot.graph.access import BusinessAccess, PageAccess
from bot.graph.accounts.answers import Business
from bot.graph.accounts.calls import Edge
from bot.graph.content.edges import OLD_EDGES_END
from bot.graph.content.old_calls import PagePosts, Tagged
from bot.graph.content.wanted import AdCodes, ContentIds, Search
from bot.graph.pages.calls import PageAction
from tests.sandbox.graph import making_posts
from tests.sandbox.graph.listening import WORD
from tests.sandbox.graph.making_posts import JUNO_PAGE, KICKFLIP, MAYA_PAGE, ON_FACEBOOK, SKIN_PAGE
from tests.sandbox.graph.server import Graph
from tests.sandbox.graph.signing_in import BACK, SCOPES, answered, sign_in

NOW = OLD_EDGES_END - timedelta(days=1)


class Kind(Enum):
    """What becomes of a call whose answer is lost."""

    READS = auto()
    WRITES = auto()
    READS_BACK = auto()
    """It writes, and finds out by itself whether that was done."""


@dataclass(frozen=True)
class Scene:
    """Who is there to make the calls: Nora of the brand, Maya who made its posts, and our app."""

    graph: Graph
    nora: SecretStr
    maya: SecretStr
    pages_own: SecretStr
    """The token of Maya's Page."""
    business_id: str
    hook: str
    """Where we listen for what Meta sends by itself."""

    @property
    def brand(self) -> Access:
        """The brand's Instagram account."""
        return Access(self.graph.ig_id, self.nora)

    @property
    def page(self) -> PageAccess:
        """The brand's Page, by Nora's own token."""
        return PageAccess(SKIN_PAGE, self.nora)

    @property
    def mayas_page(self) -> PageAccess:
        """Maya's Page, by its own token."""
        return PageAccess(MAYA_PAGE, self.pages_own)

    @property
    def business(self) -> BusinessAccess:
        """The brand's business, with both accounts."""
        return BusinessAccess(business_id=self.business_id, token=self.nora, ig_id=self.graph.ig_id, page_id=SKIN_PAGE)

    def ig_id(self, username: str) -> str:
        """The Instagram id of a creator."""
        return str(self.graph.creators[username]["ig_id"])


async def scene_of(
    meta: GraphClient, graph: Graph, *, hook: str, of_nora: Sequence[str] = (), of_maya: Sequence[str] = ()
) -> Scene:
    """Sign both in, with those scopes, or with every one there is."""
    every = (await graph.read("world"))["scopes"]
    nora, maya = [
        SecretStr(await sign_in(graph, person, scope=",".join(scopes or every)))
        for person, scopes in (("nora", of_nora), ("maya", of_maya))
    ]
    await graph.control("rules", old_content_until="2099-01-01")
    pages_own = {page.id: page.token async for page in meta.accounts.pages(maya)}[MAYA_PAGE]
    assert pages_own is not None
    business_id = await making_posts.business_id(graph)
    return Scene(graph=graph, nora=nora, maya=maya, pages_own=pages_own, business_id=business_id, hook=hook)


# What a call can be about


async def nothing(_scene: Scene) -> str:
    return ""


async def jar(scene: Scene) -> str:
    return await making_posts.post_id(scene.graph, making_posts.JAR)


async def makers_page(scene: Scene) -> str:
    return MAYA_PAGE


async def story(scene: Scene) -> str:
    return await making_posts.post_id(scene.graph, ON_FACEBOOK)


async def comment(scene: Scene) -> str:
    return str((await scene.graph.control("comment", on=await jar(scene)))["comment_id"])


async def comment_at_facebook(scene: Scene) -> str:
    return str((await scene.graph.control("comment", on=await story(scene)))["comment_id"])


async def ad(scene: Scene) -> str:
    post = await making_posts.post_id(scene.graph, KICKFLIP)
    return str((await scene.graph.control("ad", post_id=post, profile_ig_id=scene.graph.ig_id))["ad_id"])


async def coded_jar(scene: Scene) -> str:
    """A post that has an ad code."""
    media = await jar(scene)
    await scene.graph.post(f"{media}/partnership_ad_code", token=scene.maya.get_secret_value())
    return media


async def ad_code(scene: Scene) -> str:
    token = scene.maya.get_secret_value()
    return str((await scene.graph.post(f"{await jar(scene)}/partnership_ad_code", token=token)).json()["ad_code"])


async def permission(scene: Scene) -> str:
    await making_posts.permit(scene.graph, "maya.makes")
    return scene.ig_id("maya.makes")


async def code(scene: Scene) -> str:
    return (await answered(scene.graph, auth_type="rerequest"))["code"]


async def subscription(scene: Scene) -> str:
    world = await scene.graph.read("world")
    wish = {"object": "instagram", "fields": "comments", "callback_url": scene.hook, "verify_token": WORD}
    token = f"{world['app_id']}|{world['app_secret']}"
    answer = await scene.graph.http.post(f"/v26.0/{world['app_id']}/subscriptions", data=wish | {"access_token": token})
    assert answer.status_code == 200, answer.text
    return "instagram"


async def tagged(scene: Scene) -> str:
    """A creator whom the brand has approved."""
    creator = scene.ig_id("juno.skates")
    token = scene.nora.get_secret_value()
    path = f"{scene.graph.ig_id}/branded_content_tag_approval"
    assert (await scene.graph.post(path, token=token, user_ids=creator)).status_code == 200
    return creator


@dataclass(frozen=True)
class EveryCall:
    """One call: what it is about is made ready first."""

    act: Callable[[GraphClient, Scene, str], Awaitable[Any]]
    about: Callable[[Scene], Awaitable[str]] = nothing
    kind: Kind = Kind.READS
    is_the_apps: bool = False
    """Made with the app's own secret: no person stands behind it."""


async def rows(found: AsyncIterator[Any]) -> list[Any]:
    """Read a list to its end."""
    return [row async for row in found]


CALLS = {
    "permissions.request": EveryCall(
        lambda meta, scene, _: meta.permissions.request(scene.brand, CreatorByUsername("maya.makes")),
        kind=Kind.WRITES,
    ),
    "permissions.revoke": EveryCall(
        lambda meta, scene, creator: meta.permissions.revoke(scene.brand, CreatorById(creator)),
        about=permission,
        kind=Kind.WRITES,
    ),
    "permissions.listed": EveryCall(lambda meta, scene, _: rows(meta.permissions.listed(scene.brand))),
    "permissions.across": EveryCall(
        lambda meta, scene, _: rows(meta.permissions.across(scene.business_id, token=scene.nora))
    ),
    "permissions.count_pending": EveryCall(
        lambda meta, scene, _: meta.permissions.count_pending(scene.business_id, token=scene.nora)
    ),
    "creators.discover": EveryCall(lambda meta, scene, _: meta.creators.discover(scene.brand, username="maya.makes")),
    "creators.posts": EveryCall(lambda meta, scene, _: meta.creators.posts(scene.brand, username="maya.makes")),
    "login.exchange_code": EveryCall(
        lambda meta, _, found: meta.login.exchange_code(SecretStr(found), redirect_uri=BACK),
        about=code,
        is_the_apps=True,
    ),
    "login.prolong": EveryCall(lambda meta, scene, _: meta.login.prolong(scene.nora), is_the_apps=True),
    "login.inspect": EveryCall(lambda meta, scene, _: meta.login.inspect(scene.nora), is_the_apps=True),
    "login.grants": EveryCall(lambda meta, scene, _: meta.login.grants(scene.nora)),
    "login.revoke": EveryCall(lambda meta, scene, _: meta.login.revoke(scene.nora, scope=SCOPES[0]), kind=Kind.WRITES),
    "login.who": EveryCall(lambda meta, scene, _: meta.login.who(scene.nora)),
    "webhooks.subscribe": EveryCall(
        lambda meta, scene, _: meta.webhooks.subscribe(
            "instagram", fields=["comments"], callback_url=scene.hook, verify_token=SecretStr(WORD)
        ),
        is_the_apps=True,
        kind=Kind.WRITES,
    ),
    "webhooks.subscriptions": EveryCall(
        lambda meta, _scene, _: meta.webhooks.subscriptions(), about=subscription, is_the_apps=True
    ),
    "webhooks.unsubscribe": EveryCall(
        lambda meta, _scene, topic: meta.webhooks.unsubscribe(topic),
        about=subscription,
        is_the_apps=True,
        kind=Kind.WRITES,
    ),
    "webhooks.install": EveryCall(
        lambda meta, scene, _: meta.webhooks.install(scene.mayas_page, fields=["feed"]), kind=Kind.WRITES
    ),
    "webhooks.installed_fields": EveryCall(lambda meta, scene, _: meta.webhooks.installed_fields(scene.mayas_page)),
    "webhooks.uninstall": EveryCall(lambda meta, scene, _: meta.webhooks.uninstall(scene.mayas_page), kind=Kind.WRITES),
    "media.listed": EveryCall(
        lambda meta, scene, _: rows(meta.media.listed(Access(scene.ig_id("maya.makes"), scene.maya)))
    ),
    "media.on_page": EveryCall(
        lambda meta, scene, found: rows(meta.media.on_page(PageAccess(found, scene.pages_own))), about=makers_page
    ),
    "media.read": EveryCall(
        lambda meta, scene, media: meta.media.read(media, token=scene.maya, with_boost=True), about=jar
    ),
    "media.boost_ads": EveryCall(lambda meta, scene, media: meta.media.boost_ads(media, token=scene.maya), about=jar),
    "accounts.own": EveryCall(lambda meta, scene, _: meta.accounts.own(scene.brand)),
    "accounts.pages": EveryCall(lambda meta, scene, _: rows(meta.accounts.pages(scene.nora))),
    "accounts.businesses": EveryCall(lambda meta, scene, _: rows(meta.accounts.businesses(scene.nora))),
    "accounts.of_business": EveryCall(
        lambda meta, scene, _: meta.accounts.of_business(Business(id=scene.business_id), Edge.OWNED, token=scene.nora)
    ),
    "accounts.usable": EveryCall(lambda meta, scene, _: meta.accounts.usable(scene.nora)),
    "tags.approved": EveryCall(lambda meta, scene, _: meta.tags.approved(scene.brand, [scene.ig_id("maya.makes")])),
    "tags.add": EveryCall(
        lambda meta, scene, _: meta.tags.add(scene.brand, [scene.ig_id("juno.skates")]), kind=Kind.READS_BACK
    ),
    "tags.remove": EveryCall(
        lambda meta, scene, creator: meta.tags.remove(scene.brand, [creator]),
        about=tagged,
        kind=Kind.READS_BACK,
    ),
    "pages.listed": EveryCall(lambda meta, scene, _: rows(meta.pages.listed(scene.page))),
    "pages.act": EveryCall(
        lambda meta, scene, _: meta.pages.act(scene.page, {MAYA_PAGE: PageAction.SEND}), kind=Kind.WRITES
    ),
    "allowlist.is_on": EveryCall(lambda meta, scene, _: meta.allowlist.is_on(scene.page)),
    "allowlist.switch": EveryCall(lambda meta, scene, _: meta.allowlist.switch(scene.page, on=True), kind=Kind.WRITES),
    "allowlist.creators": EveryCall(lambda meta, scene, _: meta.allowlist.creators(scene.page)),
    "allowlist.add": EveryCall(
        lambda meta, scene, _: meta.allowlist.add(scene.page, [MAYA_PAGE, JUNO_PAGE]), kind=Kind.WRITES
    ),
    "allowlist.remove": EveryCall(
        lambda meta, scene, _: meta.allowlist.remove(scene.page, [MAYA_PAGE]), kind=Kind.WRITES
    ),
    "posts.promoters": EveryCall(lambda meta, scene, media: meta.posts.promoters(media, token=scene.maya), about=jar),
    "posts.grant": EveryCall(
        lambda meta, scene, media: meta.posts.grant(media, brand_ig_id=scene.graph.ig_id, token=scene.maya),
        about=jar,
        kind=Kind.WRITES,
    ),
    "posts.withdraw": EveryCall(
        lambda meta, scene, media: meta.posts.withdraw(media, brand_ig_id=scene.graph.ig_id, token=scene.maya),
        about=jar,
        kind=Kind.WRITES,
    ),
    "posts.create_code": EveryCall(
        lambda meta, scene, media: meta.posts.create_code(media, token=scene.maya), about=jar, kind=Kind.WRITES
    ),
    "posts.delete_code": EveryCall(
        lambda meta, scene, media: meta.posts.delete_code(media, token=scene.maya),
        about=coded_jar,
        kind=Kind.WRITES,
    ),
    "content.search": EveryCall(lambda meta, scene, _: rows(meta.content.search(scene.business, Search()))),
    "content.look_up": EveryCall(
        lambda meta, scene, media: meta.content.look_up(scene.business, ContentIds([media])), about=jar
    ),
    "content.media": EveryCall(lambda meta, scene, _: rows(meta.content.media(scene.brand, Tagged()))),
    "content.posts": EveryCall(lambda meta, scene, _: rows(meta.content.posts(scene.page, PagePosts()))),
    "content.find": EveryCall(
        lambda meta, scene, found: rows(meta.content.find(scene.business, AdCodes([SecretStr(found)]), now=NOW)),
        about=ad_code,
    ),
    "content.behind_code": EveryCall(
        lambda meta, scene, found: meta.content.behind_code(scene.business, SecretStr(found), now=NOW),
        about=ad_code,
    ),
    "comments.on_media": EveryCall(
        lambda meta, scene, media: rows(meta.comments.on_media(media, token=scene.maya)), about=jar
    ),
    "comments.replies": EveryCall(
        lambda meta, scene, found: rows(meta.comments.replies(found, token=scene.maya)), about=comment
    ),
    "comments.read": EveryCall(lambda meta, scene, found: meta.comments.read(found, token=scene.maya), about=comment),
    "comments.reply": EveryCall(
        lambda meta, scene, found: meta.comments.reply(found, message="Thank you", token=scene.maya),
        about=comment,
        kind=Kind.WRITES,
    ),
    "comments.hide": EveryCall(
        lambda meta, scene, found: meta.comments.hide(found, token=scene.maya), about=comment, kind=Kind.WRITES
    ),
    "comments.unhide": EveryCall(
        lambda meta, scene, found: meta.comments.unhide(found, token=scene.maya), about=comment, kind=Kind.WRITES
    ),
    "comments.delete": EveryCall(
        lambda meta, scene, found: meta.comments.delete(found, token=scene.maya), about=comment, kind=Kind.WRITES
    ),
    "comments.surfaces": EveryCall(
        lambda meta, scene, found: meta.comments.surfaces(found, token=scene.nora), about=ad
    ),
    "comments.on_post": EveryCall(
        lambda meta, scene, found: rows(meta.comments.on_post(found, token=scene.pages_own)), about=story
    ),
    "comments.read_on_post": EveryCall(
        lambda meta, scene, found: meta.comments.read_on_post(found, token=scene.pages_own),
        about=comment_at_facebook,
    ),
    "comments.hide_on_post": EveryCall(
        lambda meta, scene, found: meta.comments.hide_on_post(found, token=scene.pages_own),
        about=comment_at_facebook,
        kind=Kind.WRITES,
    ),
    "comments.unhide_on_post": EveryCall(
        lambda meta, scene, found: meta.comments.unhide_on_post(found, token=scene.pages_own),
        about=comment_at_facebook,
        kind=Kind.WRITES,
    ),
}
