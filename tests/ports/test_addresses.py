"""One page has one address."""

import pytest

from huiyin.ports.addresses import canonical_address


@pytest.mark.parametrize(
    ("address", "base", "canonical"),
    [
        ("HTTP://WWW.A.cn:80/x/../b?utm_source=w&a=1&b=#top", "", "http://www.a.cn/b?a=1&b="),
        ("../x?spm=1.2&id=3", "https://a.cn/b/c/d", "https://a.cn/b/x?id=3"),
        ("http://name:word@a.cn?utm_x=1", "", "http://a.cn/"),
        ("//b.cn/x", "https://a.cn", "https://b.cn/x"),
        ("http://例子.cn/", "", "http://xn--fsqu00a.cn/"),
        ("https://a.cn/?b=2&a=1", "", "https://a.cn/?b=2&a=1"),
        ("javascript:alert(1)", "https://a.cn", ""),
        ("mailto:a@b.cn", "", ""),
        ("http://[bad", "https://a.cn", ""),
        ("http://a.cn/" + "x" * 5000, "", ""),
        ("", "https://a.cn", ""),
    ],
)
def test_an_address_is_written_one_way(address: str, base: str, canonical: str) -> None:
    assert canonical_address(address, base) == canonical
