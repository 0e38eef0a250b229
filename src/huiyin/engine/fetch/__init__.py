"""The polite HTTP client: public documents only, one request at a time a host, robots.txt kept.

`Client.fetch` never raises on what a server does; it gives `Fetched` or `FetchFailure`.
Any number of requests may wait at once: a slow or hostile host delays only itself.
"""

from huiyin.engine.fetch.client import Client
from huiyin.engine.fetch.values import FAILURES, FetchFailure, Limits, Request, Result

__all__ = ["FAILURES", "Client", "FetchFailure", "Limits", "Request", "Result"]
