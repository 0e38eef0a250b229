"""The form of a source, drawn from the settings of its plug-in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language

from huiyin.apps.intake.actions import SourceRefused
from huiyin.apps.intake.models import Source
from huiyin.faces.console.source_lines import trouble_text
from huiyin.ports import Comes, Kind, Setting, SourcePlugin, Words, schema_of
from huiyin.ports import sources as source_plugins
from huiyin.ports.settings import defaults

FIRST = ("feed", "html_list", "page_watch", "sitemap", "json_api", "rsshub", "mail", "webhook")


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as the page shows it; a secret never has a value."""

    name: str
    kind: str
    label: str
    hint: str
    value: str
    error: str
    required: bool
    least: int
    most: int
    choices: list[tuple[str, str]]

    @property
    def id(self) -> str:
        """Of the control on the page."""
        return f"setting-{self.name}"

    @property
    def described(self) -> str:
        """The ids of what explains it, as `aria-describedby` takes them."""
        told = (("-hint", self.hint), ("-error", self.error))
        return " ".join(self.id + part for part, words in told if words)


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of source to choose from."""

    name: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SourceForm:
    """A source as typed or stored, ready to be shown."""

    kind: str
    hint: str
    asks_address: bool
    pushed: bool
    given: dict[str, str]
    fields: list[FieldLine]
    error: str = ""
    faulty: bool = False


def said(words: Words) -> str:
    """A plug-in's words in the reader's language."""
    return words.said(get_language() or "en")


def kinds(chosen: str) -> list[KindLine]:
    """All kinds that are plugged in, the usual ones first."""
    plugged = source_plugins().plugins
    order = [*(n for n in FIRST if n in plugged), *sorted(set(plugged) - set(FIRST))]
    return [KindLine(name, said(plugged[name].about.label), name == chosen) for name in order]


def plugin_named(name: str) -> SourcePlugin | None:
    """The plug-in of that name; the feed reader where none is named."""
    return source_plugins().plugins.get(name or "feed")


def empty_form(plugin: SourcePlugin, suggested: Mapping[str, str] | None = None) -> SourceForm:
    """The form before anything was typed; `suggested` fills fields beforehand."""
    values: dict[str, object] = {**defaults(schema_of(plugin)), **(suggested or {})}
    return _form(plugin, {"name": "", "url": "", "outlet": ""}, values)


def stored_form(plugin: SourcePlugin, source: Source) -> SourceForm:
    """The form of a source as it is."""
    given = {"name": source.name, "url": source.url, "outlet": source.outlet}
    return _form(plugin, given, {**defaults(schema_of(plugin)), **source.settings})


def typed_form(
    plugin: SourcePlugin,
    post: QueryDict,
    refused: SourceRefused | None = None,
    error: str = "",
) -> SourceForm:
    """The form as it was sent, with what is wrong beside each field."""
    given = {name: post.get(name, "") for name in ("name", "url", "outlet")}
    values = typed_settings(plugin, post)
    faults = refused.faults if refused else {}
    if refused and not faults:
        error = trouble_text(refused.code)
    return _form(plugin, given, values, faults, error)


def typed_settings(plugin: SourcePlugin, post: QueryDict) -> dict[str, object]:
    """What was typed for each setting; a box that is not ticked is off."""
    return {
        setting.name: post.get(setting.name, "") if setting.kind is not Kind.FLAG
        else "yes" if post.get(setting.name) else "no"
        for setting in schema_of(plugin)
    }  # fmt: skip


def _form(
    plugin: SourcePlugin,
    given: dict[str, str],
    values: Mapping[str, object],
    faults: Mapping[str, Words] | None = None,
    error: str = "",
) -> SourceForm:
    wrong = faults or {}
    about = plugin.about
    fields = [
        field_line(setting, values.get(setting.name), wrong.get(setting.name))
        for setting in schema_of(plugin)
    ]
    pushed = about.comes is Comes.PUSHED
    return SourceForm(
        plugin.name, said(about.hint), not pushed and about.address is None, pushed, given, fields,
        error, bool(error or wrong),
    )  # fmt: skip


def field_line(setting: Setting, value: object, fault: Words | None = None) -> FieldLine:
    """One setting as the page shows it, with what was typed and what is wrong with it."""
    shown = "" if value is None or setting.kind is Kind.SECRET else str(value)
    if setting.kind is Kind.FLAG:
        shown = "yes" if value in (True, "yes", "on", "true") else ""
    return FieldLine(
        setting.name, setting.kind.value, said(setting.label), said(setting.hint), shown,
        said(fault) if fault else "", setting.required, setting.least, setting.most,
        [(name, said(words)) for name, words in setting.choices],
    )  # fmt: skip
