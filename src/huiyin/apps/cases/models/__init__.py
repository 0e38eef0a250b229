"""Case files, their orders and their clocks. One matter, one case file (一情一档)."""

from huiyin.apps.cases.models.clocks import Clock, Pause
from huiyin.apps.cases.models.feedback import Ballot, Feedback, Rating, Review
from huiyin.apps.cases.models.files import CaseFile, CaseItem, CaseLink
from huiyin.apps.cases.models.findings import Decision, Evidence, Measure, Verification
from huiyin.apps.cases.models.joint import DispatchRule, LedgerView, OrderPart
from huiyin.apps.cases.models.orders import Extension, Order
from huiyin.apps.cases.models.promised import FollowUp, Outcome
from huiyin.apps.cases.models.repeats import CaseRepeat

__all__ = [
    "Ballot",
    "CaseFile",
    "CaseItem",
    "CaseLink",
    "CaseRepeat",
    "Clock",
    "Decision",
    "DispatchRule",
    "Evidence",
    "Extension",
    "Feedback",
    "FollowUp",
    "LedgerView",
    "Measure",
    "Order",
    "OrderPart",
    "Outcome",
    "Pause",
    "Rating",
    "Review",
    "Verification",
]
