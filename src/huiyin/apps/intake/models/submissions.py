"""What a reporter leaves at the portal, and the mailbox in which the desk answers.

The portal writes these rows and reads back only the mailbox a code opens. Contact data is
sealed to the custodians' public keys before it is stored; no row holds it in the clear, and
no row holds a network address. Messages are only ever added.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A matter as its reporter told it. Kept word for word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # hazard, complaint, suggestion, question, report
    title = models.CharField(max_length=200)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    danger = models.BooleanField(default=False)  # the reporter says that lives are at risk
    language = models.CharField(max_length=10, default="zh-hans")
    received_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    apart = models.BigIntegerField(default=0, db_default=0)  # who may read it: `lane.models`

    class Meta:
        indexes = (
            models.Index(
                fields=["received_at"],
                name="submission_waiting",
                condition=models.Q(taken_in_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.title


class MatterKey(models.Model):
    """The key of what a reporter sends, wrapped twice (`intake.matters`); empty once destroyed."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, primary_key=True, related_name="matter_key"
    )
    for_desk = models.BinaryField()
    for_reporter = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.submission_id)


class LegalHold(models.Model):
    """Why a matter is kept beyond its time; lifted, never deleted."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="legal_holds")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(ended_at=None), name="matter_held_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.since_at}"


class SubmissionFile(models.Model):
    """A file a reporter added, kept as it came, and the copy that staff may see.

    A `sealed` original opens with the key that contact officers hold, where there are any, else
    with the matter's; the copy opens with the matter's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    octets = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    content = models.BinaryField()
    copy = models.BinaryField(null=True)  # without metadata; none where none can be made
    sealed = models.BooleanField(default=False)  # earlier files lie here as they came
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class FileScan(models.Model):
    """What the malware scanner said of a file last; none where it was never asked."""

    class State(models.TextChoices):
        CLEAN = "clean", _("Nothing found")
        INFECTED = "infected", _("Malware found")
        WAITING = "waiting", _("Waiting for the scanner")

    file = models.OneToOneField(
        SubmissionFile, models.PROTECT, primary_key=True, related_name="scan"
    )
    state = models.CharField(max_length=10, choices=State)
    finding = models.CharField(max_length=200, blank=True)  # the malware's name, or why it waits
    tries = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_at"], name="scan_due", condition=models.Q(state="waiting")),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.state}"


class Mailbox(models.Model):
    """What the code of a receipt opens. `promised_at` is shown only when it is certain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="mailbox")
    locator = models.CharField(max_length=12, unique=True)
    verifier = models.CharField(max_length=200)  # argon2id of the secret part
    status = models.CharField(max_length=20, default="received")
    promised_at = models.DateTimeField(null=True)
    promise = models.JSONField(default=dict)  # how it was counted: {"rule", "since", "days"}
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.locator


class MailboxMessage(models.Model):
    """One message between reporter and office; also the notice that a contact was opened."""

    class Sender(models.TextChoices):
        REPORTER = "reporter", _("Reporter")
        OFFICE = "office", _("Office")
        DESK = "desk", _("Notice of the desk")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="messages")
    sender = models.CharField(max_length=10, choices=Sender)
    code = models.CharField(max_length=40, blank=True)  # of a desk notice: "contact_opened", …
    text = models.TextField(blank=True)  # of earlier messages; since then it is sealed
    sealed = models.BinaryField(null=True)  # the text, with the key of the matter
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)  # of a reporter's message: seen by the worker

    class Meta:
        indexes = (
            models.Index(fields=["mailbox", "at"], name="message_order"),
            models.Index(
                fields=["at"],
                name="message_waiting",
                condition=models.Q(taken_in_at=None, sender="reporter"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender} {self.at}"


class CustodianKey(models.Model):
    """A contact officer's public key; the private one is made from a passphrase, kept nowhere."""

    person = models.ForeignKey("org.Person", models.PROTECT, related_name="custodian_keys")
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    public_key = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.created_at}"


class SealedContact(models.Model):
    """A reporter's contact data, sealed to one custodian's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="sealed")
    custodian_key = models.ForeignKey(CustodianKey, models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return str(self.submission_id)


class VaultOpening(models.Model):
    """Who opened a reporter's contact data, when and why."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="openings")
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.submission_id} {self.at}"
