"""The part of ``huiyin check`` about drafts by a machine. Nothing is sent; the key is not shown."""

from urllib.parse import urlsplit

from huiyin.conf.env import Config
from huiyin.engine.speech import _
from huiyin.faces.cli import findings
from huiyin.faces.cli.findings import Finding

THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


def look(config: Config) -> Finding:
    if config.draft_url is None:
        return findings.ok("drafting", _("No machine drafts answers: no endpoint is set."))
    parts = urlsplit(config.draft_url)
    told = {"host": parts.netloc, "model": config.draft_model}
    if parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        return findings.warning(
            "drafting",
            _("Items and key go to {host} (model {model}) in the clear.").format(**told),
            _("Use an address that begins with https:// in HUIYIN_DRAFT_URL."),
        )
    return findings.ok(
        "drafting", _("Drafts may be asked of {host}, model {model}.").format(**told)
    )
