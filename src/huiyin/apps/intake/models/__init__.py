"""What reaches the desk: sources and their fetches, items, submissions from the public."""

from huiyin.apps.intake.models.items import ImportRun, Item, ItemBand, KeywordRule, RefusedRow
from huiyin.apps.intake.models.sources import Fetch, Source
from huiyin.apps.intake.models.submissions import (
    CustodianKey,
    Mailbox,
    MailboxMessage,
    SealedContact,
    Submission,
    SubmissionFile,
    VaultOpening,
)

__all__ = [
    "CustodianKey",
    "Fetch",
    "ImportRun",
    "Item",
    "ItemBand",
    "KeywordRule",
    "Mailbox",
    "MailboxMessage",
    "RefusedRow",
    "SealedContact",
    "Source",
    "Submission",
    "SubmissionFile",
    "VaultOpening",
]
