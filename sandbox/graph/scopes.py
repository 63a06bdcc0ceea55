"""The permissions the app may ask for, with the sentence the dialog shows for each, and its login configurations."""

from __future__ import annotations

SCOPES = {
    "ads_management": "Manage ads for ad accounts you look after",
    "ads_read": "Read ads and their figures",
    "business_management": "Manage your business",
    "facebook_branded_content_ads_brand": "Ask creators' Pages for permission to use their content in ads",
    "instagram_basic": "See the profile and posts of your Instagram account",
    "instagram_branded_content_ads_brand": "Ask Instagram creators for permission to use their content in ads",
    "instagram_branded_content_brand": "Say who may tag your brand in paid partnership posts",
    "instagram_branded_content_creator": "Let brands use your Instagram posts in ads",
    "instagram_manage_comments": "Read and manage comments on your Instagram posts",
    "instagram_manage_insights": "See figures of your Instagram account",
    "pages_manage_engagement": "Create, hide and delete comments on your Page",
    "pages_manage_metadata": "Manage settings of your Page",
    "pages_read_engagement": "Read what your Page has posted",
    "pages_read_user_content": "Read what people wrote on your Page",
    "pages_show_list": "Show a list of the Pages you look after",
    "public_profile": "Your name and picture",
}

CONFIGS = {
    "730112233445501": tuple(SCOPES),
    "730112233445503": tuple(scope for scope in SCOPES if "branded_content" not in scope),
}
"""Configurations of Facebook Login for Business; whether one may hold the branded content scopes is not settled."""
