"""``huiyin train``: learn from what the office's people corrected, and show what it brought."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from huiyin.conf.env import load
from huiyin.engine.clock import now
from huiyin.engine.speech import _
from huiyin.faces.cli.database import open_desk
from huiyin.faces.cli.imports import office_of

if TYPE_CHECKING:
    from huiyin.apps.org.models import Office
    from huiyin.flows.learning.cards import Card

MODEL = Path("src/huiyin/data/models/shipped.npz")
PAGE = Path("docs/reference/shipped-model.md")


@click.command(
    help=_(
        "Learn from what people corrected in the console, together with the texts that come with"
        " the desk, and judge with the new model from now on. Models before it stay."
    )
)
@click.option("--dry-run", is_flag=True, help=_("Show what it would bring; change nothing."))
@click.option("--revert", is_flag=True, help=_("Judge with the model before the present one."))
@click.option(
    "--topics",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Take the office's own topics from this file first (columns: code, zh, en, parent)."),
)
@click.option("--shipped", is_flag=True, hidden=True, help=_("Write the model that is shipped."))
@click.option("--office", "slug", default="", help=_("Short name of the office, if several."))
def command(dry_run: bool, revert: bool, topics: Path | None, shipped: bool, slug: str) -> None:
    """See `help` above; the text is translated."""
    if shipped:
        _ship()
        return
    with open_desk(load()):
        office = office_of(slug)
        if revert:
            _revert(office)
            return
        if topics is not None:
            _take_topics(office, topics)
        _train(office, dry_run=dry_run)


def _train(office: "Office", *, dry_run: bool) -> None:
    from huiyin.flows.learning.office import NothingToLearnError, learn, take_up

    try:
        trained = learn(office, now())
    except NothingToLearnError as nothing:
        told = _("Nobody corrected a kind, topic or severity yet: there is nothing to learn from.")
        raise click.ClickException(told) from nothing
    click.echo(card_text(trained.card))
    if dry_run:
        click.echo(_("Nothing was changed."))
        return
    take_up(office, trained, now())
    told = _("The desk judges with model {version} from now on.")
    click.echo(told.format(version=trained.card.version))


def _revert(office: "Office") -> None:
    from huiyin.apps.intake.actions.labels import put_model_back

    version = put_model_back(office, now=now())
    if version is None:
        raise click.ClickException(_("The desk already judges with the model it came with."))
    told = _("The desk judges with model {version} from now on.")
    click.echo(told.format(version=version or _("it came with")))


def _take_topics(office: "Office", file: Path) -> None:
    from huiyin.apps.intake.actions.topics import change_topics
    from huiyin.rules.text.labels import TreeError, read

    try:
        tree = read(file.read_text(encoding="utf-8-sig"))
    except (TreeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    change_topics(office, tree, now=now())
    click.echo(_("{count} topics taken.").format(count=len(tree.open())))


def _ship() -> None:
    from huiyin.flows.learning.shipping import build

    shipment = build()
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    MODEL.write_bytes(shipment.data)
    PAGE.write_text(shipment.page, encoding="utf-8")
    click.echo(f"{MODEL} {len(shipment.data)}")


def card_text(card: "Card") -> str:
    """Return the card in Markdown: what was learnt from, and how right it was before and after."""
    names = _names()
    learnt = _("Learnt from {seed} texts that come with the desk and these corrections:")
    lines = [f"# {card.version}", "", learnt.format(seed=card.seed), ""]
    lines += [f"- {names[task]}: {count}" for task, count in card.labels.items() if task in names]
    lines += ["", _("On the office's own labels, in five parts:"), ""]
    if not card.tasks:
        lines += [_("Too few labels to measure by; ten of a task are the least."), ""]
        return "\n".join(lines)
    lines += [
        "| " + " | ".join((_("task"), _("labels"), _("right before"), _("right after"),
                           _("macro F1 before"), _("macro F1 after"))) + " |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for task, said in card.tasks.items():
        figures = (said.before.accuracy, said.after.accuracy,
                   said.before.macro_f1, said.after.macro_f1)  # fmt: skip
        shown = " | ".join(f"{figure:.3f}" for figure in figures)
        lines.append(f"| {names.get(task, task)} | {said.labels} | {shown} |")
    return "\n".join([*lines, ""])


def _names() -> dict[str, str]:
    """The tasks people correct, in the language of this run."""
    return {"kind": _("kind"), "topic": _("topic"), "severity": _("severity")}
