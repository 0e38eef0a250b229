"""The part of ``huiyin check`` that asks the mail server. It signs in; it sends nothing."""

import smtplib

from huiyin.conf.env import Config
from huiyin.engine.speech import _
from huiyin.faces.cli import findings
from huiyin.faces.cli.findings import Finding


def look(config: Config) -> Finding:
    from huiyin.flows.deliver import connected

    if config.smtp_url is None:
        return findings.warning(
            "mail",
            _("No mail server is set: mails are kept in the outbox."),
            _(
                "Set HUIYIN_SMTP_URL, for example smtp://user:password@mail.example:587?tls=starttls"
            ),
        )
    try:
        with connected(config.smtp_url) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as trouble:
        return findings.error(
            "mail",
            _("The mail server does not take mail: {reason}").format(reason=trouble),
            _("Correct HUIYIN_SMTP_URL; mails wait in the outbox until then."),
        )
    return findings.ok("mail", _("The mail server answers."))
