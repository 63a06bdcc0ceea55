"""A step of a workflow is taken from Slack, and the creator asked as the form asks, by whoever runs the workflow."""

from __future__ import annotations

from pydantic import SecretStr

from bot.campaigns.campaigns import Campaigns
from bot.errors import GreenlightError, NotAllowed, NotFound, Refused, WrongInput
from bot.letters.template import Values, check_places, check_size, filled
from bot.people import People
from bot.permissions.asking.ask import Ask, Asking
from bot.permissions.durable import DurableWork, Means
from bot.permissions.reading.lists import Lists
from bot.policy import Act
from bot.slack.errors import SlackBusy
from bot.steps.inputs import Inputs, creator_of
from bot.steps.wanting import BEGIN_STEP, LATE, end, end_if_over, step_job
from bot.words import all_of, say
from storage.ids import ChannelId, PersonId, ProfileId, RequestId, WorkspaceId
from storage.steps import Step, StepStage
from storage.tables import Campaign, Profile

LONGEST_PAUSE = 300.0


class RunningSteps(DurableWork):
    """The use case."""

    def __init__(self, means: Means, *, asking: Asking, campaigns: Campaigns, lists: Lists, people: People) -> None:
        super().__init__(means)
        self._asking, self._campaigns, self._lists, self._people = asking, campaigns, lists, people

    def register(self) -> None:
        """Give the engine this workflow."""
        self.engine.workflow(BEGIN_STEP, self._begin)

    async def begin(self, workspace_id: WorkspaceId, step_id: str, *, inputs: Inputs, token: SecretStr | None) -> None:
        """Take a step: after this returned it will come to an end, once, however often Slack delivers it."""
        async with self.storage.write(workspace_id) as uow:
            now = self.now()
            step = Step(
                id=step_id,
                stage=StepStage.BEGUN,
                inputs=inputs.kept(),
                sealed_token=self.secrets.seal(token) if token is not None else None,
                begun_at=now,
                sweep_at=now + LATE,
                run=0,
            )
            if await uow.steps.add_unless_known(step):
                await uow.enqueue(step_job(step))

    async def _begin(self, workspace_id: str, step_id: str, turn: str) -> None:
        await self.engine.step("ask", self._ask_once, workspace_id, step_id, int(turn))

    async def _ask_once(self, workspace_id: str, step_id: str, turn: int) -> None:
        """Ask for a step that was begun, or end it with why nobody can be asked."""
        ws = WorkspaceId(workspace_id)
        async with self.storage.read(ws) as uow:
            step = await uow.steps.get(step_id)
        if step is None or step.stage is not StepStage.BEGUN:
            return
        try:
            request_id = await self._asked(ws, step_id, Inputs(**step.inputs))
        except SlackBusy as busy:
            await self._put_off(ws, step_id, turn=turn, seconds=busy.wait_seconds)
            return
        except GreenlightError as error:
            await self._fail(ws, step_id, error.sentence)
            return
        async with self.storage.write(ws) as uow:
            request = await uow.requests.get(request_id, lock=True)  # before the step, as whoever changes it does
            step = await uow.steps.get(step_id, lock=True)
            assert request is not None, "a request is never deleted"
            if step is None or step.stage is not StepStage.BEGUN:
                return
            step.request_id, step.stage = request.id, StepStage.ASKED
            await end_if_over(uow, step, request, now=self.now())

    async def _asked(self, ws: WorkspaceId, step_id: str, inputs: Inputs) -> RequestId:
        """Ask, and return the request; raises GreenlightError where that cannot be."""
        creator = creator_of(inputs)
        async with self.storage.read(ws) as uow:
            if made := await uow.requests.of_submission(step_id, [creator]):  # before a crash
                return made[0].id
        if not inputs.asker:
            raise Refused(say("step.nobody.happened"), todo=say("step.nobody.todo"))
        asker = PersonId(inputs.asker)
        campaign = await self._campaign(ws, inputs, asker=asker)
        profile = await self._profile(ws, inputs, campaign=campaign)
        sender = await self._people.name_of(asker)
        values = Values(creator=creator, profile=profile.username, campaign=campaign.name, sender=sender)
        check_places(inputs.message, field="message")
        check_size(filled(inputs.message, values), field="message")
        campaign, person = await self._campaigns.get(ws, campaign.id, person_id=asker, act=Act.ASK)
        ask = Ask(
            submission_id=step_id,
            profile_id=profile.id,
            campaign_id=campaign.id,
            creators=[creator],
            message=inputs.message or None,
            asked_by=asker,
            sender=sender,
            notes={creator: say("step.note")},
        )
        (accepted,) = await self._asking.accept(ws, ask, person=person)
        if not accepted.is_new:
            await self._check_seen(ws, accepted.request.id, creator=creator, asker=asker)
        return accepted.request.id

    async def _campaign(self, ws: WorkspaceId, inputs: Inputs, *, asker: PersonId) -> Campaign:
        """Find the one open campaign that is meant, of those that are there for whoever asks."""
        channel_id = ChannelId(inputs.channel) if inputs.channel else None
        open_ones = await self._campaigns.suggest(ws, person_id=asker, text=inputs.campaign, channel_id=channel_id)
        meant = [
            each
            for each in open_ones
            if (not inputs.campaign or each.name.casefold() == inputs.campaign.casefold())
            and channel_id in (None, each.channel_id)
        ]
        if not inputs.campaign and channel_id is None:
            raise WrongInput("campaign", say("step.wrong.no_campaign"))
        if not meant:
            raise NotFound(say("step.no_campaign.happened", name=inputs.campaign), todo=say("step.no_campaign.todo"))
        if len(meant) > 1:
            names = all_of([f"{each.name} (#{each.channel_name})" for each in meant[:5]])
            raise WrongInput("campaign", say("step.wrong.several_campaigns", campaigns=names))
        return meant[0]

    async def _profile(self, ws: WorkspaceId, inputs: Inputs, *, campaign: Campaign) -> Profile:
        """Find the profile that is meant: the one that is named, else the campaign's own, else the only one there is."""
        name = inputs.profile.removeprefix("@").casefold()
        async with self.storage.read(ws) as uow:
            can_send = await uow.profiles.find(name, can_send=True)
        wanted: ProfileId | None = campaign.default_profile_id
        found = [each for each in can_send if (each.username.casefold() == name if name else each.id == wanted)]
        if not found and not name and len(can_send) == 1 and wanted is None:
            return can_send[0]
        if not found and not name:
            raise WrongInput("profile", say("step.wrong.no_profile", campaign=campaign.name))
        if not found:
            raise NotFound(say("step.no_profile.happened", name=name), todo=say("step.no_profile.todo"))
        return found[0]

    async def _check_seen(self, ws: WorkspaceId, request_id: RequestId, *, creator: str, asker: PersonId) -> None:
        """Raise Refused where the creator is asked already, and that is not there for whoever asks now."""
        try:
            await self._lists.one(ws, request_id, person_id=asker)
        except (NotAllowed, NotFound):
            words = say("step.stands_elsewhere.happened", creator=creator)
            raise Refused(words, todo=say("step.stands_elsewhere.todo")) from None

    async def _put_off(self, ws: WorkspaceId, step_id: str, *, turn: int, seconds: float) -> None:
        async with self.storage.write(ws) as uow:
            step = await uow.steps.get(step_id, lock=True)
            if step is None or step.stage is not StepStage.BEGUN:
                return
            step.sweep_at = self.now() + LATE
            pause = min(max(seconds, 2.0**turn), LONGEST_PAUSE)
            await uow.enqueue(step_job(step, turn=turn + 1, delay_seconds=pause))

    async def _fail(self, ws: WorkspaceId, step_id: str, words: str) -> None:
        async with self.storage.write(ws) as uow:
            step = await uow.steps.get(step_id, lock=True)
            if step is not None and step.stage is StepStage.BEGUN:
                await end(uow, step, words=words, now=self.now())
