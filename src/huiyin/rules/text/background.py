"""Common words: what tells the kind of a matter, or nothing, but not which matter it is.

Written from the usage of accident reports, official answers and citizens' letters. The pairs of
characters and the words found here weigh less when stories are told apart: as if many items held
them.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Ints
from huiyin.rules.text.words import keys_of_terms, open_table

_CHINESE = """
发生事故 发生交通事故 一起重大交通事故 特大交通事故 造成人员伤亡 造成多人死亡 当场死亡 人死亡
人受伤 人遇难 人失联 人被困 重伤 轻伤 伤势 伤者 死者 受伤人员 送往医院救治 送医院抢救 送医治疗
接受治疗 生命危险 生命体征 医护人员 救护车 赶到现场 消防官兵 消防人员 消防队员 消防救援人员 消防车
赶赴现场 现场处置 现场救援 救援工作 抢险救援 展开救援 救出 搜救 疏散群众 接到报警 接警后 立即出警
民警 交警 警方 公安局 派出所 公安机关 目击者称 据目击者介绍 附近居民 围观群众 听到巨响 浓烟滚滚
事故原因正在调查 正在进一步调查 原因调查中 具体原因 初步调查 初步判断 初步统计 善后工作 正在进行
相关工作 有关部门 相关部门 记者从 获悉 记者了解到 记者采访 记者看到 据了解 据介绍 据悉 据报道
报道称 新华网 中新网 人民网 新闻网 日电 日讯 本报讯 昨天上午 昨日下午 今天凌晨 当天晚上 目前 截至
截至目前 左右 时许 时左右 分许 北京时间 当地时间 公里处 高速公路 国道 路段 客车 大客车 货车 大货车
小轿车 轿车 面包车 摩托车 驾驶员 司机 乘客 车辆 两车相撞 相撞 追尾 连环追尾 翻车 侧翻 车祸 驶向
行驶 火灾 大火 起火 着火 失火 火势 火灾原因 过火面积 扑灭 明火 得到控制 燃烧 爆炸 爆炸事件
爆炸事故 连环爆炸 袭击 恐怖袭击 恐怖袭击事件 地震 级地震 发生地震 震感 震中 震源深度 余震 地震局
地震台网 房屋倒塌 房屋受损 海啸 预警 附近海域 公里 经济损失 直接经济损失 食物中毒 疑似食物中毒
食物中毒事件 出现呕吐 腹泻 症状 患者 病人 住院 医院 卫生局 卫生部门 名学生 名员工 名儿童 学校 公司
员工 政府 市政府 县政府 委员会 领导 主要领导 高度重视 作出批示 工作组 成立 指挥部 应急预案 启动
责任 责任人 通报 发布 表示 介绍 严重 重大 特大 较大 一般 情况 问题 事件 事情 时间 地点 方面 要求
进行 开展 加强 确保 安全 安全生产 隐患 排查 整改 检查 监管 部门 强烈谴责 联合国 安理会 声明 官员
政府官员 发言人 国际 外交部 国家 全国 当地 地区 城市 群众 市民 人员 工人 记者 数人 多人 名人员
尊敬的领导 尊敬的书记 您好 你好 领导您好 我是 我们是 居民 业主 村民 市民 小区 小区业主 老百姓 请问
咨询 反映 投诉 举报 建议 希望 恳请 请求 请相关部门 请有关部门 请政府 请领导 有关部门 尽快解决
早日解决 帮忙解决 给予解决 得到解决 解决问题 处理 调查处理 查处 严查 问题 情况 严重影响 影响生活
正常生活 日常生活 影响休息 扰民 噪音扰民 噪音 噪声 油烟 污染 环境 生活环境 垃圾 臭味 晚上 半夜
凌晨 物业 物业公司 开发商 房子 购房 买房 交房 合同 违规 违法 非法 乱收费 收费 停车 停车位 车位
施工 工地 拆迁 征地 补偿 安置 道路 马路 学校 孩子 家长 老师 学生 教育局 城管 执法 街道 社区 居委会
村委会 政策 规定 国家规定 文件 办理 手续 材料 工资 拖欠 社保 公积金 多次投诉 多次反映 没有结果
没有解决 没有答复 不作为 一直 至今 现在 目前 已经 可以 可能 应该 需要 没有 不能 不是 这样 这个
什么 为什么 怎么 如何 是否 何时 什么时候 多年 几年 个月 今年 去年 每天 时候 谢谢 感谢 感谢您 支持
关注 工作 理解 回复 现回复如下 收悉 您的留言已收悉
"""
_ENGLISH = """
said says according police people year years day week month new news report reported reports
official officials authorities government state country city local told time today monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august
september october november december killed dead death died injured wounded victims hospital attack
fire earthquake quake magnitude struck damage building home family man woman men women child
children three four five six seven eight nine ten first last second million percent company court
trial case charged arrested arrest murder shooting shot suspect accused guilty sentence prison
judge lawyer spokesman statement agency associated press reuters photo image copyright story read
world international president minister made take taken came come going get just now back still
while before during since over under near other some many most could should may might can there
here what where how because between against around
"""
_SHARE, _MOST = 50, 400
"""Of a thousand items, how many are taken to hold a word for each time it stands above, at most."""


@lru_cache(maxsize=1)
def usual() -> tuple[Ints, NDArray[np.int32]]:
    """Return an open table of the keys of usual terms, and at the same places how many of a
    thousand unseen items are taken to hold each (0 to 400)."""
    counts: dict[str, int] = {}
    for phrase in _CHINESE.split():
        for at in range(len(phrase) - 1):
            pair = phrase[at : at + 2]
            counts[pair] = counts.get(pair, 0) + 1
    for word in _ENGLISH.split():
        counts[word] = counts.get(word, 0) + 4
    keys = keys_of_terms(list(counts))
    table = open_table(keys)
    held = np.zeros(len(table), dtype=np.int32)
    places = {key: at for at, key in enumerate(table.tolist())}
    for key, count in zip(keys.tolist(), counts.values(), strict=True):
        held[places[key]] = min(count * _SHARE, _MOST)
    return table, held
