"""Furniture: what outlets put around a text that is not theirs.

Credits (来源:…, 责任编辑:…, 原标题:…), datelines of whoever prints it (本报讯, 某报5月2日电, 据某报
报道), notices of rights, advertisements and calls to read on, follow or share. It is known by its
own words, whoever the outlet is: a dateline at the head; a label with what it labels, where a line
or sentence begins; a bracket with a credit inside; a whole sentence that holds a notice's words.
It is looked for in the first 600 and the last 400 characters: amidst a long text it hardly counts.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Codes

_LABELS = (
    "来源 稿源 作者 编辑 责编 责任编辑 审核 校对 监制 主编 发布时间 发布 时间 记者 通讯员 摄影 "
    "转载自 转自 本文来源 消息来源 原标题 原题 文字 图片 文 图 source editing reporting"
)
_CREDITS = "记者 编辑 责编 来源 图片 图源 作者 审核 校对 全文 原文 通讯员 转载 侵权"
_NOTICES = (
    "版权归,版权所有,仅代表作者,不代表本,信息发布平台,如有侵权,转载请注明,本文转载,免责声明,声明:"
    ",二维码,公众号,点击下方,点击查看,点击阅读,阅读全文,阅读原文,查看更多,延伸阅读,相关阅读,推荐阅读"
    ",更多精彩,【广告】,【推广】,下载客户端,advertisement,subscribe,newsletter,share this"
    ",all rights reserved,full story,originally appeared,follow us,sign up,click here,read more"
    ",staff reporter"
)
_MARKS = " 。.!?()[]【】"
_LONGEST = 24


def without_furniture(codes: Codes) -> Codes:
    """Return folded texts with spaces where furniture was: offsets stay what they are."""
    from huiyin.rules.text import kernels_furniture as kernels

    points = codes.points.copy()
    kernels.blank_furniture(points, codes.starts, *_cues())
    return Codes(points, codes.starts)


@lru_cache(maxsize=1)
def _cues() -> tuple[NDArray[np.int16], NDArray[np.uint32]]:
    """Return the row of each first character, and the cues as the kernel reads them."""
    from huiyin.rules.text import kernels_furniture as kernels

    sorts: dict[str, int] = {}
    for sort, cues in (
        (kernels.NOTICE, _NOTICES.split(",")),
        (kernels.LABEL, _LABELS.split()),
        (kernels.CREDIT, _CREDITS.split()),
    ):
        for cue in cues:
            sorts[cue] = sorts.get(cue, 0) | sort
    listed = sorted(sorts, key=lambda cue: (cue[0], -len(cue), cue))
    rows = np.zeros((len(listed), _LONGEST), dtype=np.uint32)
    first = np.full(1 << 16, kernels.PLAIN, dtype=np.int16)
    first[[ord(mark) for mark in _MARKS]] = kernels.MARK
    for row, cue in reversed(list(enumerate(listed))):
        rows[row, : 2 + len(cue)] = [sorts[cue], len(cue), *map(ord, cue)]
        first[ord(cue[0])] = row
    return first, rows
