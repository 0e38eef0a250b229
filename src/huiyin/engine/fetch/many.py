"""Many requests at once. Each host has its own queue, so a slow one delays only itself."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Final
from urllib.parse import urlsplit

from huiyin.engine.fetch.client import Client
from huiyin.engine.fetch.values import Request, Result

CONCURRENCY: Final = 100


async def fetch_many(
    client: Client, requests: Iterable[Request], concurrency: int = CONCURRENCY
) -> AsyncIterator[tuple[Request, Result]]:
    """Yield every request with its result, in the order in which they finish.

    concurrency – hosts spoken to at the same moment; waiting for a host's turn counts too, so
    choose it well above the number of slow hosts. Leaving the loop early cancels the rest.
    """
    queues: dict[str, list[Request]] = {}
    for request in requests:
        queues.setdefault(_host(request.url), []).append(request)
    room = asyncio.Semaphore(concurrency)
    done: asyncio.Queue[tuple[Request, Result]] = asyncio.Queue()

    async def serve(queue: list[Request]) -> None:
        for request in queue:
            async with room:
                result = await client.fetch(request)
            await done.put((request, result))

    tasks = [asyncio.create_task(serve(queue)) for queue in queues.values()]
    try:
        for _number in range(sum(len(queue) for queue in queues.values())):
            yield await done.get()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url
