"""Case files, their orders and their clocks. One matter, one case file (一情一档)."""

from huiyin.apps.cases.models.clocks import Clock, Pause
from huiyin.apps.cases.models.files import CaseFile, CaseItem, CaseLink
from huiyin.apps.cases.models.joint import DispatchRule, LedgerView, OrderPart
from huiyin.apps.cases.models.orders import Extension, Order

__all__ = [
    "CaseFile",
    "CaseItem",
    "CaseLink",
    "Clock",
    "DispatchRule",
    "Extension",
    "LedgerView",
    "Order",
    "OrderPart",
    "Pause",
]
