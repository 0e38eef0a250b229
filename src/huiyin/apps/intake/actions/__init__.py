"""What is done to sources, keyword rules and items."""

from huiyin.apps.intake.actions.items import dismiss_item, set_kind
from huiyin.apps.intake.actions.rules import (
    ListRefused,
    end_word_list,
    save_rule,
    save_word_list,
)
from huiyin.apps.intake.actions.searches import forget_search, save_search
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
    "ListRefused",
    "SourceRefused",
    "add_source",
    "allow_private",
    "change_settings",
    "dismiss_item",
    "edit_source",
    "end_word_list",
    "fetch_now",
    "forget_search",
    "renew_push_secret",
    "save_rule",
    "save_search",
    "save_word_list",
    "set_kind",
    "set_source_enabled",
]
