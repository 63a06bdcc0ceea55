"""What the tests of advertisable content start from: a business with both its accounts, and rows as Meta shows them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from pydantic import SecretStr

from bot.graph import Access
from bot.graph.access import BusinessAccess, PageAccess
from bot.graph.content.answers import Content
from tests.graph.desk import BRAND, TOKEN

BUSINESS, PAGE = "650157780891832", "104233445566701"
CREATOR, CREATOR_PAGE = "17841405309211844", "104233445566703"
CODE = SecretStr("adcode-Xk39fLq2-that-nobody-may-see")
BOTH = BusinessAccess(business_id=BUSINESS, token=SecretStr(TOKEN), ig_id=BRAND, page_id=PAGE)
ONLY_INSTAGRAM = BusinessAccess(business_id=BUSINESS, token=SecretStr(TOKEN), ig_id=BRAND)
ONLY_FACEBOOK = BusinessAccess(business_id=BUSINESS, token=SecretStr(TOKEN), page_id=PAGE)
AT_INSTAGRAM, AT_FACEBOOK = Access(BRAND, SecretStr(TOKEN)), PageAccess(PAGE, SecretStr(TOKEN))

NEW_PATH = f"/v26.0/{BUSINESS}/partnership-ads-advertisable-content"
OLD_PATH = f"/v26.0/{BRAND}/branded_content_advertisable_medias"
POSTS_PATH = f"/pages/partnership-ads/{PAGE}/advertisable-posts"

WHOLE_ROW: dict[str, Any] = {
    "content_id": "17854360229135492",
    "platform": "INSTAGRAM",
    "media_type": "VIDEO",
    "post_type": "REEL",
    "caption": "Summer vibes\nwith our new collection",
    "permalink": "https://www.instagram.com/reel/Cw7zyQ5BdEE/",
    "creation_time": "2026-06-28",
    "author": {
        "display_name": "StyleCreator_Ana",
        "ig_user_id": CREATOR,
        "fb_page_id": None,
        "profile_picture_url": "https://cdn.test/ana.jpg",
    },
    "is_recommended": True,
    "ad_usage": "NEVER_USED",
    "partnership_info": [
        {
            "ad_eligibility": "INELIGIBLE",
            "tagged_partner": {"display_name": "OtherBrand", "ig_user_id": "1", "fb_page_id": None},
            "permission_status": "PENDING",
            "permission_type": "ACCOUNT_LEVEL",
            "ad_code": None,
            "content_types": ["TAGGED"],
        },
        {
            "ad_eligibility": "AD_READY",
            "tagged_partner": {"display_name": "Northlight", "ig_user_id": BRAND, "fb_page_id": PAGE},
            "permission_status": "APPROVED",
            "permission_type": "ACCOUNT_LEVEL",
            "ad_code": CODE.get_secret_value(),
            "content_types": ["BRANDED_CONTENT", "PRODUCT"],
        },
    ],
    "organic_insights": {"likes": 15240, "comments": 3, "views": 105000, "reach": 90000, "shares": None, "saves": 0},
}
OLD_ROW: dict[str, Any] = {
    "eligibility_errors": ["Reels containing tappable elements can't be used for ads. Choose a different post."],
    "owner_id": CREATOR,
    "permalink": "https://www.instagram.com/p/Cw7zyQ5BdEE/",
    "id": "17854360229135492",
    "has_permission_for_partnership_ad": True,
}
POST_ROW: dict[str, Any] = {
    "post_id": 48602429468091,
    "owner_page_id": int(CREATOR_PAGE),
    "permalink": "https://www.facebook.com/59961010139648/posts/pfbid02oBGjW2VuqvGomxTS6y/",
    "has_permission_for_partnership_ad": True,
    "eligibility_errors": [],
}


async def all_of(contents: AsyncIterator[Content]) -> list[Content]:
    """Read to the end."""
    return [content async for content in contents]
