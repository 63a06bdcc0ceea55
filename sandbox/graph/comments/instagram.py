"""Comments at Instagram: read, reply, hide, delete (Meta: comment moderation, IG Comment; post moderation for ads)."""

from __future__ import annotations

from typing import Any

from sandbox.graph import paging
from sandbox.graph.call import is_true
from sandbox.graph.comments.model import Comment
from sandbox.graph.errors import bad_parameter, object_missing, role_missing, unknown_field
from sandbox.graph.fields import Field
from sandbox.graph.listing import asked_fields, pick, read_limit, write_page
from sandbox.graph.model import Creator, Profile
from sandbox.graph.posts.media import write_time
from sandbox.graph.posts.model import AdMedia, Media
from sandbox.graph.visit import Endpoint, Visit

NODE = "IGComment"
_SCOPES = ("instagram_basic", "instagram_manage_comments", "pages_read_engagement")
_DEFAULT = "id,text,timestamp"
_SAMPLE = frozenset({"id", "message", "instagram_user", "text", "timestamp"})
_MOST = 50


def list_page(visit: Visit, media: Media | AdMedia) -> dict[str, Any]:
    """List one page of the comments on exactly this media, newest first, replies only inside their comments."""
    _require_reader(visit, media)
    asked = asked_fields(visit, default=_DEFAULT)
    rows = {each.id: each for each in _on(visit, media) if each.parent is None}
    return write_page(visit, rows, write=lambda comment: _write(visit, comment, asked), most=_MOST, default=_MOST)


def add(visit: Visit, media: Media) -> dict[str, Any]:
    """Comment on one's own post."""
    _require_reader(visit, media)
    comment = visit.world.comments.write(
        media, author=media.owner.username, text=_message(visit), at=visit.world.clock.now(), by_owner=True
    )
    return {"id": comment.id}


def show(visit: Visit, comment: Comment) -> dict[str, Any]:
    """Show one comment."""
    _require_reader(visit, comment.on)
    return _write(visit, comment, asked_fields(visit, default=_DEFAULT))


def list_replies(visit: Visit, comment: Comment) -> dict[str, Any]:
    """List one page of the replies to a comment, newest first."""
    _require_reader(visit, comment.on)
    asked = asked_fields(visit, default=_DEFAULT)
    rows = {each.id: each for each in _replies(visit, comment)}
    return write_page(visit, rows, write=lambda reply: _write(visit, reply, asked), most=_MOST, default=_MOST)


def reply(visit: Visit, comment: Comment) -> dict[str, Any]:
    """Reply to a comment: not to a reply, and not to one that is hidden."""
    owner = _require_reader(visit, comment.on)
    if comment.parent is not None:
        raise bad_parameter("Invalid parameter", title="Not a top-level comment", advice="Reply to the comment above.")
    if comment.hidden:
        raise bad_parameter("Invalid parameter", title="Comment is hidden", advice="A hidden comment takes no reply.")
    written = visit.world.comments.write(
        comment.on,
        author=owner.username,
        text=_message(visit),
        at=visit.world.clock.now(),
        parent=comment,
        by_owner=True,
    )
    return {"id": written.id}


def hide(visit: Visit, comment: Comment) -> dict[str, Any]:
    """Hide or show a comment; what the owner wrote stays visible all the same."""
    _require_reader(visit, comment.on)
    wanted = visit.params.get("hide", "").lower()
    if wanted not in ("true", "false", "1", "0"):
        raise bad_parameter("The parameter hide is required")
    if not comment.by_owner:
        visit.world.comments.hide(comment, hidden=is_true(wanted))
    return {"success": True}


def delete(visit: Visit, comment: Comment) -> dict[str, Any]:
    """Delete a comment on one's own post, with its replies."""
    _require_reader(visit, comment.on)
    visit.world.comments.delete(comment)
    return {"success": True}


