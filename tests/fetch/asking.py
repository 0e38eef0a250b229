"""Ask a loopback server with short limits, from a plain test."""

import asyncio

from huiyin.engine.fetch import Client, FetchFailure, Limits, Request, Result
from huiyin.ports import Fetched

SHORT = Limits(connect=2, read=0.4, total=1.0, body=1024 * 1024, host_interval=0)


def ask(*requests: Request | str, limits: Limits = SHORT) -> list[Result]:
    """Fetch one after the other with one client; strings are allowed private addresses."""

    async def run() -> list[Result]:
        async with Client(limits, contact="https://desk.example/contact") as client:
            return [await client.fetch(prepared(request)) for request in requests]

    return asyncio.run(run())


def prepared(request: Request | str) -> Request:
    return Request(request, allow_private=True) if isinstance(request, str) else request


def got(result: Result) -> Fetched:
    assert isinstance(result, Fetched), result
    return result


def failed(result: Result) -> FetchFailure:
    assert isinstance(result, FetchFailure), result
    return result
