"""The library's exceptions, told apart and named."""

import asyncio
import ssl

import aiohttp

from huiyin.engine.fetch.values import Refused


def refused_by(error: BaseException) -> Refused:
    """The failure that an exception of the HTTP library stands for."""
    inner = _guard_inside(error)
    if inner:
        return inner
    detail = str(error)[:300] or type(error).__name__
    return Refused(_code(error), detail)


def _code(error: BaseException) -> str:
    match error:
        case aiohttp.ConnectionTimeoutError():
            return "timeout_connect"
        case aiohttp.SocketTimeoutError() | aiohttp.ServerTimeoutError():
            return "timeout_read"
        case asyncio.TimeoutError():
            return "timeout_total"
        case aiohttp.ClientConnectorDNSError():
            return "name_unknown"
        case aiohttp.ClientConnectorCertificateError() | ssl.SSLError():
            return "certificate_bad"
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError():
            return "ended_early"
        case aiohttp.ClientOSError() | OSError():
            return "connection_failed"
        case aiohttp.InvalidURL():
            return "address_broken"
        case _:
            return "answer_broken"


def _guard_inside(error: BaseException | None) -> Refused | None:
    """The guard's own refusal where the library wrapped it."""
    for _depth in range(5):
        if error is None or isinstance(error, Refused):
            return error
        error = error.__cause__ or error.__context__
    return None
