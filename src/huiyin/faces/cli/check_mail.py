"""The part of ``huiyin check`` that asks the mail server and the offices' channels.

It opens each and signs in; it sends nothing. A channel's address and secrets are not shown.
"""

from collections.abc import Iterator

from huiyin.conf.env import Config
from huiyin.engine.speech import _
from huiyin.faces.cli import findings
from huiyin.faces.cli.findings import Finding
from huiyin.ports.channels import Unreachable


def look(config: Config) -> Finding:
    from huiyin.flows.deliver import MailRoute, mail_way

    if config.smtp_url is None:
        return findings.warning(
            "mail",
            _("No mail server is set: mails are kept in the outbox."),
            _(
                "Set HUIYIN_SMTP_URL, for example smtp://user:password@mail.example:587?tls=starttls"
            ),
        )
    way = mail_way(MailRoute(config.smtp_url, config.mail_from, config.console_url))
    if way is None:
        return findings.error(
            "mail",
            _("The part that sends mail is not installed."),
            _("Install the desk anew; mails wait in the outbox until then."),
        )
    try:
        with way.plugin.open(way.settings):
            pass
    except Unreachable as trouble:
        return findings.error(
            "mail",
            _("The mail server does not take mail: {reason}").format(reason=trouble),
            _("Correct HUIYIN_SMTP_URL; mails wait in the outbox until then."),
        )
    return findings.ok("mail", _("The mail server answers."))


def look_at_channels() -> Iterator[Finding]:
    """Each channel of each office that is switched on."""
    from huiyin.apps.notify.models import Channel
    from huiyin.flows.deliver import problem_of

    rows = Channel.objects.filter(active=True).exclude(office=None).select_related("office")
    for row in rows.order_by("pk"):
        told = {"office": row.office.name if row.office else "", "name": row.name}
        problem = problem_of(row)
        if problem:
            yield findings.error(
                "channels",
                _("The channel {name} of {office} does not work: {reason}").format(
                    **told, reason=problem
                ),
                _("Correct it on the page “Channels”, or switch it off; messages wait until then."),
            )
        else:
            yield findings.ok("channels", _("The channel {name} of {office} opens.").format(**told))
