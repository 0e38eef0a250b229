"""Before a desk starts: its office, its people, the sources it watches.

``python -m tests.journeys.first_day PASSWORD DOMAIN NAMES ADDRESSES`` (the last two parted by
blanks) on the data folder of the environment. Everybody has every role that is told of something;
the sources may stand in this machine.
"""

import subprocess
import sys

from huiyin.conf.env import load
from huiyin.faces.cli.database import open_desk
from tests.cli.desks import ROOT, environment


def first_day(
    settings: dict[str, str],
    *,
    staff: tuple[str, ...],
    domain: str,
    password: str,
    feeds: list[str],
) -> None:
    """Run `main` in a process of its own."""
    told = [password, domain, " ".join(staff), " ".join(feeds)]
    program = [sys.executable, "-m", "tests.journeys.first_day", *told]
    subprocess.run(program, env=environment(**settings), check=True, cwd=ROOT)


def main(password: str, domain: str, names: str, addresses: str) -> None:
    with open_desk(load()):
        from huiyin.apps.intake.actions import add_source, allow_private
        from huiyin.engine.clock import now
        from huiyin.flows.offices import create_administrator

        people = [
            create_administrator(
                username=name, name=name, password=password, email=f"{name}@{domain}",
                office_name="Office", now=now(),
            )
            for name in names.split()
        ]  # fmt: skip
        for url in addresses.split():
            by = people[0]
            source, _new = add_source(by.office, name=url, url=url, now=now(), actor=by)
            allow_private(source.pk, actor=by, now=now())


if __name__ == "__main__":
    main(*sys.argv[1:])
