"""A daemon on this machine that speaks the protocol of clamd(8), and knows one piece of malware."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

MALWARE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 600_000


class Handler(socketserver.StreamRequestHandler):
    """One command a connection."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zVERSION\0":
            self.wfile.write(b"ClamAV 1.4.3/27800/Sun\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._scanned() + b"\0")
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _scanned(self) -> bytes:
        told = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            told += self.rfile.read(length)
            if len(told) > LARGEST:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if MALWARE in told else b"stream: OK"


@contextmanager
def running() -> Iterator[str]:
    """The address of a daemon that answers until the end of the block."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
