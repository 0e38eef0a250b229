"""The invented bureau: its departments, its people, its rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.apps.intake.actions import save_rule
from huiyin.apps.intake.vault import set_custodian_key
from huiyin.apps.org.models import Office, Person, Unit
from huiyin.flows.offices import create_office, create_person

PASSPHRASE = "回音演示密码 2026 联络保密员"  # noqa: S105 - of the invented contact officer
CONTACT = {
    "hotline": "12350",
    "mailbox": "云溪市临江路 1 号 应急管理局信箱",
    "address": "云溪市临江路 1 号",
}
PEOPLE = (
    # username, name, English name, department, roles
    ("zhou", "周岚", "Zhou Lan", "office", ("duty",)),
    ("chen", "陈默", "Chen Mo", "office", ("office",)),
    ("luo", "罗青", "Luo Qing", "chemicals", ("dept_head",)),
    ("he", "何勉", "He Mian", "chemicals", ("handler",)),
    ("tang", "唐渝", "Tang Yu", "fireworks", ("dept_head",)),
    ("xu", "许言", "Xu Yan", "fireworks", ("handler",)),
    ("jiang", "蒋屿", "Jiang Yu", "general", ("dept_head",)),
    ("song", "宋榆", "Song Yu", "general", ("handler",)),
    ("shen", "沈阅", "Shen Yue", "office", ("approver",)),
    ("fang", "方正", "Fang Zheng", "office", ("group",)),
    ("yan", "严明", "Yan Ming", "office", ("auditor",)),
    ("lin", "林安", "Lin An", "office", ("custodian",)),
    ("guan", "管启", "Guan Qi", "office", ("admin",)),
)
RULES = (
    ("爆炸与泄漏", "(爆炸 OR 爆燃 OR 泄漏) AND (化工 OR 工厂 OR 车间) NOT 演练", True),
    ("人员伤亡", "伤亡 OR 受伤 OR 遇难 OR 送医", True),
    ("饮水与空气", "自来水 OR 水质 OR 空气检测 OR 刺鼻", False),
    ("烟花爆竹", "烟花 OR 爆竹", False),
)


@dataclass(frozen=True, slots=True)
class Bureau:
    """The office with its departments and people by short name."""

    office: Office
    units: dict[str, Unit]
    people: dict[str, Person]


def make_bureau(now: datetime) -> Bureau:
    """Make the bureau in an empty database; everything dates from before `now`."""
    since = now - timedelta(days=60)
    office = create_office(
        slug="yunxi", name="云溪市应急管理局", name_en="Yunxi Emergency Management Bureau",
        now=since, years=(2025, 2026), contact=CONTACT,
    )  # fmt: skip
    units = {
        "office": _unit(office, "办公室", "General Office"),
        "chemicals": _unit(office, "危化品监管科", "Hazardous Chemicals"),
        "fireworks": _unit(office, "烟花爆竹科", "Fireworks"),
        "general": _unit(office, "应急综合科", "Emergency Coordination"),
    }
    people = {
        username: create_person(
            office, username=username, name=name, name_en=name_en, unit=units[unit],
            roles=roles, email=f"{username}@yunxi.example", now=since,
        )
        for username, name, name_en, unit, roles in PEOPLE
    }  # fmt: skip
    for name, expression, urgent in RULES:
        save_rule(office, name, expression, urgent=urgent, actor=people["chen"], now=since)
    set_custodian_key(people["lin"], PASSPHRASE, since)
    return Bureau(office, units, people)


def load_bureau() -> Bureau:
    """The bureau as it stands in the database."""
    office = Office.objects.select_related("calendar").get(slug="yunxi")
    units = {unit.name_en: unit for unit in Unit.objects.filter(office=office)}
    named = {
        "office": "General Office", "chemicals": "Hazardous Chemicals",
        "fireworks": "Fireworks", "general": "Emergency Coordination",
    }  # fmt: skip
    people = Person.objects.filter(office=office).select_related("office__calendar", "unit")
    return Bureau(
        office,
        {key: units[name_en] for key, name_en in named.items()},
        {person.username: person for person in people},
    )


def _unit(office: Office, name: str, name_en: str) -> Unit:
    return Unit.objects.create(office=office, name=name, name_en=name_en)
