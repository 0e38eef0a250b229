"""Addresses of the desk's daily round: board, inbox, stories, sources, rules, notices."""

from django.urls import path

from huiyin.faces.console.views import (
    board,
    entering,
    imports,
    inbox,
    items,
    notices,
    opening,
    rules,
    sources,
    stories,
)

urlpatterns = [
    path("", board.board, name="board"),
    path("due", board.due, name="due"),
    path("search", inbox.search, name="search"),
    path("inbox", inbox.inbox_page, name="inbox"),
    path("inbox/enter", entering.enter, name="enter_item"),
    path("inbox/many", items.many, name="items_together"),
    path("items/<int:pk>", inbox.item_page, name="item"),
    path("items/<int:pk>/kind", items.kind, name="item_kind"),
    path("items/<int:pk>/attach", items.attach, name="attach_item"),
    path("items/<int:pk>/dismiss", items.dismiss, name="dismiss_item"),
    path("items/<int:pk>/files/<uuid:name>", items.file, name="item_file"),
    path("items/undo", items.undo, name="undo_items"),
    path("cases/open", opening.open_new_case, name="open_case"),
    path("stories", stories.river_page, name="stories"),
    path("stories/<int:pk>", stories.story, name="story"),
    path("sources", sources.sources_page, name="sources"),
    path("sources/add", sources.add, name="add_source"),
    path("sources/<int:pk>", sources.source_page, name="source"),
    path("sources/<int:pk>/switch", sources.switch, name="switch_source"),
    path("sources/<int:pk>/private", sources.private, name="source_private"),
    path("sources/<int:pk>/fetch", sources.fetch, name="fetch_source"),
    path("imports", imports.imports_page, name="imports"),
    path("imports/<int:pk>", imports.import_page, name="import"),
    path("rules", rules.rules_page, name="rules"),
    path("rules/edit", rules.edit, name="edit_rule"),
    path("notices", notices.notices_page, name="notices"),
    path("notices/read", notices.read, name="read_notices"),
]
