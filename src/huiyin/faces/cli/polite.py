"""``huiyin polite``: how one host was treated day by day, for its owner who asks."""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from huiyin.conf.env import load
from huiyin.engine.clock import real_now
from huiyin.engine.speech import _
from huiyin.faces.cli.database import open_desk

if TYPE_CHECKING:
    from huiyin.apps.intake.models import HostDay

DAYS = 30
COLUMNS = (
    "robots", "crawl_delay", "requests", "smallest_gap", "busy", "forbidden", "longest_rest",
    "denied", "rested",
)  # fmt: skip


@click.command(help=_("Say how a host was treated: requests, shortest pause, refusals, rules."))
@click.argument("host")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help=_("One day (UTC) alone."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
def command(host: str, day: date | None, as_json: bool) -> None:
    now = real_now()
    first, last = (day, day) if day else (now.date() - timedelta(days=DAYS - 1), now.date())
    with open_desk(load()):
        from huiyin.apps.intake.queries.coverage import days_of, rules_of

        days, rules = days_of(host.lower(), first, last), rules_of(host.lower(), now)
        said = [(one.host, one.since_at.isoformat(timespec="seconds"), one.rules) for one in rules]
    if as_json:
        rows = [
            {"host": one.host, "day": one.day.isoformat()}
            | {name: getattr(one, name) for name in COLUMNS}
            for one in days
        ]
        click.echo(json.dumps({"days": rows, "rules": said}, ensure_ascii=False))
        return
    if not days:
        click.echo(_("No request was made to {host} in these days.").format(host=host))
    for one in days:
        click.echo(told(one))
    for name, since, text in said:
        click.echo(_("robots.txt of {host} since {since}:").format(host=name, since=since))
        click.echo(text or _("nothing any more"))


def told(day: "HostDay") -> str:
    """A host's day in a sentence."""
    gap = "–" if day.smallest_gap is None else f"{day.smallest_gap:.2f}"
    return _(
        "{day} {host}: {requests} requests, shortest pause {gap} s, robots.txt {robots}"
        " (pause asked {delay:g} s); 429 or 503 {busy} times, then left alone up to {rest:.0f} s;"
        " 401, 403 or 451 {forbidden} times; not asked: forbidden {denied}, resting {rested}."
    ).format(
        day=day.day, host=day.host, requests=day.requests, gap=gap, robots=day.robots or "–",
        delay=day.crawl_delay, busy=day.busy, rest=day.longest_rest, forbidden=day.forbidden,
        denied=day.denied, rested=day.rested,
    )  # fmt: skip
