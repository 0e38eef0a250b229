"""Endpoints that speak the chat interface: POST {address}/chat/completions.

One request a draft, neither streamed nor repeated. The proxy settings of the machine, cookies and
redirects are left alone, so that what is sent goes to the address that was set and nowhere else.
"""

import asyncio
import json
from typing import Any, Final

import aiohttp

from huiyin.ports.drafting import Asked, Endpoint, Limits, NotWritten, Written

PATH: Final = "/chat/completions"
LONGEST_DETAIL: Final = 300
_STATUS: Final = {
    401: "key_refused", 403: "key_refused", 404: "not_there", 408: "took_too_long",
    413: "too_much", 429: "too_often",
}  # fmt: skip


class _TooLarge(Exception):  # noqa: N818 - it is an answer, not a fault
    """The answer has more octets than allowed."""


class ChatEndpoint:
    """The plug-in."""

    name = "chat"

    def draft(self, endpoint: Endpoint, asked: Asked, limits: Limits) -> Written | NotWritten:
        """Ask once and wait. What the endpoint says of a fault is kept without the key."""
        try:
            status, body = asyncio.run(_post(endpoint, asked, limits))
        except _TooLarge:
            return NotWritten("too_large", f"more than {limits.octets} octets")
        except TimeoutError:
            return NotWritten("took_too_long", f"{limits.total:g} s")
        except aiohttp.ClientConnectorCertificateError as error:
            return NotWritten("certificate_bad", _plain(str(error), endpoint))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return NotWritten("not_reached", _plain(str(error) or type(error).__name__, endpoint))
        return _read(status, body, endpoint)


async def _post(endpoint: Endpoint, asked: Asked, limits: Limits) -> tuple[int, bytes]:
    address = endpoint.url if endpoint.url.endswith(PATH) else endpoint.url + PATH
    given = {
        "model": endpoint.model,
        "stream": False,
        "messages": [
            {"role": "system", "content": asked.instructions},
            {"role": "user", "content": asked.material},
        ],
    }
    headers = {"Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    timeout = aiohttp.ClientTimeout(total=limits.total, sock_connect=limits.connect)
    async with (
        aiohttp.ClientSession(
            timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
        ) as session,
        session.post(address, json=given, headers=headers, allow_redirects=False) as answer,
    ):
        body = bytearray()
        async for piece in answer.content.iter_chunked(65_536):
            body += piece
            if len(body) > limits.octets:
                raise _TooLarge
        return answer.status, bytes(body)


def _read(status: int, body: bytes, endpoint: Endpoint) -> Written | NotWritten:
    if status != 200:
        return NotWritten(_code(status), _plain(f"HTTP {status} {_said(body)}", endpoint))
    try:
        answer = json.loads(body)
        choice = answer["choices"][0]
        text = choice["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        return NotWritten("not_understood", type(error).__name__)
    if not isinstance(text, str) or not text.strip():
        return NotWritten("no_text")
    if choice.get("finish_reason") == "length":
        return NotWritten("cut_off")
    model = answer.get("model")
    return Written(text, model if isinstance(model, str) and model else endpoint.model)


def _code(status: int) -> str:
    if 300 <= status < 400:
        return "redirected"
    return _STATUS.get(status, "endpoint_failed" if status >= 500 else "refused")


def _said(body: bytes) -> str:
    """The endpoint's own words on a fault, where it gives any."""
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    error = answer.get("error") if isinstance(answer, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    return message if isinstance(message, str) else ""


def _plain(text: str, endpoint: Endpoint) -> str:
    """One line of bounded length in which the key does not stand."""
    shown = text.replace(endpoint.key, "…") if endpoint.key else text
    return " ".join(shown.split())[:LONGEST_DETAIL]


plugin = ChatEndpoint()
