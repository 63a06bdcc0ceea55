"""All SQL lives here: one repository a noun, each bound to one workspace."""

from storage.repositories.arrivals import Arrivals
from storage.repositories.audit import Audit
from storage.repositories.batches import Batches
from storage.repositories.budgets import Budgets
from storage.repositories.business_lists import BusinessLists
from storage.repositories.campaigns import Campaigns
from storage.repositories.codes import Codes
from storage.repositories.comment_ads import CommentAds
from storage.repositories.comment_deeds import CommentDeeds
from storage.repositories.comment_notes import CommentNotes
from storage.repositories.comment_pages import CommentPages
from storage.repositories.comments import Comments
from storage.repositories.connections import Connections
from storage.repositories.creators import Creators
from storage.repositories.digests import Digests
from storage.repositories.handles import Handles
from storage.repositories.homes import Homes
from storage.repositories.hooks import Hooks
from storage.repositories.influencers import Assets, Invites
from storage.repositories.letters import Addresses, Letters
from storage.repositories.messages import Messages
from storage.repositories.names import Names
from storage.repositories.notices import Notices
from storage.repositories.pages import Pages
from storage.repositories.profiles import Profiles
from storage.repositories.reading import Reading
from storage.repositories.requests import Requests
from storage.repositories.roles import Roles
from storage.repositories.running_ads import RunningAds
from storage.repositories.sign_ins import SignIns
from storage.repositories.sign_offs import SignOffs
from storage.repositories.steps import Steps
from storage.repositories.tags import TagRounds
from storage.repositories.workspaces import Workspaces

__all__ = [
    "Addresses",
    "Arrivals",
    "Assets",
    "Audit",
    "Batches",
    "Budgets",
    "BusinessLists",
    "Campaigns",
    "Codes",
    "CommentAds",
    "CommentDeeds",
    "CommentNotes",
    "CommentPages",
    "Comments",
    "Connections",
    "Creators",
    "Digests",
    "Handles",
    "Homes",
    "Hooks",
    "Invites",
    "Letters",
    "Messages",
    "Names",
    "Notices",
    "Pages",
    "Profiles",
    "Reading",
    "Requests",
    "Roles",
    "RunningAds",
    "SignIns",
    "SignOffs",
    "Steps",
    "TagRounds",
    "Workspaces",
]
