"""Chinese-looking messages made from a small seed, the same for the same number."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from huiyin.rules.text.analyse import Message

_PLACES = "禾岭县 青河县 东屏区 白石镇 柳溪乡 石桥街道 南塘村 江北新区 云台市 望湖区 长坪镇 枫林村"
_SITES = (
    "远帆化工厂 宏达煤矿 锦绣花园小区 第三小学 人民医院 城东大桥 红星市场 光明路 滨江广场 金鼎大厦"
)
_WHEN = (
    "昨日凌晨 今天上午9时 上周三夜里 11月20日14时许 从去年开始 最近两个月 每天晚上十点以后 国庆期间"
)
_WHAT = (
    "发生爆炸,附近居民听到巨响|有人反映机器整夜轰鸣,噪音扰民|污水直接排入河道,水面漂着白沫"
    "|消防通道被杂物堵死,灭火器早已过期|物业拒绝出示收费依据,乱收停车费|路面塌陷一处,过往车辆只能绕行"
    "|拖欠工人工资已有三个月|电梯多次困人,维修记录一片空白|油烟从底层商铺飘进居民家中"
    "|公交线路调整以后,老人看病要走两公里|学校门口没有红绿灯,上下学时段十分危险|大棚被大风掀翻,损失还没有统计"
)
_THEN = (
    "经初步统计,有3人受伤,1人失联,伤者已送往医院救治|记者致电当地应急管理局,对方表示正在核实"
    "|打过多次电话,每次都说会处理,至今没有结果|有关部门已经到场,现场拉起警戒线|我们不要求赔偿,只希望说法一致"
    "|居民王先生说,这样的情况已经不是第一次|事故原因正在进一步调查之中|目前火势已得到控制,没有蔓延到周边厂房"
    "|执法人员下发了整改通知,要求15日内完成|村里的老人都记得这条河从前是清的|相关责任人已被控制,善后工作正在进行"
    "|文件上写的是2019年底完工,现在连围挡都没有拆|请问这样的收费标准是哪个部门批准的|如果继续下去,后果不堪设想"
)
_ASK = (
    "恳请领导派人来看一看|建议在路口增设一处信号灯|请问什么时候可以解决|希望尽快给居民一个答复"
    "|请依法查处,还大家一个安静的夜晚|能否公布调查的进展|盼回复,谢谢"
)


def messages(count: int, seed: int = 1) -> list[Message]:
    """Return messages of 200 to 400 characters, five minutes apart."""
    chance = random.Random(seed)
    start = datetime(2026, 3, 2, tzinfo=UTC)
    return [_message(chance, start + timedelta(minutes=5 * index)) for index in range(count)]


def _message(chance: random.Random, at: datetime) -> Message:
    place, site = chance.choice(_PLACES.split()), chance.choice(_SITES.split())
    what = chance.choice(_WHAT.split("|"))
    body = f"{chance.choice(_WHEN.split())},{place}{site}{what}。"
    length = chance.randint(200, 400)
    for sentence in _sentences(chance):
        if len(body) + len(sentence) > length:
            break
        body += sentence
    return Message(f"{place}{site}{what.split(',')[0]}", body + chance.choice(_ASK.split("|")), at)


def _sentences(chance: random.Random) -> Iterator[str]:
    """Yield sentences; one in three is reshuffled, so that texts do not repeat each other."""
    while True:
        clauses = chance.choice(_THEN.split("|")).split(",")
        if chance.random() < 0.34:
            clauses.append(chance.choice(_WHAT.split("|")).split(",")[-1])
            chance.shuffle(clauses)
        yield f"{chance.choice(_WHEN.split())},{','.join(clauses)}。"
