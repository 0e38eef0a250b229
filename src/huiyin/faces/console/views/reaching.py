"""My channels in their order and my quiet hours; and, for administrators, the office's channels."""

from datetime import time

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.notify.models import Channel, QuietHours, Reach
from huiyin.apps.notify.routes import MAIL
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.source_forms import field_line, said
from huiyin.flows.reaching import (
    ChannelRefused,
    Wanted,
    add_channel,
    ask_test,
    keep_quiet,
    last_test,
    switch_channel,
    want,
)
from huiyin.ports import Kind, Words, channels

USUAL = "apprise"


@require_http_methods(["GET", "POST"])
def my_channels(request: HttpRequest) -> HttpResponse:
    """By which channels I am told, in which order, and when not."""
    person = person_of(request)
    rows = _known(person)
    if request.method == "POST":
        places = {row.pk: request.POST.get(f"place-{row.pk}", "") for row in rows}
        rows.sort(key=lambda row: int(p) if (p := places[row.pk]).isdecimal() else 99)
        post = request.POST
        wanted = [
            Wanted(row, f"use-{row.pk}" in post, post.get(f"to-{row.pk}", "").strip())
            for row in rows
        ]
        want(person, wanted, now=desk_now())
        begins, ends = (_time(request.POST.get(name, "")) for name in ("begins", "ends"))
        keep_quiet(person, begins, ends, now=desk_now())
        did(request, _("Saved: this is how you are told from now on."))
        return redirect("my_channels")
    held = {reach.channel_id: reach for reach in Reach.objects.filter(person=person)}
    rows.sort(key=lambda row: held[row.pk].place if row.pk in held else 99)
    lines = [
        {
            "row": row,
            "name": _name(row),
            "place": number,
            "use": held[row.pk].active if row.pk in held else row.office_id is None and not held,
            "has_address": row.pk in held and held[row.pk].address is not None,
            "address": _address_words(row),
        }
        for number, row in enumerate(rows, start=1)
    ]
    values = {
        "title": _("How you are told"),
        "lines": lines,
        "quiet": QuietHours.objects.filter(person=person).first(),
        "email": person.email,
    }
    return show(request, "console/my_channels.html", values)


@require_GET
def channels_page(request: HttpRequest) -> HttpResponse:
    """The office's channels and how they are."""
    return _page(request, request.GET.get("kind", USUAL))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Set a channel up."""
    person, kind = _administrator(request), request.POST.get("kind", "")
    try:
        add_channel(
            person.office, kind, request.POST.get("name", ""), request.POST.dict(), actor=person,
            now=desk_now(),
        )  # fmt: skip
    except ChannelRefused as refused:
        trouble = "" if refused.faults else _("There is a channel of this name already.")
        return _page(request, kind, refused, trouble)
    did(request, _("Channel added; send a test."))
    return redirect("channels")


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a channel, or not."""
    person = _administrator(request)
    row = get_object_or_404(Channel, pk=pk, office=person.office)
    switch_channel(row, active=not row.active, actor=person, now=desk_now())
    did(request, _("Channel switched on.") if not row.active else _("Channel switched off."))
    return redirect("channels")


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message to myself."""
    person = person_of(request)
    row = get_object_or_404(Channel.objects.filter(Q(office=person.office) | Q(office=None)), pk=pk)
    ask_test(row, person, now=desk_now())
    did(request, _("The test is on its way; look again in a moment."))
    return redirect("my_channels" if request.POST.get("back") == "mine" else "channels")


def _page(
    request: HttpRequest, kind: str, refused: ChannelRefused | None = None, trouble: str = ""
) -> HttpResponse:
    person = _administrator(request)
    plugins = channels().plugins
    plugin = plugins.get(kind) or plugins.get(USUAL)
    if plugin is None:
        raise Http404(kind)
    faults = refused.faults if refused else {}
    typed = request.POST
    fields = [
        field_line(
            one,
            "" if one.kind is Kind.SECRET else typed.get(one.name, one.default),
            faults.get(one.name),
        )
        for one in plugin.about.settings
    ]
    lines = [(row, _name(row), _kind(row), last_test(row, person)) for row in _known(person)]
    failing = sum(row.failing_since is not None for row, *_rest in lines)
    values = {
        "title": _("A channel fails") if failing else _("Channels"),
        "lines": lines,
        "kinds": [(name, said(one.about.label), name == plugin.name)
                  for name, one in sorted(plugins.items())],
        "kind": plugin.name,
        "hint": said(plugin.about.hint),
        "fields": fields,
        "typed": typed,
        "trouble": trouble,
    }  # fmt: skip
    status = 422 if refused else 200
    return show(request, "console/channels.html", values, status=status)


def _known(person: Person) -> list[Channel]:
    """The desk's mail first, then what the office has set up."""
    Channel.objects.get_or_create(office=None, name=MAIL, defaults={"plugin": "smtp"})
    rows = Channel.objects.filter(Q(office=person.office) | Q(office=None))
    return sorted(rows, key=lambda row: (row.office_id is not None, row.pk))


def _name(row: Channel) -> str:
    return _("E-mail") if row.office_id is None else row.name


def _kind(row: Channel) -> str:
    plugin = channels().plugins.get(row.plugin)
    return said(plugin.about.label) if plugin else row.plugin


def _address_words(row: Channel) -> str:
    plugin = channels().plugins.get(row.plugin)
    words = plugin.about.address if plugin else Words("", "")
    return said(words)


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, Role.ADMIN):
        raise PermissionDenied
    return person


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
