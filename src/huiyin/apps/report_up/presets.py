"""The terms an office reports by: the shipped ones, with what the office set otherwise by policy.

A dated policy `report_up.accident-493.hop` = `H1` overrides one figure from its day on. Limits are
rules as `rules.durations` reads them; a chain keeps the terms of the day it was opened.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from huiyin.apps.org.models import Office, Policy
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.durations import Kind, RuleError, read_rule
from huiyin.rules.refusals import Refusal
from huiyin.rules.report_up import Terms

NAMES = {
    "accident-493": _("Accident: level by level, 1 hour and 2 hours each"),
    "accident-493-road": _("Road or fire accident: level by level, 1 hour and 2 hours each"),
    "discipline-1h": _("Discipline: superior and committee within 1 hour"),
    "discipline-2h": _("Discipline: up to the national commission within 2 hours"),
}
LIMITS = ("unit", "hop", "whole", "acknowledge", "alarm")
MAY_BE_SET = (*LIMITS, "supplement")


@cache
def shipped() -> Mapping[str, Terms]:
    """Name → terms as they come with the desk."""
    text = files("huiyin").joinpath("data/report_up.toml").read_text("utf-8")
    tables = {name: row for name, row in tomllib.loads(text).items() if isinstance(row, dict)}
    return {name: _terms(name, row) for name, row in tables.items()}


def terms_for(office: Office, name: str, at: datetime) -> Terms:
    """The terms in force at that instant; raises StepRefused for a name or a limit unknown."""
    if name not in shipped():
        raise StepRefused(Refusal.EVENT_UNKNOWN)
    prefix = f"report_up.{name}."
    rows = Policy.objects.filter(office=office, key__startswith=prefix, since_at__lte=at)
    set_here = {row.key.removeprefix(prefix): row.value for row in rows.order_by("since_at")}
    chosen = {key: value for key, value in set_here.items() if key in MAY_BE_SET}
    terms = read_terms({**written(shipped()[name]), **chosen})
    for limit in LIMITS:
        _readable(str(getattr(terms, limit)))
    return terms


def written(terms: Terms) -> dict[str, Any]:
    """Terms as plain JSON values, for the chain."""
    plain: dict[str, Any] = msgspec.to_builtins(terms)
    return plain


def read_terms(stored: Mapping[str, Any]) -> Terms:
    """Terms as a chain keeps them."""
    return msgspec.convert(dict(stored), Terms)


def _terms(name: str, row: Mapping[str, Any]) -> Terms:
    per_day = tuple(dict(row.get("follow_ups", {})).items())
    return read_terms({"name": name, **row, "follow_ups": per_day})


def _readable(limit: str) -> None:
    """Limits of reporting up are plain hours: an emergency knows no closing time."""
    if not limit:
        return
    try:
        kind = read_rule(limit).kind
    except RuleError:
        raise StepRefused(Refusal.RULE_UNREADABLE) from None
    if kind is not Kind.HOURS:
        raise StepRefused(Refusal.RULE_UNREADABLE)
