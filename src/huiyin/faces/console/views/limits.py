"""Time limits: presets picked for kinds of matter, copied and edited, tried on the last cases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.org.limits import own_presets, preset_named, shipped
from huiyin.apps.org.models import Person, Role
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.limit_lines import (
    clock_rows,
    fault_words,
    in_words,
    limit_lines,
    purposes,
    trial_lines,
    typed_preset,
)
from huiyin.faces.shared.words import KINDS
from huiyin.flows.limit_trials import try_limits
from huiyin.flows.limits import copy_preset, drop_limit, follows, pick_preset, save_preset
from huiyin.rules.presets import KINDS as KIND_CODES
from huiyin.rules.presets import Preset, PresetClock, PresetError, read_preset, written

SPARE_ROWS = 2  # empty rows at the end of the form


@require_GET
def limits_page(request: HttpRequest) -> HttpResponse:
    """What holds for each kind of matter, and the presets there are."""
    return _page(request)


@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """What the last cases of a kind would have got under a preset; looking changes nothing."""
    person = person_of(request)
    kind, preset = request.GET.get("kind", ""), _preset(person, request.GET.get("preset", ""))
    clocks = preset.limits(kind)
    if kind not in KIND_CODES or not clocks:
        return _page(request, _("This preset says nothing about this kind of matter."))
    values = {
        "title": _("Take “%(preset)s” for “%(kind)s”?")
        % {"preset": in_words(preset.title), "kind": KINDS[kind]},
        "action": "pick_preset",
        "hidden": [("kind", kind), ("preset", f"{preset.name}@{preset.version}")],
    }
    return _trial(request, preset, {kind: clocks}, values)


@require_POST
def pick(request: HttpRequest) -> HttpResponse:
    """Let a preset hold for a kind of matter from now on."""
    person, post = _administrator(request), request.POST
    kind = post.get("kind", "")
    try:
        pick_preset(person.office, kind, post.get("preset", ""), actor=person, now=desk_now())
    except StepRefused as refused:
        return _page(request, refusal_text(refused.code))
    did(request, _("Taken: cases opened from now on get these limits."))
    return redirect("limits")


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Let one limit hold no longer for a kind of matter."""
    person, post = _administrator(request), request.POST
    kind, purpose = post.get("kind", ""), post.get("purpose", "")
    drop_limit(person.office, kind, purpose, actor=person, now=desk_now())
    did(request, _("The limit no longer holds for new cases."))
    return redirect("limits")


@require_GET
def preset_page(request: HttpRequest, name: str) -> HttpResponse:
    """One preset: its limits, its source, and the form that copies or edits it."""
    return _preset_page(request, _preset(person_of(request), name))


@require_POST
def copy(request: HttpRequest, name: str) -> HttpResponse:
    """A preset of the office's own."""
    person, given = _administrator(request), request.POST.get("name", "").strip().lower()
    preset = _preset(person, name)
    try:
        made = copy_preset(person.office, name, given, actor=person, now=desk_now())
    except StepRefused as refused:
        return _preset_page(request, preset, refusal_text(refused.code))
    except PresetError as error:
        return _preset_page(request, preset, fault_words(error))
    did(request, _("Copied; the copy is the office's own and can be edited."))
    return redirect("preset", made.name)


@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """First what the change would bring, then – confirmed – the next version."""
    person, post = _administrator(request), request.POST
    before = own_presets(person.office).get(name)
    if before is None:
        raise Http404
    try:
        edited = read_preset(name, typed_preset(name, before.version, post))
        if post.get("confirmed"):
            save_preset(person.office, edited, reason=post.get("reason", ""), actor=person,
                        now=desk_now())  # fmt: skip
    except PresetError as error:
        return _preset_page(request, before, fault_words(error))
    except StepRefused as refused:
        return _preset_page(request, replace(edited, version=before.version),
                            refusal_text(refused.code))  # fmt: skip
    if post.get("confirmed"):
        did(request, _("Saved; cases opened from now on get the new limits."))
        return redirect("preset", name)
    values = {
        "title": _("Save “%(preset)s”?") % {"preset": in_words(edited.title)},
        "action": "save_preset",
        "hidden": [
            (key, value)
            for key in post
            for value in post.getlist(key)
            if key != "csrfmiddlewaretoken"
        ] + [("confirmed", "1")],
    }  # fmt: skip
    return _trial(request, edited, _touched(person, edited), values)


def _touched(person: Person, preset: Preset) -> dict[str, list[PresetClock]]:
    """Where the preset is in force: kind → its limits there; everywhere, if it is not yet."""
    held = follows(person.office, preset, desk_now())
    wanted: dict[str, list[PresetClock]] = {}
    for kind in KIND_CODES:
        for clock in preset.limits(kind):
            if not held or (kind, clock.purpose) in held:
                wanted.setdefault(kind, []).append(clock)
    return wanted


def _trial(
    request: HttpRequest,
    preset: Preset,
    wanted: Mapping[str, Sequence[PresetClock]],
    values: Mapping[str, object],
) -> HttpResponse:
    person = person_of(request)
    said, lines = trial_lines(try_limits(person.office, wanted))
    return show(request, "console/limit_trial.html", {
        **values, "preset": preset, "source": in_words(preset.source), "said": said,
        "lines": lines, "may_change": holds(person, Role.ADMIN),
        "rows": clock_rows(preset),
    })  # fmt: skip


def _page(request: HttpRequest, trouble: str = "") -> HttpResponse:
    person = person_of(request)
    own = own_presets(person.office)
    presets = [(preset, in_words(preset.title), in_words(preset.source), preset.name in own)
               for preset in (*own.values(), *shipped().values())]  # fmt: skip
    values = {
        "title": _("Which time limits hold"),
        "kinds": limit_lines(person.office, desk_now()),
        "presets": presets,
        "may_change": holds(person, Role.ADMIN),
        "trouble": trouble,
    }
    return show(request, "console/limits.html", values, status=422 if trouble else 200)


def _preset_page(request: HttpRequest, preset: Preset, trouble: str = "") -> HttpResponse:
    person = person_of(request)
    own = preset.name in own_presets(person.office)
    typed = request.POST if trouble and "title_en" in request.POST else QueryDict()
    shown = typed_preset(preset.name, preset.version, typed) if typed else written(preset)
    values = {
        "title": in_words(preset.title),
        "preset": preset,
        "source": in_words(preset.source),
        "note": in_words(preset.note),
        "rows": clock_rows(preset),
        "own": own,
        "may_change": holds(person, Role.ADMIN),
        "form": _form(shown) if own else [],
        "head": shown,
        "purposes": purposes(),
        "kinds": [(code, KINDS[code]) for code in KIND_CODES],
        "typed": request.POST,
        "trouble": trouble,
    }
    return show(request, "console/preset.html", values, status=422 if trouble else 200)


def _form(shown: Mapping[str, object]) -> list[object]:
    """The rows of the form, and some to spare."""
    rows = shown["clock"]
    return [*(rows if isinstance(rows, list) else []), *({} for _spare in range(SPARE_ROWS))]


def _preset(person: Person, reference: str) -> Preset:
    preset = preset_named(person.office, reference)
    if preset is None:
        raise Http404
    return preset


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not holds(person, Role.ADMIN):
        raise PermissionDenied
    return person
