"""Values for every component, in the states that matter; all of it invented."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from huiyin.faces.shared.charts import Chart, HeatPoint, Moment, heat_chart
from huiyin.faces.shared.clocks import ClockView, TraceDay, clock_view
from huiyin.faces.shared.pieces import FilterGroup, FilterOption, Pager
from huiyin.faces.shared.spine import SpineEntry

TZ = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 9, 23, 10, 0, tzinfo=TZ)
HOUR = dt.timedelta(hours=1)
STARTED = dt.datetime(2026, 9, 18, 16, 0, tzinfo=TZ)
DUE = dt.datetime(2026, 9, 23, 17, 30, tzinfo=TZ)

# What `Clock.trace` stores: 4 working days from Friday, a worked Sunday among them.
STORED_TRACE = [
    {"day": "2026-09-18", "counted": False, "why": "received"},
    {"day": "2026-09-19", "counted": False, "why": "weekend"},
    {"day": "2026-09-20", "counted": True, "why": "moved"},
    {"day": "2026-09-21", "counted": True, "why": "working"},
    {"day": "2026-09-22", "counted": True, "why": "working"},
    {"day": "2026-09-23", "counted": True, "why": "working"},
]


def days_clock(now: dt.datetime, done_at: dt.datetime | None = None) -> ClockView:
    return clock_view(
        label="建议 0932 · 绕行学校",
        rule="WD4",
        started_at=STARTED,
        due_at=DUE,
        now=now,
        tz=TZ,
        trace=STORED_TRACE,
        done_at=done_at,
    )


def hours_clock(left: dt.timedelta, *, cancelled: bool = False) -> ClockView:
    return hours_clock_at(NOW, NOW + left, cancelled=cancelled)


def hours_clock_at(
    now: dt.datetime, due: dt.datetime = DUE, *, cancelled: bool = False
) -> ClockView:
    return clock_view(
        label="督办单 17 · 远帆化工厂爆炸",
        rule="H36",
        started_at=due - 36 * HOUR,
        due_at=due,
        now=now,
        tz=TZ,
        cancelled=cancelled,
    )


def provisional_clock() -> ClockView:
    return clock_view(
        label="督办单 203",
        rule="WD4",
        started_at=dt.datetime(2026, 12, 30, 10, 0, tzinfo=TZ),
        due_at=dt.datetime(2027, 1, 6, 17, 30, tzinfo=TZ),
        now=dt.datetime(2026, 12, 30, 12, 0, tzinfo=TZ),
        tz=TZ,
        provisional=True,
        missing_year=2027,
        trace=[TraceDay(dt.date(2026, 12, 30), False, "收到当日,不计")],
    )


def all_clocks() -> list[ClockView]:
    return [
        hours_clock(30 * HOUR),
        days_clock(NOW - 24 * HOUR),
        days_clock(NOW),
        hours_clock(-2 * HOUR),
        days_clock(NOW, done_at=NOW),
        days_clock(NOW, done_at=DUE + HOUR),
        hours_clock(20 * HOUR, cancelled=True),
        provisional_clock(),
    ]


def spine() -> list[SpineEntry]:
    def at(hour: int, minute: int) -> dt.datetime:
        return dt.datetime(2026, 9, 22, hour, minute, tzinfo=TZ)

    long = (
        "岚桥区应急管理局报来首报:远帆化工厂二车间凌晨二时许发生爆炸,现场明火已扑灭,"
        "三人死亡、十一人受伤,原因正在核查,周边三个居民小区已组织疏散"
    )
    return [
        SpineEntry(at(2, 34), "监测", "岚桥在线 02:31 稿归入“远帆化工厂爆炸”", "machine"),
        SpineEntry(at(2, 40), "值班员 林晓", "登记为案件 〔2026〕0117", "event"),
        SpineEntry(
            at(3, 20),
            "办公室 周敏",
            "下发《督办单》第 17 号,承办:危化科",
            "order",
            detail="请立即核查爆炸原因与伤亡情况,九月二十三日 15:20 前报结。\n\n抄送:宣传科。",
            clock=hours_clock(5 * HOUR),
            opened=True,
        ),
        SpineEntry(at(3, 55), "危化科 陈立", long, "message", detail="附件 2 份。", late=True),
        SpineEntry(at(5, 40), "新闻发言人 赵宁", "发布第一份声明", "document", url="#statement"),
    ]


def filters() -> list[FilterGroup]:
    return [
        FilterGroup(
            "渠道",
            [
                FilterOption("全部", "#", 1284, selected=True),
                FilterOption("媒体来源", "#", 1190),
                FilterOption("网页留言", "#", 61),
                FilterOption("热线", "#", 33),
            ],
        ),
        FilterGroup("类别", [FilterOption("隐患", "#", 12), FilterOption("投诉", "#", 48)]),
    ]


def chart() -> Chart:
    counts = [0, 0, 3, 7, 12, 19, 28, 41, 37, 33, 22, 24, 18, 12, 9, 11, 8, 6, 5, 5, 4, 2, 3, 1]
    first = dt.datetime(2026, 9, 22, 0, 0, tzinfo=TZ)
    points = [HeatPoint(first + hour * HOUR, count) for hour, count in enumerate(counts)]
    moments = [
        Moment(first + 2.6 * HOUR, "预警,开案"),
        Moment(first + 5.7 * HOUR, "发布声明 v1"),
        Moment(first + 19.5 * HOUR, "新闻发布会"),
    ]
    return heat_chart(points, tz=TZ, moments=moments, title="各小时篇数")


def everything() -> dict[str, object]:
    return {
        "clocks": all_clocks(),
        "running": all_clocks()[:4],
        "spine": spine(),
        "filters": filters(),
        "chart": chart(),
        "pager": Pager(newer_url="#", older_url="#", text="51-100"),
        "heat": [1, 1, 2, 5, 9, 14, 11, 23],
        "states": ["empty", "loading", "error", "forbidden"],
        "levels": ["general", "larger", "major", "severe"],
        "kinds": ["hazard", "complaint", "suggestion", "question", "report"],
        "tones": ["plain", "accent", "calm", "soon", "due", "overdue", "good"],
        "healths": ["ok", "slow", "failing", "off", "unknown"],
        "facts": [
            ("发给", "公众:门户首页、Atom 订阅、412 个邮件订阅者"),
            ("署名", "安澜市应急管理局"),
            ("版本", "第 2 版,第 1 版仍可查看"),
        ],
        "now": NOW,
    }
