"""The makers make what the actions accept."""

import pytest

from huiyin.apps.audit.queries import verify
from tests.makers import make_case, make_item, make_order, make_statement, make_story
from tests.personas import make_desk

pytestmark = pytest.mark.django_db


def test_a_desk_carries_a_matter_from_item_to_draft_answer() -> None:
    desk = make_desk()
    items = [make_item(desk.office), make_item(desk.office)]
    story = make_story(desk.office, items)
    case = make_case(desk.duty, story=story, items=items, accepted_by=desk.clerk)
    order = make_order(case, desk.chemicals, desk.clerk)
    statement = make_statement(desk.clerk, case=case)
    assert (order.state, statement.state) == ("issued", "drafted")
    assert [member.reprint for member in story.members.order_by("id")] == [False, True]
    assert verify()[1] is None
