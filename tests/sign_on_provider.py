"""A small OpenID provider on this machine: discovery, codes with PKCE, tokens, user information."""

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT, SECRET = "desk", "the desk's own secret"


class Provider:
    """Says of whoever comes what `claims` holds; `userinfo` overrides the second statement."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.issuer = ""
        self.audience = CLIENT
        self.asked: dict[str, str] = {}
        self.codes: dict[str, tuple[str, dict[str, Any]]] = {}
        self.key = ec.generate_private_key(ec.SECP256R1())

    def agree(self, address: str) -> dict[str, str]:
        """What a browser brings back from the page this address leads to."""
        self.asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_hex(8)
        self.codes[code] = self.asked["code_challenge"], dict(self.claims)
        return {"code": code, "state": self.asked["state"]}

    def configuration(self) -> dict[str, Any]:
        named = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        told = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in named.items()}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **told, **methods}

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code, once, for who knows the secret and the verifier."""
        challenge, claims = self.codes.pop(form.get("code", ""), ("", {}))
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proved = urlsafe_b64encode(proof).rstrip(b"=").decode() == challenge
        if not proved or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        now = int(time.time())
        told = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60, **claims}
        id_token = jwt.encode(told, self.key, "ES256", {"kid": "1"})
        return {"access_token": "x", "token_type": "Bearer", "id_token": id_token}

    def user(self) -> dict[str, Any]:
        return {**self.claims, **self.userinfo}


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, answering until the end of the block."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path.startswith("/.well-known/")
            self._answer(provider.configuration() if known else provider.user())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token({key: one[0] for key, one in parse_qs(body).items()}))

        def _answer(self, told: dict[str, Any] | None) -> None:
            body = json.dumps(told or {"error": "invalid_grant"}).encode()
            self.send_response(200 if told else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
