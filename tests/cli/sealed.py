"""Looks for a reporter wherever a thief, an administrator or a leader could look."""

import json
import re
import subprocess
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
import pytest
from nacl.public import PrivateKey, SealedBox
from nacl.secret import Aead

from huiyin.engine.postgres import CONSOLE, WORKER, Cluster, install
from tests.cli.desks import Desk, until
from tests.journeys.traffic import Browser

NAME, PHONE, PLACE, CALLER = "欧阳某某甲", "13987650421", "滨河路八十八号三单元", "203.0.113.77"
MATTER = "三号反应釜的联锁被人短接"
ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")  # text in files, and as Python keeps it
BLOCK = 16 * 2**20


class Caller(Browser):
    """A reporter whose address a proxy passes on."""

    def __init__(self) -> None:
        super().__init__()
        self._opener.addheaders = [("X-Forwarded-For", CALLER)]


def a_reporter_stays_sealed(desk: Desk) -> None:
    """Two contact officers, one report with all contact data; then everything is searched."""
    data = Path(desk.settings["HUIYIN_DATA"])
    cluster = Cluster(data)
    keys = [PrivateKey.generate(), PrivateKey.generate()]
    with psycopg.connect(cluster.url(), autocommit=True) as owner:
        for number, key in enumerate(keys):
            _officer(owner, number, key)
    _report(f"http://127.0.0.1:{desk.settings['HUIYIN_PORTAL_PORT']}")
    _staff_look(f"http://127.0.0.1:{desk.settings['HUIYIN_CONSOLE_PORT']}")
    with psycopg.connect(cluster.url(), autocommit=True) as owner:
        assert [_opened(owner, data, number, key) for number, key in enumerate(keys)] == [
            NAME,
            NAME,
        ]
        submission = owner.execute("SELECT id FROM intake_submission").fetchone()
    for role in (CONSOLE, WORKER):
        _refused(cluster.url(role), "SELECT ciphertext FROM intake_sealedcontact")
    ask = "SELECT * FROM huiyin_sealed_contacts(%s, 1, 'out of mere curiosity')"  # 1: administrator
    for role in (CONSOLE, WORKER):
        _refused(cluster.url(role), ask, submission or ())
    told = b"".join(map(_octets, _files(data)))
    assert _found(told, [MATTER])
    assert _found(told, [NAME, PHONE, PLACE, CALLER]) == []
    dump = subprocess.run(
        [install.find().root / "bin" / "pg_dump", cluster.url()], capture_output=True, check=True
    ).stdout
    assert _found(dump, [MATTER])
    assert _found(dump, [NAME, PHONE, PLACE, CALLER]) == []
    console = psutil.Process(desk.pid_of("console"))
    serving = [console, *console.children(recursive=True)]
    memory = b"".join(_memory(process.pid) for process in serving)
    assert _found(memory, ["huiyin.faces.console.urls"])  # it was the right place to look
    assert _found(memory, [NAME, PHONE, PLACE, CALLER]) == []


def _officer(owner: psycopg.Connection, number: int, key: PrivateKey) -> None:
    owner.execute(
        """WITH person AS (
            INSERT INTO org_person (username, name, name_en, email, password, language, is_active,
                office_id) SELECT %s, '林', '', '', '!', 'en', true, id FROM org_office RETURNING id
        ), granted AS (
            INSERT INTO org_rolegrant (person_id, role, since_at)
            SELECT id, 'custodian', now() FROM person
        ) INSERT INTO intake_custodiankey (person_id, office_id, public_key, salt, created_at)
        SELECT person.id, o.id, %s, '\\x00', now() FROM person, org_office o""",
        [f"officer-{number}", bytes(key.public_key)],
    )


def _report(portal: str) -> None:
    browser, tell = Caller(), f"{portal}/tell/"
    page, _url = browser.page(f"{tell}?kind=hazard")
    page, _url = browser.send(tell, page, text=MATTER, go="next")
    page, _url = browser.send(tell, page, name=NAME, phone=PHONE, other=PLACE, go="next")
    page, _url = browser.send(tell, page, go="next")
    assert "hy-receipt-code" in page, page


def _staff_look(console: str) -> None:
    """The administrator reads what there is to read."""
    browser = Browser()
    page, _url = browser.page(f"{console}/sign-in")
    told = {"username": "first", "password": "a long password"}
    browser.send(f"{console}/sign-in", page, **told)
    until(lambda: MATTER in browser.page(f"{console}/inbox")[0], 60, lambda: "not taken in")
    (item,) = set(re.findall(r'href="(/items/\d+)', browser.page(f"{console}/inbox")[0]))
    for path in (item, "/audit", "/staff", "/"):
        browser.page(console + path)


def _opened(owner: psycopg.Connection, data: Path, number: int, key: PrivateKey) -> str:
    row = owner.execute(
        """SELECT ciphertext, m.for_desk, m.submission_id FROM intake_sealedcontact s
        JOIN intake_matterkey m ON m.submission_id = s.submission_id
        JOIN intake_custodiankey k ON k.id = s.custodian_key_id
        JOIN org_person p ON p.id = k.person_id WHERE p.username = %s""",
        [f"officer-{number}"],
    ).fetchone()
    assert row is not None
    of_desk = PrivateKey(bytes.fromhex((data / "secrets" / "key-vault").read_text("ascii").strip()))
    of_matter = SealedBox(of_desk).decrypt(bytes(row[1]))
    sealed = Aead(of_matter).decrypt(bytes(row[0]), row[2].bytes)
    told: dict[str, str] = json.loads(SealedBox(key).decrypt(sealed))
    return told["name"]


def _refused(address: str, statement: str, values: tuple[object, ...] = ()) -> None:
    with (
        psycopg.connect(address) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement, values)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _octets(path: Path) -> bytes:
    """What a file holds; one that the desk has just replaced holds nothing any more."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _found(told: bytes, words: list[str]) -> list[str]:
    return [word for word in words if any(word.encode(how) in told for how in ENCODINGS)]


def _memory(pid: int) -> bytes:
    """Everything a process has written in its memory."""
    held = []
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if not rights.startswith("rw") or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
                continue
            start, end = (int(edge, 16) for edge in span.split("-"))
            for at in range(start, end, BLOCK):
                memory.seek(at)
                try:
                    held.append(memory.read(min(BLOCK, end - at)))
                except OSError:
                    break
    return b"".join(held)
