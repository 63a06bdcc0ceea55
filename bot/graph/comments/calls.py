"""What is asked about comments (guide "Comment Moderation", references "IG Comment" and "Page Post Comments").

Comments on an ad are not those on the post it was made of: guide "Post Moderation" for the media an ad shows.
"""

from __future__ import annotations

from bot.graph.call import Call, Meter, segment

MOST_ROWS = 50
"""The largest page of Instagram's comments; newest first, and there is no filter by time."""
_POST_ROWS = 100
_REPLY = "id,text,timestamp,username,from{id,username},hidden,like_count,parent_id"
_COMMENT = f"{_REPLY},media{{id,media_product_type}},replies.limit({MOST_ROWS}){{{_REPLY}}}"
_ON_POST = "id,message,created_time,from{id,name},is_hidden,parent{id}"
_SURFACES = (
    "creative{id,effective_instagram_media_id,source_instagram_media_id,instagram_permalink_url,"
    "effective_object_story_id,instagram_branded_content{sponsor_id},link_url,object_story_spec,asset_feed_spec}"
)


def list_on_media(media_id: str, *, with_fields: bool) -> Call:
    """Read the comments on a post, or on the media that an ad shows, with their replies.

    Without fields Meta gives its defaults: the sample for ads has other names than the reference.
    """
    fields = {"fields": _COMMENT} if with_fields else {}
    return Call("GET", f"/{segment(media_id)}/comments", {**fields, "limit": str(MOST_ROWS)}, meter=Meter.OWNER)


def list_replies(comment_id: str) -> Call:
    """Read the replies to a comment."""
    return Call(
        "GET", f"/{segment(comment_id)}/replies", {"fields": _REPLY, "limit": str(MOST_ROWS)}, meter=Meter.OWNER
    )


def read(comment_id: str) -> Call:
    """Read one comment."""
    return Call("GET", f"/{segment(comment_id)}", {"fields": _COMMENT}, meter=Meter.OWNER)


def reply(comment_id: str, *, message: str) -> Call:
    """Reply to a comment: not to a reply, and not to one that is hidden."""
    return Call("POST", f"/{segment(comment_id)}/replies", {"message": message}, meter=Meter.OWNER)


def hide(comment_id: str, *, hidden: bool) -> Call:
    """Hide a comment, or show it again."""
    return Call("POST", f"/{segment(comment_id)}", {"hide": _flag(hidden)}, meter=Meter.OWNER)


def delete(comment_id: str) -> Call:
    """Delete a comment."""
    return Call("DELETE", f"/{segment(comment_id)}", meter=Meter.OWNER)


def read_surfaces(ad_id: str) -> Call:
    """Read what an ad's creative shows, where people comment on it."""
    return Call("GET", f"/{segment(ad_id)}", {"fields": _SURFACES}, meter=Meter.OWNER)


def list_on_post(story_id: str) -> Call:
    """Read the comments on a Facebook post, replies among them; where Meta ranks them it ignores the order."""
    params = {
        "fields": _ON_POST,
        "filter": "stream",
        "order": "reverse_chronological",
        "limit": str(_POST_ROWS),
    }
    return Call("GET", f"/{segment(story_id)}/comments", params, meter=Meter.OWNER)


def read_on_post(comment_id: str) -> Call:
    """Read one comment on a Facebook post."""
    return Call("GET", f"/{segment(comment_id)}", {"fields": _ON_POST}, meter=Meter.OWNER)


def hide_on_post(comment_id: str, *, hidden: bool) -> Call:
    """Hide a comment on a Facebook post, or show it again; also on a partner's post that names our Page."""
    return Call("POST", f"/{segment(comment_id)}", {"is_hidden": _flag(hidden)}, meter=Meter.OWNER)


def _flag(value: bool) -> str:
    return "true" if value else "false"
