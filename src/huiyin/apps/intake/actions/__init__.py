"""What is done to sources, keyword rules and items."""

from huiyin.apps.intake.actions.items import dismiss_item, set_kind
from huiyin.apps.intake.actions.rules import save_rule
from huiyin.apps.intake.actions.sources import (
    SourceRefused,
    add_source,
    allow_private,
    edit_source,
    fetch_now,
    set_source_enabled,
)

__all__ = [
    "SourceRefused",
    "add_source",
    "allow_private",
    "dismiss_item",
    "edit_source",
    "fetch_now",
    "save_rule",
    "set_kind",
    "set_source_enabled",
]
