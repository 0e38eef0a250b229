"""Words that tell what a message wants, with weights; written from the usage of the field.

Weight 1 leans, 2 speaks, 3 and more decides unless another kind speaks as loudly. Words are folded
before use. What they say is summed for each zone of a text (whole, head, first and last sentence)
and each kind; the square root keeps a long text from shouting.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Codes, Ints
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.scan import Found, Scanner

KINDS = ("complaint", "hazard", "suggestion", "question", "report", "request")

WORDS: dict[str, dict[float, str]] = {
    "complaint": {
        1.0: "反映 污水 污染 拥堵 堵塞 退款 退费 骗 至今 仍未 损害 侵占 存在问题 不管 强行"
        " 违规 违法 非法 不合理 失职 严重 困扰 恶意 没有解决 半夜 凌晨 业主 物业 开发商"
        " 为什么 凭什么 居然 竟然",
        2.0: "投诉 扰民 噪音 噪声 油烟 恶臭 臭味 异味 脏乱差 占道 乱停 乱扔 乱摆 停水 停电"
        " 断水 断电 漏水 质量差 质量问题 不作为 推诿 推脱 敷衍 踢皮球 不公 霸王 强制"
        " 强迫 捆绑 欺骗 欺诈 虚假宣传 忽悠 坑人 坑害 服务差 维权 迟迟 苦不堪言"
        " 忍无可忍 质疑 不满 严重影响 影响休息 得不到解决 未解决 没人管 无人管 无人处理"
        " 违建 违章 宰客 拒载 黑心 天理 公道 拖延 逾期 坚决反对 反对 住改商"
        " 擅自 霸占 强占 违约 克扣 刁难 吃拿卡要 乱罚款 恐吓 辱骂 嚣张 肆无忌惮 明目张胆"
        " 屡禁不止 屡教不改 变本加厉 变相 形同虚设 不闻不问 不予理睬 置之不理 视而不见 无动于衷"
        " 睁一只眼 推三阻四 糊弄 应付了事 一拖再拖 石沉大海 没有下文 没了下文 不了了之 无人过问"
        " 无人问津 多次反映 多次投诉 三番五次 至今没有 至今未 没有结果 深受其害 怨声载道 叫苦连天"
        " 坑坑洼洼 破烂不堪 臭气熏天 垃圾成山 污水横流 尘土飞扬 震耳欲聋 无法入睡 彻夜难眠"
        " 没完没了 豆腐渣 侵害 血汗钱 受害者 不公平 有失公平 剥削 讨个说法 给个说法 问责 取缔"
        " 制止 整治 查处 处罚 督促 难道 良心 谁来管 谁管 凭啥 何时才能 什么时候才能 还要等多久"
        " 到底要 何时是个头 有没有人管",
        3.0: "乱收费 拖欠 欠薪 态度恶劣 不退 烂尾 延期交房 抗议 强拆 霸王条款",
    },
    "hazard": {
        1.0: "危险 事故 燃气 煤气 电线 裂缝 开裂 断裂 威胁 有毒 超载 粉尘 脚手架 塔吊 逃生"
        " 年久失修",
        2.0: "隐患 起火 火灾 爆炸 泄漏 泄露 塌陷 滑坡 坠落 中毒 井盖 灭火器 消防栓 消防通道"
        " 易燃 易爆 生命安全 危及 事故频发 无防护 未戴安全帽 违章作业 电梯故障 墙体脱落"
        " 有限空间",
        3.0: "安全隐患 事故隐患 危房 坍塌 漏电 高空坠物 飞线充电 私拉电线 电梯困人 瓦斯超限"
        " 冒险作业",
    },
    "suggestion": {
        1.0: "能否 可否 应该 意见 增加 规划 改善 完善 改进 发展 方案 改为 取消 开通 合理化"
        " 尽早 有利于",
        2.0: "不妨 增设 设立 引进 推广 优化 打造 借鉴 统一 便民 希望考虑 希望调整 可以考虑 能否考虑"
        " 是否可以考虑 应当设 应该设 改进意见 金点子",
        4.0: "建议 提议 建言 献策 献言 倡议",
    },
    "question": {
        1.0: "是否 什么时候 何时 如何 怎么 怎样 多久 多少 哪里 吗 呢 政策 条件 流程 有没有"
        " 能不能 解释",
        2.0: "请问 想问 问一下 想知道 想了解 可不可以 需要什么 什么手续 什么条件 什么材料"
        " 怎么办理 如何办理 解答 答疑 疑问 请教 有何 办理流程 请告知 怎么规定 有什么规定"
        " 哪个部门 由谁负责 想咨询 想请教",
        4.0: "咨询 询问",
    },
    "report": {
        1.0: "非法 违法 违规 查处 严查 造假 无证 偷 暴力 殴打 村干部 村支书 村主任 私自 领导干部",
        2.0: "涉嫌 彻查 偷税 漏税 骗取 偷工减料 赌博 传销 诈骗 黑社会 涉黑 徇私 包庇 偷排"
        " 无证经营 非法经营 非法营运 诈骗犯 高利贷 假药 假冒 伪劣",
        4.0: "举报 检举 控告 贪污 受贿 行贿 腐败 挪用 套取 侵吞 私吞 滥用职权 以权谋私"
        " 利用职务 保护伞 非法集资 违纪 贿选 公款",
    },
    "request": {
        1.0: "希望 解决 维修 修复 修建 安装 落实 尽快 困难 贫困 低保 关注 盼 加装 通水 通电"
        " 早日 恢复",
        2.0: "恳请 恳求 帮忙 帮助 救助 盼望 修路 期盼 望解决 盼解决 申请 请政府 请领导"
        " 急需 走投无路 特困 请协调 望尽快",
        3.0: "求助 请求 帮帮 救救 求求",
    },
}

COLUMNS = 4 * len(KINDS)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """What the words say in n texts: `says` (n, 24; kinds within zones), and where they stand."""

    says: Floats
    found: Found


@lru_cache(maxsize=1)
def lexicon() -> tuple[Scanner, Floats]:
    """Return the scanner of all words and their weights, shape (words, kinds)."""
    weights: dict[str, Floats] = {}
    for column, kind in enumerate(KINDS):
        for weight, words in WORDS[kind].items():
            for word in fold(words.split()):
                row = weights.setdefault(word, np.zeros(len(KINDS), dtype=np.float32))
                row[column] = max(row[column], weight)
    return Scanner(list(weights)), np.array(list(weights.values()))


def listen(codes: Codes, zones: Ints) -> Spoken:
    """Sum what the words say in each zone of each text; `zones` is (n, 4, 2)."""
    scanner, weights = lexicon()
    found = scanner.find(codes)
    at = found.places + codes.starts[found.texts]
    says = np.zeros((codes.count, zones.shape[1], len(KINDS)), dtype=np.float32)
    for zone in range(zones.shape[1]):
        bounds = zones[found.texts, zone]
        inside = np.flatnonzero((at >= bounds[:, 0]) & (at < bounds[:, 1]))
        texts, loud = found.texts[inside], weights[found.terms[inside]]
        for kind in range(len(KINDS)):
            says[:, zone, kind] = np.bincount(texts, loud[:, kind], codes.count)
    return Spoken(np.sqrt(says).reshape(codes.count, COLUMNS), found)
