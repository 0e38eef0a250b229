"""Many requests at once. Each host has its own queue, so a slow one delays only itself."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from urllib.parse import urlsplit

from huiyin.engine.fetch.client import Client
from huiyin.engine.fetch.values import Request, Result


async def fetch_many(
    client: Client, requests: Iterable[Request]
) -> AsyncIterator[tuple[Request, Result]]:
    """Yield every request with its result, in the order in which they finish.

    How many hosts are spoken to at the same moment is the client's limit `connections`. Leaving
    the loop early cancels the rest.
    """
    queues: dict[str, list[Request]] = {}
    for request in requests:
        queues.setdefault(_host(request.url), []).append(request)
    done: asyncio.Queue[tuple[Request, Result]] = asyncio.Queue()

    async def serve(queue: list[Request]) -> None:
        for request in queue:
            await done.put((request, await client.fetch(request)))

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
