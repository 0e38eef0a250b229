"""One thing a person may do on a page of a matter, and the form it needs."""

from dataclasses import dataclass

from huiyin.apps.cases.models import Order
from huiyin.apps.responses.models import Statement


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: `kind` is area, line, choice, moment, amount, check, file or hidden."""

    name: str
    label: str = ""
    kind: str = "area"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    value: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing this person may do now.

    Its form stands in `steps/<code>.html`, or is made of `fields` and sent to `action`.
    """

    code: str
    label: str
    order: Order | None = None
    statement: Statement | None = None
    fields: tuple[Field, ...] = ()
    action: str = ""
    note: str = ""

    @property
    def template(self) -> str:
        """The form of this step."""
        return "console/steps/fields.html" if self.action else f"console/steps/{self.code}.html"

    @property
    def sends_a_file(self) -> bool:
        """Whether the form must be sent in parts."""
        return any(field.kind == "file" for field in self.fields)

    @property
    def anchor(self) -> str:
        """Where its form stands on the page."""
        return f"step-{self.code}-{self.order.pk if self.order else 0}"
