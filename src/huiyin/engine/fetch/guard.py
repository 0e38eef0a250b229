"""Keeps the fetcher out of the house it runs in.

An address is refused unless it is http(s), names no password and uses a web port. Its host is
resolved once; every address it resolves to must be public, and the connection goes to just
those addresses, so a second look-up cannot smuggle in another. Each redirect passes the same
gate. With `allow_private` the private and loopback networks are open; link-local, multicast,
reserved and unspecified addresses never are.
"""

import asyncio
import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from huiyin.engine.fetch.values import Refused

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
LOCAL_NAT64: Final = ipaddress.ip_network("64:ff9b:1::/48")
V4_COMPATIBLE: Final = ipaddress.ip_network("::/96")
SHARED: Final = ipaddress.ip_network("100.64.0.0/10")
SITE_LOCAL: Final = ipaddress.ip_network("fec0::/10")
WEB_PORTS: Final = frozenset({80, 443})
LONGEST: Final = 2000


def checked(address: str, *, allow_private: bool) -> URL:
    """The address as a URL, or Refused."""
    if len(address) > LONGEST or any(character <= " " for character in address.strip()):
        raise Refused("address_broken", address[:200], permanent=True)
    try:
        url = URL(address.strip())
        port = url.port
    except ValueError as error:
        raise Refused("address_broken", str(error), permanent=True) from error
    if url.scheme not in {"http", "https"}:
        raise Refused("address_unfit", url.scheme, permanent=True)
    if not url.host:
        raise Refused("address_broken", "no host", permanent=True)
    if url.user is not None or url.password is not None:
        raise Refused("credentials_in_address", url.host, permanent=True)
    if port not in WEB_PORTS and (port or 0) < 1024 and not allow_private:
        raise Refused("port_refused", str(port), permanent=True)
    literal = _literal(url.host)
    if literal:
        check_address(literal, allow_private=allow_private)
    return url.with_fragment(None)


def check_address(address: IPAddress, *, allow_private: bool) -> None:
    """Refused unless the address, and any address hidden inside it, may be connected to."""
    every = (address, *_inside(address))
    for one in every:
        if one.is_unspecified or one.is_multicast or one.is_link_local or _reserved(one):
            raise Refused("address_forbidden", str(address), permanent=True)
    if not allow_private and any(_private(one) for one in every):
        raise Refused("address_private", str(address), permanent=True)


def _private(one: IPAddress) -> bool:
    known = one in LOCAL_NAT64 or one in SITE_LOCAL or one in SHARED or one in V4_COMPATIBLE
    return known or one.is_loopback or not one.is_global


def _reserved(one: IPAddress) -> bool:
    return one.version == 4 and one.is_reserved


def _inside(address: IPAddress) -> list[ipaddress.IPv4Address]:
    """IPv4 addresses that an IPv6 address stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    hidden = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    compatible = address in V4_COMPATIBLE and int(address) > 1
    if address in NAT64 or address in LOCAL_NAT64 or compatible:
        hidden.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in hidden if one is not None]


def _literal(host: str) -> IPAddress | None:
    """The host as an address when it is written as one, however oddly."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


class GuardedResolver(AbstractResolver):
    """Resolves a host and gives its addresses only if every one of them is allowed.

    threads – of its own and many, since a look-up cannot be cancelled and the loop's few would
    all be taken by a handful of names whose servers do not answer.
    """

    def __init__(self, threads: ThreadPoolExecutor, *, allow_private: bool) -> None:
        self.threads = threads
        self.allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        look_up = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self.threads, look_up)
        results: list[ResolveResult] = []
        for kind, _type, protocol, _name, (address, *_rest) in found:
            text = str(address).partition("%")[0]
            check_address(ipaddress.ip_address(text), allow_private=self.allow_private)
            results.append(
                ResolveResult(
                    hostname=host,
                    host=text,
                    port=port,
                    family=kind,
                    proto=protocol,
                    flags=socket.AI_NUMERICHOST,
                )
            )
        return results

    async def close(self) -> None:
        """Nothing is held open."""
