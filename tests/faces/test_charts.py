"""Charts are drawn beside the page's process, once, and their failure costs no figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from huiyin.faces.shared import chart_process, charts
from huiyin.faces.shared.charts import HeatPoint, Moment, heat_chart
from tests.faces.gallery.render import show_chart

UTC8 = dt.timezone(dt.timedelta(hours=8))
FIRST = dt.datetime(2026, 9, 22, 0, 0, tzinfo=UTC8)
HOUR = dt.timedelta(hours=1)
POINTS = [HeatPoint(FIRST + hour * HOUR, count) for hour, count in enumerate([3, 0, 41, 7])]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_a_chart_wears_the_pages_colours_and_asks_nobody() -> None:
    chart = heat_chart(POINTS, tz=UTC8, moments=[Moment(FIRST + HOUR, "acted")])
    for svg in (chart.wide, chart.narrow):
        assert "var(--hy-chart-bar)" in svg
        assert ">A</text>" in svg
        assert "style=" not in svg
        assert "#0" not in svg
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert chart.moments[0].letter == "A"
    assert [count for _, count in chart.rows] == [3, 0, 41, 7]


def test_the_same_figures_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def count(asked: str) -> str:
        drawn.append(asked)
        return "<svg></svg>"

    monkeypatch.setattr(charts, "draw", count)
    for _ in range(3):
        heat_chart(POINTS, tz=UTC8)
    assert len(drawn) == len({charts.WIDE, charts.NARROW})


def test_a_killed_drawer_is_replaced() -> None:
    heat_chart(POINTS, tz=UTC8)
    child = chart_process._drawer._child
    assert child is not None
    child.kill()
    child.wait()
    assert heat_chart(POINTS[:2], tz=UTC8).wide.startswith("<svg")


def test_a_failed_drawing_leaves_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(asked: str) -> str:
        raise chart_process.ChartError(asked)

    monkeypatch.setattr(charts, "draw", refuse)
    html = show_chart(heat_chart(POINTS, tz=UTC8))
    assert "<svg" not in html
    assert "<details" in html
    assert " open>" in html
    assert ">41<" in html


def test_nothing_to_draw_says_so() -> None:
    html = show_chart(heat_chart([], tz=UTC8))
    assert "<svg" not in html
    assert "<table" not in html
