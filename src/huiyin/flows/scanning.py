"""Files go to the scanner before anybody opens them.

The worker sends the copies that staff may see. An original that only contact officers can open is
sent when one of them takes it out, since nobody else has its key; so is a file brought in by the
staff, before it is read. A scanner that does not answer makes the file wait.
"""

from datetime import datetime
from typing import Final

from django.conf import settings

from huiyin.apps.intake.mailboxes import staff_copy
from huiyin.apps.intake.models import SubmissionFile
from huiyin.apps.intake.scans import due_for_scan, is_scanning, known_malware, note_verdict
from huiyin.ports import registry
from huiyin.ports.scanning import PLUGIN_MISSING, Clean, NotScanned, Verdict

SECONDS: Final = 60.0
BATCH: Final = 20
KIND: Final = "clamd"


def scan_files(now: datetime) -> int:
    """Send what waits; gives how many got a verdict. The first that gets none ends the round."""
    if not is_scanning():
        return 0
    judged = 0
    for pk in due_for_scan(now, BATCH):
        file = SubmissionFile.objects.select_related("submission__office").get(pk=pk)
        content = staff_copy(file)
        verdict = Clean() if content is None else scan(content)  # its key is destroyed
        note_verdict(file, verdict, now)
        if isinstance(verdict, NotScanned):
            break
        judged += 1
    return judged


def scan(content: bytes, seconds: float = SECONDS) -> Verdict:
    """What the scanner says of these octets; clean where no scanner is set."""
    socket = settings.SCAN_SOCKET
    if not socket:
        return Clean()
    asked = registry.scanning().plugins.get(KIND)
    return asked.scan(socket, content, seconds) if asked else NotScanned(PLUGIN_MISSING)


def scan_original(file: SubmissionFile, now: datetime) -> Verdict:
    """What the scanner says of an original that a contact officer has just opened; what was found
    infected once stays so."""
    if (known := known_malware(file)) is not None:
        return known
    verdict = scan(bytes(file.content))
    if is_scanning() and not isinstance(verdict, NotScanned):
        note_verdict(file, verdict, now)
    return verdict
