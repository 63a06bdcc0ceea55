"""Which of Meta's permissions Greenlight asks for; pure.

Least first: nothing is asked for that no part of Greenlight uses. https://developers.facebook.com/docs/permissions
"""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """A permission, by Meta's name. What each is for is said in the words of `connect.purpose`."""

    BASIC = "instagram_basic"
    ADS_BRAND = "instagram_branded_content_ads_brand"
    BUSINESS = "business_management"
    LIST = "pages_show_list"
    INSIGHTS = "instagram_manage_insights"
    ENGAGEMENT = "pages_read_engagement"
    TAGS = "instagram_branded_content_brand"
    PAGE_ADS_BRAND = "facebook_branded_content_ads_brand"
    ADS = "ads_read"


INSTAGRAM = (Scope.BASIC, Scope.ADS_BRAND, Scope.BUSINESS)
"""Without these a request from an Instagram account can be neither sent nor read."""
PAGE = (Scope.PAGE_ADS_BRAND,)
"""The same for a Facebook Page."""
LOOK_UP = (Scope.INSIGHTS, Scope.ENGAGEMENT)
"""Without these a creator cannot be looked up before asking; asking works all the same."""
TAGGING = (Scope.TAGS,)
"""Without this nobody can say who may name the brand in the paid-partnership label; asking works all the same."""

ASKED = (*INSTAGRAM, Scope.LIST, *LOOK_UP, *TAGGING, *PAGE)
"""What a sign-in asks for. Facebook Login for Business takes its configuration's own list instead."""
ASKED_WITH_ADS = (*ASKED, Scope.ADS)
"""The same for whoever chose to let ads be read, which decides who reads the comments on them (`bot.comments.readers`)."""
READ_ADS = frozenset({Scope.ADS, "ads_management"})
"""One of them lets a login read the ads it has a role on."""
EXPECTED = (*INSTAGRAM, Scope.LIST, *LOOK_UP, *TAGGING)
"""What a team that uses Instagram accounts misses if it is declined."""
