"""Chinese-looking text made from a seed."""

import random

_SEED = (
    "昨日 上午 凌晨 县城 工厂 居民 反映 道路 施工 夜间 噪音 小区 物业 领导 部门 希望 解决"
    " 发生 爆炸 火灾 人员 受伤 救援 现场 消防 车辆 学校 医院 河水 污染 村民 拆迁 补偿 公交"
    " 线路 红绿灯 停车 收费 电梯 隐患 检查 整改 通报 调查 原因 正在 进一步 进行 之中 记者"
    " 获悉 目前 已经 没有 危险 请问 何时 办理 手续 政策 建议 增加 设置 绿化 广场 市场 油烟"
    " 垃圾 处理 水库 大桥 隧道 高速 煤矿 瓦斯 超限 停产 复工 工资 拖欠 农民工"
)
_WORDS = _SEED.split()


def clause(seed: int) -> str:
    """Return a clause of two to six words."""
    chance = random.Random(seed)
    return "".join(chance.choice(_WORDS) for _ in range(chance.randint(2, 6)))


def message(seed: int, length: int) -> str:
    """Return sentences of about `length` characters."""
    chance = random.Random(seed)
    text = ""
    while len(text) < length:
        text += clause(chance.randrange(10**9)) + chance.choice(",,,。")
    return text[:length]
