"""What is done to sources, keyword rules and items."""

from huiyin.apps.intake.actions.items import dismiss_item, set_kind
from huiyin.apps.intake.actions.rules import save_rule
from huiyin.apps.intake.actions.sources import (
    SourceRefused,
    add_source,
    allow_private,
    change_settings,
    edit_source,
    fetch_now,
    renew_push_secret,
    set_source_enabled,
)

__all__ = [
    "SourceRefused",
    "add_source",
    "allow_private",
    "change_settings",
    "dismiss_item",
    "edit_source",
    "fetch_now",
    "renew_push_secret",
    "save_rule",
    "set_kind",
    "set_source_enabled",
]
