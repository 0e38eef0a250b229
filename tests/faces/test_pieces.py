"""The small tags: what they show, what they refuse to show, what they escape."""

from __future__ import annotations

import pytest
from django.template import Context, Engine
from django.test import RequestFactory
from django.test.utils import override_settings

from huiyin.faces.shared.pieces import Pager, code_groups, sparkline_points
from tests.faces.gallery.render import engine


def shown(text: str, **values: object) -> str:
    source: str = "{% load desk %}" + text
    made: Engine = engine()
    return str(made.from_string(source).render(Context(values)))


@pytest.mark.parametrize(
    ("code", "groups"),
    [("K7QM-3XVD-9TRA", ["K7QM", "3XVD", "9TRA"]), ("ABCDE", ["ABCD", "E"]), ("", [])],
)
def test_a_receipt_code_is_read_in_groups(code: str, groups: list[str]) -> None:
    assert code_groups(code) == groups


def test_a_sparkline_stays_inside_its_frame() -> None:
    for values in ([], [0], [0, 0], [5], [1, 900, 3]):
        for pair in sparkline_points(values, 96, 24).split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= 96
            assert 0 <= y <= 24


def test_words_from_outside_are_escaped() -> None:
    evil = "<b>x</b>"
    for tag in (
        "{% badge evil %}",
        "{% kind evil %}",
        "{% level evil %}",
        "{% page_state 'empty' title=evil %}",
        "{% receipt evil %}",
        "{% tally 1 evil %}",
        "{% undo evil %}",
        "{% sparkline heat evil %}",
    ):
        assert "<b>" not in shown(tag, evil=evil, heat=[1, 2])


def test_a_block_escapes_its_values_and_keeps_its_markup() -> None:
    html = shown("{% why %}<p>{{ evil }}</p>{% endwhy %}", evil="<b>")
    assert "<p>&lt;b&gt;</p>" in html


def test_a_pager_shows_only_ways_that_exist() -> None:
    html = shown("{% pager pager %}", pager=Pager(older_url="?before=9"))
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html
    assert shown("{% pager pager %}", pager=Pager()).strip() == ""


def test_a_page_that_does_not_exist_has_no_place_in_the_bar() -> None:
    request = RequestFactory().get("/inbox/")
    with override_settings(ROOT_URLCONF="tests.faces.gallery.urls"):
        assert shown("{% nav_link 'no_such_page' 'X' %}", request=request) == ""
        assert "aria-current" in shown("{% nav_link 'inbox' 'X' %}", request=request)
        assert "aria-current" not in shown("{% nav_link 'board' 'X' %}", request=request)


def test_a_zero_is_quiet() -> None:
    assert 'data-tone="plain"' in shown("{% tally 0 'overdue' 'overdue' %}")
    assert 'data-tone="overdue"' in shown("{% tally 1 'overdue' 'overdue' %}")
