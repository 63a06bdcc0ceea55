"""Who acts, with what, and on which creator."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr


@dataclass(frozen=True, kw_only=True)
class MetaApp:
    """Our app at Meta, as its page Settings > Basic shows it.

    `id` is needed for logins only, and `login_config_id` only where Facebook Login for Business is to be used.
    """

    secret: SecretStr
    id: str = ""
    login_config_id: str = ""

    @property
    def token(self) -> SecretStr:
        """The app's own token, for calls that no person stands behind (Meta, "Access Tokens")."""
        return SecretStr(f"{self.id}|{self.secret.get_secret_value()}")


@dataclass(frozen=True)
class Access:
    """One brand account and the token that acts for it.

    `ig_id` is the brand's Instagram user id (a string of digits: it can exceed 2^53). The token is a Facebook
    *user* token of somebody with at least advertiser rights on that account.
    """

    ig_id: str
    token: SecretStr


@dataclass(frozen=True)
class PageAccess:
    """One Facebook Page and the token that acts for it."""

    page_id: str
    token: SecretStr


@dataclass(frozen=True, kw_only=True)
class BusinessAccess:
    """A business at Meta, those of its accounts that are meant, and the token that acts for it."""

    business_id: str
    token: SecretStr
    ig_id: str = ""
    page_id: str = ""


@dataclass(frozen=True)
class CreatorById:
    """A creator by Instagram user id: the only form Meta documents for revoking."""

    ig_id: str


@dataclass(frozen=True)
class CreatorByUsername:
    """A creator by handle, without the `@`; kept apart from ids since an all-digit handle is legal."""

    username: str
