"""Comments on posts of Facebook Pages: read, hide, delete (Meta: Page Post comments, Comment)."""

from __future__ import annotations

from typing import Any

from sandbox.graph.assets import Page
from sandbox.graph.call import is_true
from sandbox.graph.comments.model import PageComment
from sandbox.graph.errors import bad_parameter, object_missing, role_missing
from sandbox.graph.fields import Field
from sandbox.graph.listing import asked_fields, pick, write_page
from sandbox.graph.posts.media import write_time
from sandbox.graph.posts.model import PagePost
from sandbox.graph.visit import Endpoint, Visit

NODE = "Comment"
_READ = ("pages_read_engagement", "pages_read_user_content")
_CHANGE = ("pages_read_engagement", "pages_manage_engagement")
_DEFAULT = "created_time,from,message,id"
_MOST = 100


def list_page(visit: Visit, post: PagePost) -> dict[str, Any]:
    """List one page of a post's comments: top-level ones, or with `filter=stream` replies among them."""
    _require_moderator(visit, [post.owner])
    is_stream = _one_of(visit, "filter", ("toplevel", "stream")) == "stream"
    newest_first = _one_of(visit, "order", ("chronological", "reverse_chronological")) == "reverse_chronological"
    comments = [each for each in visit.world.comments.on(post.id) if isinstance(each, PageComment)]
    rows = {each.id: each for each in comments if is_stream or each.parent is None}
    if not newest_first:
        rows = dict(reversed(rows.items()))
    asked = asked_fields(visit, default=_DEFAULT)
    return write_page(visit, rows, write=lambda comment: _write(visit, comment, asked), most=_MOST)


def show(visit: Visit, comment: PageComment) -> dict[str, Any]:
    """Show one comment."""
    _require_moderator(visit, comment.owners)
    return _write(visit, comment, asked_fields(visit, default=_DEFAULT))


def hide(visit: Visit, comment: PageComment) -> dict[str, Any]:
    """Hide or show a comment on an own post, or on a partner's post that names the Page."""
    _require_moderator(visit, comment.owners)
    wanted = visit.params.get("is_hidden", "").lower()
    if wanted not in ("true", "false", "1", "0"):
        raise bad_parameter("The parameter is_hidden is required")
    visit.world.comments.hide(comment, hidden=is_true(wanted))
    return {"success": True}


def delete(visit: Visit, comment: PageComment) -> dict[str, Any]:
    """Delete a comment on a post of one's own Page."""
    _require_moderator(visit, [comment.on.owner])
    visit.world.comments.delete(comment)
    return {"success": True}


def _require_moderator(visit: Visit, pages: Any) -> None:
    """Refuse callers who see none of the Pages (100/33), and those whose role does not moderate (200)."""
    seen: list[Page] = [page for page in pages if visit.session.sees(page)]
    if not seen:
        raise object_missing(visit.call.steps[0], method=visit.call.method)
    if not any("MODERATE" in visit.session.tasks(page) for page in seen):
        raise role_missing("MODERATE")


def _one_of(visit: Visit, name: str, values: tuple[str, ...]) -> str:
    given = visit.params.get(name, values[0])
    if given not in values:
        raise bad_parameter(f"Param {name} must be one of {{{', '.join(values)}}}")
    return given


def _write(visit: Visit, comment: PageComment, asked: tuple[Field, ...]) -> dict[str, Any]:
    # Who wrote it is told to the Page only, not to a person who looks after it.
    is_page = visit.session.token.page is not None
    whole = {
        "id": comment.id,
        "message": comment.text,
        "created_time": write_time(comment.at),
        "from": {"id": comment.author_id, "name": comment.author} if is_page else None,
        "is_hidden": comment.hidden,
        "can_hide": True,
        "parent": {"id": comment.parent.id, "message": comment.parent.text} if comment.parent else None,
    }
    return pick(whole, asked, node=NODE)


ENDPOINTS = (
    Endpoint("GET", PagePost, "comments", list_page, scopes=_READ),
    Endpoint("GET", PageComment, "", show, scopes=_READ),
    Endpoint("POST", PageComment, "", hide, scopes=_CHANGE),
    Endpoint("DELETE", PageComment, "", delete, scopes=_CHANGE),
)
