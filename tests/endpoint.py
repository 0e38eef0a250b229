"""A chat endpoint on this machine for tests: answers as it is told, and remembers what it got."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


def chat(text: str, **choice: str) -> bytes:
    """The body of an answer with this text."""
    choices = [{"message": {"role": "assistant", "content": text}, **choice}]
    return json.dumps({"model": "small-1", "choices": choices}).encode()


@dataclass
class Chat:
    """`status`, `body` and `headers` of the next answers; `got` the requests: headers and JSON."""

    url: str
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def endpoint() -> Iterator[Chat]:
    """Serve until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.got.append((dict(self.headers), asked))
            self.send_response(served.status if self.path == "/v1/chat/completions" else 404)
            for name, value in served.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(served.body)))
            self.end_headers()
            self.wfile.write(served.body)

        def log_message(self, *_values: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Chat(f"http://127.0.0.1:{server.server_address[1]}/v1")
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
