"""The guard keeps the fetcher out of private networks, however the address is written."""

import asyncio
import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from huiyin.engine.fetch import Request
from huiyin.engine.fetch.guard import GuardedResolver, check_address, checked
from huiyin.engine.fetch.values import Refused
from tests.fetch.asking import ask, failed
from tests.nasty import Nasty


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://example.org/feed", "address_unfit"),
        ("file:///etc/passwd", "address_unfit"),
        ("javascript:alert(1)", "address_unfit"),
        ("example.org/feed", "address_unfit"),
        ("http:///feed", "address_broken"),
        ("http://exa mple.org/", "address_broken"),
        ("http://example.org:99999/", "address_broken"),
        ("http://[::1/", "address_broken"),
        ("http://example.org/" + "a" * 2000, "address_broken"),
        ("http://user@example.org/", "credentials_in_address"),
        ("http://user:secret@example.org/", "credentials_in_address"),
        ("http://example.org:25/", "port_refused"),
        ("http://127.0.0.1/", "address_private"),
        ("http://127.1/", "address_private"),
        ("http://2130706433/", "address_private"),
        ("http://0x7f000001/", "address_private"),
        ("http://0177.0.0.1/", "address_private"),
        ("http://10.0.0.1/", "address_private"),
        ("http://172.16.0.1/", "address_private"),
        ("http://192.168.1.1/", "address_private"),
        ("http://100.64.0.1/", "address_private"),
        ("http://[::1]/", "address_private"),
        ("http://[fd00::1]/", "address_private"),
        ("http://[fec0::1]/", "address_private"),
        ("http://[::ffff:127.0.0.1]/", "address_private"),
        ("http://[::ffff:10.0.0.1]/", "address_private"),
        ("http://[::127.0.0.1]/", "address_private"),
        ("http://[64:ff9b::a00:1]/", "address_private"),
        ("http://[64:ff9b:1::808:808]/", "address_private"),
        ("http://[2002:7f00:1::]/", "address_private"),
        ("http://0.0.0.0/", "address_forbidden"),
        ("http://0/", "address_forbidden"),
        ("http://[::]/", "address_forbidden"),
        ("http://169.254.169.254/", "address_forbidden"),
        ("http://[fe80::1]/", "address_forbidden"),
        ("http://[::ffff:169.254.169.254]/", "address_forbidden"),
        ("http://224.0.0.1/", "address_forbidden"),
        ("http://240.0.0.1/", "address_forbidden"),
        ("http://255.255.255.255/", "address_forbidden"),
        ("http://[ff02::1]/", "address_forbidden"),
    ],
)
def test_an_unfit_address_is_refused_before_anything_is_sent(address: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        checked(address, allow_private=False)
    assert caught.value.code == code
    assert caught.value.permanent


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/feed",
        "https://example.org:8443/feed?a=1",
        "http://93.184.216.34/",
        "http://[2606:4700::1111]/",
        "http://[64:ff9b::808:808]/",
        "http://例子.中国/新闻.xml",
    ],
)
def test_a_public_address_passes(address: str) -> None:
    assert checked(address, allow_private=False).host


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:631/", "http://192.168.1.1/", "http://[::1]/"]
)
def test_an_administrator_can_allow_a_private_address(address: str) -> None:
    assert checked(address, allow_private=True).host


@pytest.mark.parametrize("address", ["0.0.0.0", "169.254.169.254", "224.0.0.1", "fe80::1"])
def test_some_addresses_cannot_even_be_allowed(address: str) -> None:
    with pytest.raises(Refused, match="address_forbidden"):
        check_address(ipaddress.ip_address(address), allow_private=True)


def test_a_name_that_resolves_into_the_house_is_refused() -> None:
    with Nasty() as server:
        (result,) = ask(Request(f"http://localhost:{server.port}/feed"))
    assert failed(result).code == "address_private"
    assert failed(result).permanent
    assert server.seen == []


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: answers)
    with ThreadPoolExecutor(1) as threads:
        resolver = GuardedResolver(threads, allow_private=False)
        with pytest.raises(Refused, match="address_private"):
            asyncio.run(resolver.resolve("rebinding.example", 80))


def test_a_name_is_looked_up_once_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the very address that was checked; there is no second look-up that
    a name server could answer differently. (Two connections: robots.txt and the feed.)"""
    asked: list[str] = []

    def getaddrinfo(host: str, *_args: object, **_named: object) -> object:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]

    with Nasty() as server:
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        ask(Request(f"http://turncoat.example:{server.port}/feed", allow_private=True))
    assert server.paths() == ["/feed"]
    assert asked == ["turncoat.example", "turncoat.example"]
