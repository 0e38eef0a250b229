"""Ports: free before anything starts, and answering once it has."""

import errno
import socket
import time

from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

HEALTH = "/healthz"
PATIENCE_SECONDS = 1.0


def refuse_taken(host: str, port: int, setting: str, patience: float = 2.0) -> None:
    """Raise `CannotStart`, naming the port and its setting, where nothing could listen there.

    A taken port gets `patience` seconds: a desk that was just killed may still be leaving it.
    """
    until = time.monotonic() + patience
    while (error := _trouble_with(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > until:
            raise _taken(host, port, setting, error) from error
        time.sleep(0.1)


def _trouble_with(host: str, port: int) -> OSError | None:
    """What hinders listening there; None where nothing does."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


def _taken(host: str, port: int, setting: str, error: OSError) -> CannotStart:
    told = {"host": host, "port": port, "setting": setting, "reason": error.strerror}
    if error.errno == errno.EADDRINUSE:
        return CannotStart(
            "port_taken",
            _("Port {port} on {host} is already used by another program.").format(**told),
            _("Stop that program, or choose another port by {setting}.").format(**told),
        )
    if error.errno == errno.EACCES:
        return CannotStart(
            "port_refused",
            _("This account may not listen on port {port}.").format(**told),
            _("Choose a port above 1023 by {setting}.").format(**told),
        )
    host_setting = setting.removesuffix("PORT") + "HOST"
    return CannotStart(
        "host_unusable",
        _("Nothing can listen on {host}: {reason}.").format(**told),
        _("Give an address of this machine by {setting}.").format(setting=host_setting),
    )


def answers(host: str, port: int, path: str = HEALTH) -> bool:
    """Whether a face serves its health page with 200."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    request = f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n"
    try:
        with socket.create_connection((where, port), PATIENCE_SECONDS) as connection:
            connection.sendall(request.encode("ascii"))
            status = connection.recv(64).split(b" ", 2)
    except OSError:
        return False
    return len(status) > 1 and status[0].startswith(b"HTTP/") and status[1] == b"200"
