"""``huiyin import``: messages from tables into the inbox, lists of sources into the watch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from huiyin.conf.env import load
from huiyin.engine.clock import now
from huiyin.engine.speech import _
from huiyin.faces.cli.database import open_desk

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from huiyin.apps.intake.models import ImportRun
    from huiyin.apps.org.models import Office
    from huiyin.flows.bring_in import Progress

SHOWN_REFUSALS = 10
CHANNELS = ("import", "hotline", "letter", "visit", "mailbox", "survey", "inspection")


@click.command(
    help=_(
        "Bring in a file: messages (CSV, XLSX, JSON lines) into the inbox, a list of sources"
        " (OPML) into the watch. Bringing the same file in again changes nothing."
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--channel",
    type=click.Choice(CHANNELS),
    default="import",
    show_default=True,
    help=_("How the messages reached the office, where a row does not say."),
)
@click.option("--office", "slug", default="", help=_("Short name of the office, if several."))
def command(file: Path, channel: str, slug: str) -> None:
    """See `help` above; the text is translated."""
    with open_desk(load()):
        from huiyin.flows.bring_in import CannotBringIn, is_source_list

        office = office_of(slug)
        try:
            if is_source_list(file):
                _sources(office, file)
            else:
                _messages(office, file, channel)
        except CannotBringIn as refusal:
            told = _("{name}: no plug-in reads this kind of file. Known endings: {known}")
            raise click.ClickException(
                told.format(name=file.name, known=" ".join(refusal.known))
            ) from refusal
        except OSError as error:
            raise click.FileError(str(file), str(error)) from error


def office_of(slug: str) -> Office:
    """The office of this short name, or the only one."""
    from huiyin.apps.org.models import Office

    offices = {office.slug: office for office in Office.objects.select_related("calendar")}
    if slug in offices:
        return offices[slug]
    if not slug and len(offices) == 1:
        return next(iter(offices.values()))
    if not offices:
        raise click.ClickException(_("There is no office yet. Run “huiyin admin create” first."))
    told = _("Say which office by --office: {known}")
    raise click.ClickException(told.format(known=" ".join(sorted(offices))))


def _messages(office: Office, file: Path, channel: str) -> None:
    from huiyin.flows.bring_in import bring_in

    size = max(file.stat().st_size, 1)
    made: ProgressBar[int] = click.progressbar(
        length=size, label=_("Bringing in"), item_show_func=lambda rows: str(rows or "")
    )
    with made as bar:

        def show(progress: Progress) -> None:
            bar.update(max(progress.octets - bar.pos, 0), progress.rows)

        run = bring_in(office, file, now=now(), channel=channel, progress=show)
    _report(run)


def _report(run: ImportRun) -> None:
    from huiyin.apps.intake.queries import refused_rows

    told = _("{rows} rows: {new} new, {known} known before, {refused} refused.")
    click.echo(told.format(rows=run.rows, new=run.new_items, known=run.known, refused=run.refused))
    refusals = refused_rows(run, SHOWN_REFUSALS)
    for refusal in refusals:
        click.echo(f"  {refusal.place}: {_reason(refusal.code)} {refusal.detail}".rstrip())
    if run.refused > len(refusals):
        rest = _("  … and {rest} more; all of them are listed at {url}")
        url = f"{load().console_url}/imports/{run.pk}"
        click.echo(rest.format(rest=run.refused - len(refusals), url=url))


def _sources(office: Office, file: Path) -> None:
    from huiyin.flows.bring_in import bring_in_sources

    brought = bring_in_sources(office, file, now=now())
    told = _("{added} sources are watched from now on, {known} were known, {refused} refused.")
    click.echo(told.format(added=brought.added, known=brought.known, refused=len(brought.refused)))
    for refusal in brought.refused:
        click.echo(f"  {refusal.where}: {_reason(refusal.code)} {refusal.raw}".rstrip())


def _reason(code: str) -> str:
    """The reason in words; the plug-ins give theirs in English."""
    from huiyin.ports import REASONS

    return _(REASONS[code]) if code in REASONS else code
