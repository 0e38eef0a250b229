"""The part of ``huiyin check`` that asks the scanner what it is. No file is sent."""

from huiyin.conf.env import Config
from huiyin.engine.speech import _
from huiyin.faces.cli import findings
from huiyin.faces.cli.findings import Finding

PATIENCE_SECONDS = 5.0


def look(config: Config) -> Finding:
    from huiyin.ports import registry

    if config.scan_socket is None:
        return findings.ok("scanning", _("Files are not scanned for malware: no scanner is set."))
    plugin = registry.scanning().plugins.get("clamd")
    said = plugin.version(config.scan_socket, PATIENCE_SECONDS) if plugin else ""
    if not said:
        return findings.error(
            "scanning",
            _("No scanner answers at {socket}.").format(socket=config.scan_socket),
            _("Start it, or correct HUIYIN_SCAN_SOCKET; until then files wait unopened."),
        )
    return findings.ok("scanning", _("Files are scanned by {scanner}.").format(scanner=said))
