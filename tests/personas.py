"""The people of the test office, by what they do; see `makers` for how rows are made."""

from dataclasses import dataclass

from huiyin.apps.org.models import Office, Person, Unit
from tests.makers import make_office, make_person, make_unit


@dataclass(frozen=True, slots=True)
class Desk:
    """One office with its departments and one person a role."""

    office: Office
    chemicals: Unit  # the department that handles orders
    general: Unit  # the office that runs the desk
    duty: Person
    clerk: Person  # role office
    head: Person  # heads the chemicals department
    handler: Person
    approver: Person
    leader: Person  # role group
    auditor: Person
    custodian: Person
    admin: Person

    @property
    def everybody(self) -> tuple[Person, ...]:
        """All people of the office."""
        return (
            self.duty, self.clerk, self.head, self.handler, self.approver, self.leader,
            self.auditor, self.custodian, self.admin,
        )  # fmt: skip


def make_desk(slug: str = "yunxi", name: str = "云溪市应急管理局") -> Desk:
    """A whole office; sign-in names carry the slug, so that two offices may stand side by side."""
    office = make_office(slug, name)
    chemicals = make_unit(office, "危化品监管科", "Hazardous Chemicals")
    general = make_unit(office, "办公室", "General Office")

    def person(role: str, name: str, name_en: str, unit: Unit = general) -> Person:
        return make_person(office, f"{slug}-{role}", role, name=name, name_en=name_en, unit=unit)

    return Desk(
        office=office,
        chemicals=chemicals,
        general=general,
        duty=person("duty", "周岚", "Zhou Lan"),
        clerk=person("office", "陈默", "Chen Mo"),
        head=person("dept_head", "罗青", "Luo Qing", chemicals),
        handler=person("handler", "何勉", "He Mian", chemicals),
        approver=person("approver", "沈阅", "Shen Yue"),
        leader=person("group", "方正", "Fang Zheng"),
        auditor=person("auditor", "严明", "Yan Ming"),
        custodian=person("custodian", "林安", "Lin An"),
        admin=person("admin", "管启", "Guan Qi"),
    )
