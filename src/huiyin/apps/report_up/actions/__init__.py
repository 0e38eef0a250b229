"""What people do about reporting up; each one public function, one event, one transaction."""

from huiyin.apps.report_up.actions.bodies import save_body
from huiyin.apps.report_up.actions.opening import Unit, open_chain
from huiyin.apps.report_up.actions.reporting import (
    finish,
    follow_up,
    raise_grade,
    supplement,
    write_report,
)
from huiyin.apps.report_up.actions.sending import acknowledge_leg, note_call, pass_over, send_leg

__all__ = [
    "Unit",
    "acknowledge_leg",
    "finish",
    "follow_up",
    "note_call",
    "open_chain",
    "pass_over",
    "raise_grade",
    "save_body",
    "send_leg",
    "supplement",
    "write_report",
]
