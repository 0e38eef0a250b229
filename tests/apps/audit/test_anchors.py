"""A superuser who writes the whole chain anew, hashes and all, is found by the last anchor."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from nacl.signing import SigningKey

from huiyin.apps.audit import anchors
from huiyin.apps.audit.chain import FIELDS, START, Broken, digest
from huiyin.apps.audit.models import ChainHead, Event
from huiyin.apps.audit.queries import verify
from tests.apps.audit.test_chain import AT, write

pytestmark = pytest.mark.django_db
KEY = SigningKey(bytes(32))


def write_anew() -> None:
    """Number, link and hash what is left as if it had always been so, and set the head to it."""
    seq, previous = 0, START
    for event in Event.objects.order_by("seq").values(*FIELDS):
        was, seq = event["seq"], seq + 1
        event["seq"] = seq
        linked, previous = previous, digest(event, previous)
        Event.objects.filter(seq=was).update(seq=seq, previous_hash=linked, hash=previous)
    ChainHead.objects.update(seq=seq, hash=previous)


def as_superuser(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        assert cursor.fetchone() == (True,)
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        write_anew()
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["UPDATE audit_event SET reason = 'x' WHERE seq = 3"], Broken(5, "rewritten")),
        (["DELETE FROM audit_event WHERE seq = 2"], Broken(5, "rewritten")),
        (
            [f"UPDATE audit_event SET seq = {new} WHERE seq = {old}"
             for old, new in ((2, 90), (3, 2), (90, 3))],
            Broken(5, "rewritten"),
        ),
        (["DELETE FROM audit_event WHERE seq > 3"], Broken(4, "cut")),
        (["DELETE FROM audit_event"], Broken(1, "cut")),
    ],
    ids=["edited", "deleted", "reordered", "truncated", "emptied"],
)  # fmt: skip
def test_a_chain_written_anew_holds_in_itself_but_not_against_the_anchor(
    statements: list[str], broken: Broken
) -> None:
    write(7)
    fifth = bytes(Event.objects.get(seq=5).hash)
    anchored = anchors.expected([anchors.sign(5, fifth, AT, KEY)])
    assert verify(anchored) == (7, None)
    as_superuser(*statements)
    assert verify()[1] is None
    assert verify(anchored)[1] == broken


def test_only_lines_signed_by_the_key_are_anchors(tmp_path: Path) -> None:
    made = [anchors.sign(n, bytes(32), AT + timedelta(days=n), KEY) for n in (1, 2)]
    key = anchors.public_key(KEY)
    path = anchors.file_of(tmp_path / "elsewhere", key)
    assert anchors.read(path, key) == []
    for anchor in made:
        anchors.keep(path, anchor)
    with path.open("a") as file:
        file.write('{"seq":')  # the machine stopped here
    assert anchors.read(path, key) == made
    anchors.keep(path, made[0])
    assert anchors.read(path, key) == [*made, made[0]]
    path.write_text(path.read_text().replace('"seq":2', '"seq":3'))
    with pytest.raises(anchors.AnchorUnreadable) as caught:
        anchors.read(path, key)
    assert caught.value.line == 2
    with pytest.raises(anchors.AnchorUnreadable):
        anchors.read(path, "00" * 32)
