"""Asking the endpoint for drafts: the worker takes one request, sends its items, keeps the answer.

The endpoint is asked outside any transaction. A worker that dies meanwhile leaves a lease that
runs out; the request is then made once more.
"""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from huiyin.apps.responses.drafting import keep_draft, keep_failure, lease_draft, told
from huiyin.apps.responses.models import MachineDraft
from huiyin.engine.clock import now as desk_now
from huiyin.ports.drafting import Asked, Endpoint, Limits, NotWritten, Written
from huiyin.ports.registry import drafting
from huiyin.rules.text.drafting import INSTRUCTIONS, material, title_and_body

PLUGIN = "chat"


def endpoint() -> Endpoint | None:
    """Where drafts are written; None where the office has set nothing."""
    config = settings.CONFIG
    if not config.draft_url or not config.draft_model:
        return None
    return Endpoint(config.draft_url, config.draft_model, config.draft_key or "")


def host_of(where: Endpoint) -> str:
    """The machine that gets the items, for people and for the record."""
    return urlsplit(where.url).netloc


def write_drafts(now: datetime, limits: Limits | None = None) -> int:
    """Carry out one request, if one waits; gives how many."""
    where = endpoint()
    draft = lease_draft(now)
    if draft is None:
        return 0
    answer = _answer(draft, where, limits or Limits())
    if isinstance(answer, NotWritten):
        keep_failure(draft.pk, code=answer.code, detail=answer.detail, now=desk_now())
    else:
        title, body = title_and_body(answer.text.replace("\0", ""))
        keep_draft(draft.pk, title=title, body=body, model=answer.model, now=desk_now())
    return 1


def _answer(draft: MachineDraft, where: Endpoint | None, limits: Limits) -> Written | NotWritten:
    """What the endpoint says to the items; to the one only that the person was told of."""
    if where is None or host_of(where) != draft.host:
        return NotWritten("switched_off")
    plugin = drafting().plugins.get(PLUGIN)
    if plugin is None:
        return NotWritten("plugin_missing")
    items = told(draft)
    if not items:
        return NotWritten("nothing_public")
    asked = Asked(INSTRUCTIONS[draft.language], material(items))
    return plugin.draft(where, asked, limits)
