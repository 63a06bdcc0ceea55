"""What use cases share: the means of each family, made once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.campaigns.means import CampaignMeans
from bot.connections.means import LoginMeans
from bot.influencers.means import InfluencerMeans
from bot.people import People
from bot.permissions.durable import Means
from bot.permissions.record import Recorder
from bot.posts.means import PostMeans
from bot.settings import secret_keys
from bot.wiring.outside import Outside, graph_client, utc_now
from storage.ids import new_id
from storage.secrets import Secrets


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The means, and what they are made of."""

    people: People
    recorder: Recorder
    permissions: Means
    logins: LoginMeans
    campaigns: CampaignMeans
    posts: PostMeans
    creators: InfluencerMeans


def shared_by_all(outside: Outside) -> Shared:
    """Make what use cases share."""
    storage, engine, settings = outside.storage, outside.engine, outside.settings
    graph = graph_client(outside.http, settings, storage=storage)
    secrets = Secrets(secret_keys(settings))
    people = People(slack=outside.prompt, now=utc_now)
    recorder = Recorder(now=utc_now, new_id=new_id)
    logins = LoginMeans(
        storage=storage,
        engine=engine,
        graph=graph,
        secrets=secrets,
        slack=outside.prompt,
        people=people,
        app_id=settings.meta_app_id,
        public_url=settings.public_url.rstrip("/"),
        keys=secret_keys(settings),
        now=utc_now,
        new_id=new_id,
    )
    campaigns = CampaignMeans(
        storage=storage,
        engine=engine,
        slack=outside.prompt,
        people=people,
        recorder=recorder,
        now=utc_now,
        new_id=new_id,
    )
    return Shared(
        people=people,
        recorder=recorder,
        permissions=Means(
            storage=storage,
            engine=engine,
            graph=graph,
            secrets=secrets,
            recorder=recorder,
            languages=outside.languages,
            now=utc_now,
            new_id=new_id,
        ),
        logins=logins,
        campaigns=campaigns,
        posts=PostMeans(
            storage=storage,
            engine=engine,
            graph=graph,
            secrets=secrets,
            slack=outside.patient,
            people=people,
            now=utc_now,
            new_id=new_id,
        ),
        creators=InfluencerMeans(campaigns=campaigns, logins=logins),
    )
