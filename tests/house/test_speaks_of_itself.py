"""The project speaks of itself alone: no machine's paths, no registry's hosts, no maker's tools."""

import re

import pytest

from tests.house.sources import named, tracked

# A letter of each word stands in brackets, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w./…-])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/")
REGISTRIES = re.compile(
    r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(?:org|com)|deb\.debia[n]|npmmirro[r]"
    r"|tuna\.tsinghu[a]|mirrors\.\w+\.(?:com|edu|org)"
)
MAKERS = re.compile(
    r"(?i)\b(?:claud[e]|anthropi[c]|opena[i]|chatgp[t]|copilo[t]|gemin[i])\b|co-authore[d]-by"
    r"|\b(?:written|made|generated) (?:by|with) (?:an? )?(?:a[i]|ll[m]|mode[l])\b"
    r"|\b(?:a[i]|ll[m])[ -](?:written|generated|assisted)"
)
BINARY = {".png", ".ico", ".woff2", ".gz", ".xlsx", ".jpg", ".mo"}
FILES = tuple(path for path in tracked() if path.suffix not in BINARY and path.name != "LICENSE")


def faults(text: str) -> list[str]:
    """What a text says that is none of the project's business."""
    return [
        found.group()
        for rule in (MACHINE_PATHS, REGISTRIES, MAKERS)
        for found in rule.finditer(text)
    ]


def test_every_file_speaks_of_the_project_alone() -> None:
    found = {named(path): faults(path.read_text("utf-8", errors="replace")) for path in FILES}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    "text",
    [
        "see /wo" + "rk/main", "cd /ro" + "ot/x", "https://py" + "pi.org/simple",
        "https://registry.np" + "mjs.org/", "Co-Auth" + "ored-By: somebody", "by Chat" + "GPT",
    ],
)  # fmt: skip
def test_the_check_finds_what_is_not_said_here(text: str) -> None:
    assert faults(text)
