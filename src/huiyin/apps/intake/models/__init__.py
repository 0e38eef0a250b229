"""What reaches the desk: sources and their fetches, items, submissions from the public."""

from huiyin.apps.intake.models.evidence import Copy, Version
from huiyin.apps.intake.models.facts import ItemFacts
from huiyin.apps.intake.models.items import ImportRun, Item, ItemBand, KeywordRule, RefusedRow
from huiyin.apps.intake.models.learning import Correction, LabelModel, ModelUse, TopicTree
from huiyin.apps.intake.models.patrol import PatrolPlace, PatrolRound
from huiyin.apps.intake.models.rules import Rulebook, WordList
from huiyin.apps.intake.models.searches import ItemChange, SavedSearch
from huiyin.apps.intake.models.sources import (
    Errand,
    Fetch,
    HostDay,
    HostRules,
    PageSeen,
    Push,
    Source,
    SourceHour,
)
from huiyin.apps.intake.models.submissions import (
    CustodianKey,
    FileScan,
    LegalHold,
    Mailbox,
    MailboxMessage,
    MatterKey,
    SealedContact,
    Submission,
    SubmissionFile,
    VaultOpening,
)

__all__ = [
    "Copy",
    "Correction",
    "CustodianKey",
    "Errand",
    "Fetch",
    "FileScan",
    "HostDay",
    "HostRules",
    "ImportRun",
    "Item",
    "ItemBand",
    "ItemChange",
    "ItemFacts",
    "KeywordRule",
    "LabelModel",
    "LegalHold",
    "Mailbox",
    "MailboxMessage",
    "MatterKey",
    "ModelUse",
    "PageSeen",
    "PatrolPlace",
    "PatrolRound",
    "Push",
    "RefusedRow",
    "Rulebook",
    "SavedSearch",
    "SealedContact",
    "Source",
    "SourceHour",
    "Submission",
    "SubmissionFile",
    "TopicTree",
    "VaultOpening",
    "Version",
    "WordList",
]
