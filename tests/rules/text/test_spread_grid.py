"""The grid of a story's spread: outlets by stretches of hours."""

from datetime import UTC, datetime, timedelta

from huiyin.rules.text.spread_grid import MOST_COLUMNS, MOST_LINES, Seen, grid

NINE = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)


def after(hours: float, outlet: str = "晚报", *, reprint: bool = True) -> Seen:
    return Seen(outlet, NINE + timedelta(hours=hours), reprint)


def test_outlets_stand_in_the_order_they_began_and_hours_hold_their_items() -> None:
    drawn = grid([after(2), after(0, "日报", reprint=False), after(2.5), after(0.5, "日报")])
    assert [column.hour for column in drawn.columns] == [9, 10, 11]
    assert [(line.outlet, [cell.items for cell in line.cells]) for line in drawn.lines] == [
        ("日报", [2, 0, 0]), ("晚报", [0, 0, 2]),
    ]  # fmt: skip
    assert (drawn.hours, drawn.lines[0].cells[0].reprints, drawn.lines[1].items) == (1, 1, 2)


def test_a_long_story_has_longer_stretches_and_many_outlets_share_a_line() -> None:
    for days in (0, 1, 2, 5, 30, 400, 4000):
        drawn = grid([after(0), after(days * 24)])
        assert len(drawn.columns) <= MOST_COLUMNS
        assert sum(line.items for line in drawn.lines) == 2
    assert grid([after(0), after(48)]).hours == 2
    many = grid([after(number / 9, f"报{number}") for number in range(30)])
    assert (len(many.lines), many.lines[-1].others) == (MOST_LINES, 31 - MOST_LINES)
    assert sum(line.items for line in many.lines) == 30
    assert grid([]).lines == ()
