"""The background process: `python -m huiyin.faces.cli.worker`, started by the supervisor."""

import os
import signal
from threading import Event
from types import FrameType

import django

from huiyin.engine.log import configure


def main() -> None:
    """Run the background duties until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.conf.worker")
    django.setup()
    from huiyin.conf.base import CONFIG
    from huiyin.engine.garbage import collect_rarely
    from huiyin.flows.deliver import MailRoute
    from huiyin.flows.duties import duties_of, run_duties

    configure(CONFIG.log_level)
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    collect_rarely()
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_duties(duties_of(MailRoute(CONFIG.smtp_url, CONFIG.mail_from, CONFIG.console_url)), stop)


if __name__ == "__main__":
    main()
