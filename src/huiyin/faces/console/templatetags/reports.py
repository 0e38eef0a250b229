"""Template tags of reporting up: `{% load reports %}`."""

from typing import Any

from django import template

from huiyin.apps.org.queries import holds
from huiyin.apps.report_up.queries import chains_of
from huiyin.faces.console.answers import person_of

register = template.Library()


@register.inclusion_tag("console/parts/report_ups.html", takes_context=True)
def report_ups(
    context: template.Context, story: int | None = None, case: int | None = None
) -> dict[str, Any]:
    """The chains that hang on a story or a case, and the way to open one."""
    person = person_of(context["request"])
    chains = chains_of(person, story_id=story, case_id=case)
    may_open = holds(person, "duty", "office")
    return {"chains": chains, "story": story, "case": case, "may_open": may_open}