def _require_reader(visit: Visit, media: Media | AdMedia) -> Creator | Profile:
    """Return the account for which the caller moderates here; which one that is under an ad is a rule.

    Raises GraphError: 100/33 for a caller who is neither, 200 for one whose role is too small.
    """
    owners: tuple[Creator | Profile, ...] = (media.owner,) if isinstance(media, Media) else _readers(visit, media)
    seen = [owner for owner in owners if visit.session.sees(owner)]
    if not seen:
        raise object_missing(visit.call.steps[0], method=visit.call.method)
    moderated = [owner for owner in seen if "MODERATE" in visit.session.tasks(owner)]
    if not moderated:
        raise role_missing("MODERATE")
    return moderated[0]


def _readers(visit: Visit, media: AdMedia) -> tuple[Creator | Profile, ...]:
    creator, brand = media.owners
    return {"creator": (creator,), "brand": (brand,), "both": (creator, brand)}[visit.rules.ad_comments]


def _message(visit: Visit) -> str:
    text = visit.params.get("message", "").strip()
    if not text:
        raise bad_parameter("The parameter message is required")
    return text


def _on(visit: Visit, media: Media | AdMedia) -> list[Comment]:
    return [each for each in visit.world.comments.on(media.id) if isinstance(each, Comment)]


def _replies(visit: Visit, comment: Comment) -> list[Comment]:
    return [each for each in visit.world.comments.replies_to(comment) if isinstance(each, Comment)]


def _write(visit: Visit, comment: Comment, asked: tuple[Field, ...]) -> dict[str, Any]:
    def replies(field: Field) -> dict[str, Any] | None:
        inside = field.inside or (Field("id"), Field("text"), Field("timestamp"))
        limit = min(read_limit(field.arguments, default=25), _MOST)
        found = _replies(visit, comment)
        rows = [_write(visit, each, inside) for each in found[:limit]]
        if len(found) <= limit:
            return {"data": rows} if rows else None
        after = paging.encode(found[limit - 1].id)
        rest = f"{visit.call.base_url}{visit.version}/{comment.id}/replies?limit={limit}&after={after}"
        return {"data": rows, "paging": {"cursors": {"after": after}, "next": rest}}

    is_ad = isinstance(comment.on, AdMedia)
    if is_ad and visit.rules.ad_comment_fields == "sample":
        return _as_in_the_sample(comment, asked)
    whole = {
        "id": comment.id,
        "from": {"id": comment.author_id, "username": comment.author},
        "hidden": comment.hidden,
        "like_count": 0,
        "media": {"id": comment.on.id, "media_product_type": "AD" if is_ad else "FEED"},
        "parent_id": comment.parent.id if comment.parent else None,
        "replies": replies,
        "text": comment.text,
        "timestamp": write_time(comment.at),
        "user": {"id": comment.author_id} if comment.by_owner else None,
        "username": comment.author,
    }
    return pick(whole, asked, node=NODE)


def _as_in_the_sample(comment: Comment, asked: tuple[Field, ...]) -> dict[str, Any]:
    """Write a comment under an ad as the guide's sample: asked for by other names than it is answered with."""
    if unknown := [field.name for field in asked if field.name not in _SAMPLE]:
        raise unknown_field(unknown[0], node=NODE)
    return {"id": comment.id, "text": comment.text, "timestamp": write_time(comment.at)}


ENDPOINTS = (
    *(Endpoint("GET", kind, "comments", list_page, scopes=_SCOPES) for kind in (Media, AdMedia)),
    Endpoint("POST", Media, "comments", add, scopes=_SCOPES),
    Endpoint("GET", Comment, "", show, scopes=_SCOPES),
    Endpoint("GET", Comment, "replies", list_replies, scopes=_SCOPES),
    Endpoint("POST", Comment, "replies", reply, scopes=_SCOPES),
    Endpoint("POST", Comment, "", hide, scopes=_SCOPES),
    Endpoint("DELETE", Comment, "", delete, scopes=_SCOPES),
)
