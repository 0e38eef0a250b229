"""What people decide about stories: what belongs where, what is one, what it is called.

Whatever a person placed stays placed: the desk groups only items that have no place yet.
"""

from huiyin.apps.stories.actions.parting import keep_apart, take_apart_back
from huiyin.apps.stories.actions.placing import attach_item, move_item, undo_item
from huiyin.apps.stories.actions.resting import rest_stories
from huiyin.apps.stories.actions.shaping import merge_stories, rename_story

__all__ = ["attach_item", "merge_stories", "move_item", "rename_story", "rest_stories"]
__all__ += ["keep_apart", "take_apart_back", "undo_item"]
