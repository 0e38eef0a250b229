"""Follow a matter: the code opens its mailbox, and no address ever holds the code.

Each page that the code opened carries a signed token, good for half an hour, with which its
forms go on. The forms need no cookie: who has neither code nor token can do nothing here.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huiyin.apps.intake.submissions import (
    Busy,
    CodeTrouble,
    MailboxView,
    Message,
    OpenMailbox,
    PublicOffice,
    mailbox,
    mailbox_of,
    new_key,
    read_code,
    write_message,
)
from huiyin.engine import clock
from huiyin.faces.portal.after import after_answer, cast
from huiyin.faces.portal.callers import counts, mark_of
from huiyin.faces.portal.forms import LONGEST_MESSAGE, MessageForm
from huiyin.faces.portal.pages import (
    asked_language,
    for_office,
    leaves_no_trace,
    remember_language,
)
from huiyin.faces.portal.promises import counted_words, extended_words, extension_of
from huiyin.faces.portal.words import (
    STATUSES,
    code_trouble_words,
    notice_words,
    rating_questions,
    way_of,
)

SALT = "huiyin.portal.follow"
TOKEN_SECONDS = 30 * 60
LONGEST_CODE = 200
COUNTING = {"accepted", "handling", "reopened"}  # while the promised date is shown
WRONG = {"locator": 10, "caller": 30}  # wrong codes within ten minutes


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the page shows it."""

    message: Message
    text: str
    from_us: bool


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@leaves_no_trace
@for_office
def follow(request: HttpRequest, office: PublicOffice) -> HttpResponse:
    """The question for the code, or what it opens."""
    language = asked_language(request)
    if not language:
        return _answer(request)
    with override(language):
        response = _answer(request)
    remember_language(response, language)
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("token", "")
    if token:
        return _go_on(request, token)
    if "code" in request.POST:
        return _open(request, request.POST["code"][:LONGEST_CODE])
    return _ask(request)


def _open(request: HttpRequest, typed: str) -> HttpResponse:
    read = read_code(typed)
    if isinstance(read, CodeTrouble):
        return _ask(request, code_trouble_words(read), typed)
    tried = (("locator", read.locator), ("caller", mark_of(request)))
    if any(counts.lately(f"wrong {kind}", mark) >= WRONG[kind] for kind, mark in tried):
        trouble = _("Too many wrong codes were tried within ten minutes. Wait ten minutes, then "
                    "try again.")  # fmt: skip
        return _ask(request, trouble, typed, 429)
    try:
        found = mailbox_of(read)
    except Busy:
        trouble = _("This code is being tried too often. Wait a minute, then try again.")
        return _ask(request, trouble, typed, 429)
    if found is None:
        for kind, mark in tried:
            counts.note(f"wrong {kind}", mark)
        trouble = _("We have no matter with this code. Compare it with your receipt.")
        return _ask(request, trouble, typed)
    form = MessageForm(initial={"text": request.POST.get("text", "")})
    return _show(request, found, form)


def _go_on(request: HttpRequest, token: str) -> HttpResponse:
    """A further step of somebody whose code was right within the last half hour."""
    try:
        found = _opened(token)
    except signing.BadSignature:
        trouble = _("For your safety this page closed after half an hour. Enter the code again; "
                    "the message you were writing is kept below.")  # fmt: skip
        return _ask(request, trouble)
    go = "" if asked_language(request) else request.POST.get("go", "")
    if go == "rate":
        return _rate(request, found)
    if go == "review":
        return _ask_review(request, found)
    if go != "write":
        return _show(request, found, MessageForm(initial={"text": request.POST.get("text", "")}))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    write_message(found, _form_key(request), form.cleaned_data["text"], clock.now())
    return _show(request, found, MessageForm(), _("Your message has reached the office."))


def _rate(request: HttpRequest, found: OpenMailbox) -> HttpResponse:
    if cast(mailbox(found), found, request.POST, clock.now()):
        said = _("Thank you. Your rating counts; nobody can see that it is yours.")
        return _show(request, found, MessageForm(), said)
    trouble = _("Please answer all three questions, within the time to rate.")
    return _show(request, found, MessageForm(), trouble=trouble)


def _ask_review(request: HttpRequest, found: OpenMailbox) -> HttpResponse:
    ground = request.POST.get("ground", "").replace("\x00", "").strip()[:LONGEST_MESSAGE]
    may = after_answer(mailbox(found), found, clock.now()).review_until is not None
    if not ground or not may:
        trouble = _("Please write why the answer does not settle it, within the time to ask.")
        return _show(request, found, MessageForm(), trouble=trouble)
    write_message(found, _form_key(request), ground, clock.now(), code="review_asked")
    said = _("Another officer will look at it anew. The answer appears here.")
    return _show(request, found, MessageForm(), said)


def _token(opened: OpenMailbox) -> str:
    return signing.dumps([str(opened.id), opened.key.hex() if opened.key else ""], salt=SALT)


def _opened(token: str) -> OpenMailbox:
    """What a page was opened with; raises signing.BadSignature."""
    told = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    return OpenMailbox(UUID(told[0]), bytes.fromhex(told[1]) or None)


def _form_key(request: HttpRequest) -> bytes:
    """The key of the message form: the same page sent twice writes one message."""
    try:
        return bytes.fromhex(signing.loads(request.POST.get("once", ""), salt=SALT))
    except (signing.BadSignature, ValueError):
        return new_key()


def _ask(
    request: HttpRequest, trouble: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "title": _("Follow a matter"),
        "trouble": trouble,
        "typed": typed,
        "text": request.POST.get("text", ""),
    }
    return render(request, "portal/follow.html", page, status=status)


def _show(
    request: HttpRequest, opened: OpenMailbox, form: MessageForm, said: str = "", *,
    trouble: str = "",
) -> HttpResponse:  # fmt: skip
    box = mailbox(opened)
    name, meaning = STATUSES.get(box.status, STATUSES["handling"])
    page = {
        "title": name,
        "meaning": meaning,
        "box": box,
        "stations": _stations(box),
        "lines": [_line(message) for message in box.messages],
        "openings": sum(message.code == "contact_opened" for message in box.messages),
        "promised": box.promised_at if box.status in COUNTING else None,
        "counted": counted_words(box.promise),
        "extended": extension_of(box.messages),
        "late": bool(box.promised_at and box.promised_at < clock.now()),
        "form": form,
        "said": said,
        "trouble": trouble,
        "after": after_answer(box, opened, clock.now()),
        "questions": rating_questions() if box.status in ("answered", "closed") else (),
        "token": _token(opened),
        "once": signing.dumps(new_key().hex(), salt=SALT),
    }
    return render(request, "portal/mailbox.html", page)


def _stations(box: MailboxView) -> list[dict[str, object]]:
    """The way of the matter: each station's name, whether it is behind us, and when if known."""
    way = way_of(box.status)
    here = way.index(box.status) if box.status in way else 0
    received = next((message.at for message in box.messages if message.code == "received"), None)
    return [
        {
            "name": STATUSES[station][0],
            "state": "done" if place < here else "here" if place == here else "ahead",
            "at": box.changed_at if place == here else received if place == 0 else None,
        }
        for place, station in enumerate(way)
    ]


def _line(message: Message) -> Line:
    notice = message.code and message.sender != "reporter"
    text = notice_words(message.code, message.params) if notice else message.text
    if message.code == "extended":
        text = extended_words(message.params, message.text)
    return Line(message, text, message.sender != "reporter")
