"""A reporter's file goes to the scanner before anybody opens it; the daemon is a real server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import EntryPoint

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.intake import submissions
from huiyin.apps.intake.models import FileScan, Item, MailboxMessage, SubmissionFile
from huiyin.apps.intake.vault import set_custodian_key
from huiyin.apps.notify.models import Notice
from huiyin.flows.notices import tell_of_events
from huiyin.flows.scanning import scan_files
from huiyin.flows.take_in import take_in_submissions
from huiyin.plugins.scanning.clamd import plugin
from huiyin.ports import registry
from huiyin.ports.scanning import Clean, Infected, NotScanned, ScannerPlugin
from tests.clam_daemon import LARGEST, MALWARE, running
from tests.makers import PASSWORD
from tests.personas import Desk, make_desk

NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
PASSPHRASE = "十二个字以上的口令才可以用"
AWAY = "unix:///nowhere/clamd.ctl"
GOOD, BAD = "一切正常".encode(), b"look: " + MALWARE
POINT = EntryPoint("clamd", "huiyin.plugins.scanning.clamd:plugin", registry.SCANNING)


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    shelf = registry.load(registry.SCANNING, ScannerPlugin, [POINT])  # type: ignore[type-abstract]
    monkeypatch.setattr(registry, "scanning", lambda: shelf)
    with running() as address:
        yield address


@pytest.fixture
def desk(db: None) -> Desk:
    desk = make_desk()
    set_custodian_key(desk.custodian, PASSPHRASE, NOW)
    told = {"b.txt": BAD, "c.txt": GOOD, "z.mp4": b"\x00\x00\x00\x18ftypmp42" + MALWARE}
    files = [submissions.attachment(name, content) for name, content in told.items()]
    letter = submissions.Letter("hazard", "气味", "厂区东侧有刺鼻气味")
    submissions.submit(desk.office.pk, bytes(range(32)), letter, now=NOW, files=files)
    take_in_submissions(NOW)
    return desk


def as_(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.clerk)
    return client


def statuses(client: Client) -> dict[str, int]:
    item = Item.objects.get()
    rows = SubmissionFile.objects.order_by("name").values_list("name", "pk")
    return {
        name: client.get(reverse("item_file", args=[item.pk, pk])).status_code for name, pk in rows
    }


def test_a_daemon_is_asked_in_its_own_words() -> None:
    with running() as address:
        assert plugin.version(address, 5).startswith("ClamAV 1.4")
        table = {GOOD: Clean(), BAD: Infected("Eicar-Test-Signature"), b"": Clean()}
        for content, verdict in table.items():
            assert plugin.scan(address, content, 5) == verdict
        large = plugin.scan(address, bytes(LARGEST + 400_000), 5)
        assert isinstance(large, NotScanned)
        # A daemon may hang up before its word about the size is read.
        assert large.code in {"too_large", "not_reached"}
    gone = plugin.scan(AWAY, GOOD, 1)
    assert isinstance(gone, NotScanned)
    assert gone.code == "not_reached"
    assert plugin.version(address, 1) == ""


def test_files_open_when_they_are_found_clean_and_never_when_they_are_not(
    desk: Desk, daemon: str
) -> None:
    client = as_(desk)
    page = reverse("item", args=[Item.objects.get().pk])
    assert "没有设置扫描程序" in client.get(reverse("settings")).content.decode()
    assert statuses(client) == {"b.txt": 200, "c.txt": 200, "z.mp4": 403}
    with override_settings(SCAN_SOCKET=AWAY):
        assert statuses(client) == {"b.txt": 403, "c.txt": 403, "z.mp4": 403}
        assert scan_files(NOW) == 0
        assert "等待恶意软件扫描" in client.get(page).content.decode()
        assert "2 个文件正在等待" in client.get(reverse("settings")).content.decode()
    with override_settings(SCAN_SOCKET=daemon):
        assert scan_files(NOW) == 1  # the other was asked for a moment ago
        assert scan_files(NOW + timedelta(minutes=1)) == 1
        assert scan_files(NOW + timedelta(hours=1)) == 0
        assert statuses(client) == {"b.txt": 403, "c.txt": 200, "z.mp4": 403}
        assert "已封存" in client.get(page).content.decode()
    assert statuses(client)["b.txt"] == 403  # even where nothing is scanned any more
    assert Event.objects.get(kind="file.infected").body["malware"] == "Eicar-Test-Signature"
    assert MailboxMessage.objects.get(code="file_not_taken").params == {"name": "b.txt"}
    tell_of_events(NOW)
    told = Notice.objects.filter(code="file.infected", channel="console")
    people = {desk.duty.pk, desk.custodian.pk, desk.admin.pk}
    assert set(told.values_list("person", flat=True)) == people


def test_an_original_and_a_file_of_the_staff_are_scanned_as_well(desk: Desk, daemon: str) -> None:
    client = as_(desk)
    client.force_login(desk.custodian)
    client.post(reverse("prove"), {"password": PASSWORD})
    film = SubmissionFile.objects.get(name="z.mp4")
    given = {"passphrase": PASSPHRASE, "reason": "核对影片原件"}
    opened = client.post(reverse("open_contact", args=[film.submission_id]), given)
    token = opened.content.decode().split('name="token" value="')[1].split('"')[0]
    address = reverse("take_original", args=[film.pk])
    with override_settings(SCAN_SOCKET=AWAY):
        assert client.post(address, {"token": token}).status_code == 503
    with override_settings(SCAN_SOCKET=daemon):
        refused = client.post(address, {"token": token})
        assert refused.status_code == 403
        assert "恶意软件" in refused.content.decode()
        assert FileScan.objects.get(file=film).state == "infected"
    assert client.post(address, {"token": token}).status_code == 403
    with override_settings(SCAN_SOCKET=daemon):
        client.force_login(desk.clerk)
        sent = SimpleUploadedFile("messages.csv", b"title,body\na," + BAD)
        page = client.post(reverse("imports"), {"file": sent, "channel": "import"})
    assert page.status_code == 422
    assert "Eicar-Test-Signature" in page.content.decode()
