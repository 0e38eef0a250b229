"""A story's level on its page: what is proposed and why, what was raised, what a person settled."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds
from huiyin.apps.stories.actions.levels import lowering_waiting
from huiyin.apps.stories.alerting import heard_of
from huiyin.apps.stories.models import Story, StoryAlert
from huiyin.faces.shared.words import LEVELS
from huiyin.rules.levels import Ground, Heard, proposed_level


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposed level with its grounds in words."""

    code: str
    grounds: list[str]


def level_values(story: Story, person: Person) -> dict[str, Any]:
    """What the level's panel needs; two queries."""
    raised = StoryAlert.objects.filter(story=story).select_related("acknowledged_by")
    alerts = list(raised.order_by("raised_at"))
    heard = heard_of(story)
    proposal = proposed_level(heard)
    return {
        "proposal": ProposalLine(
            proposal.level.value, [ground_words(ground, heard) for ground in proposal.grounds]
        ),
        "alerts": alerts,
        "unseen": any(alert.acknowledged_at is None for alert in alerts),
        "levels": LEVELS.items(),
        "lowering": lowering_waiting(story),
        "may_confirm": holds(person, Role.OFFICE),
        "chosen_level": story.level or proposal.level.value,
    }


def ground_words(ground: Ground, heard: Heard) -> str:
    """Why a level is proposed, as a sentence."""
    words = {
        Ground.OUTLETS: _("%(n)s outlets carry it") % {"n": heard.outlets},
        Ground.RISING: _("Far more was said in the last three hours than before"),
        Ground.MAINSTREAM: _("A mainstream outlet carries it"),
        Ground.KEY_FIELD: _("A rule that the office calls urgent found its words"),
        Ground.DANGER: _("Its words tell of danger to life"),
        Ground.EMERGENCY: _("Danger to life, and very many outlets carry it"),
    }
    return words[ground]
