"""Speed of reading places, times, bodies and figures on one core, best of five.

    PYTHONPATH=src:. python bench/extract_facts.py

Texts of 200 characters, made, half of them about accidents; and the cheap look before. Prints one
line a figure: name value unit.
"""

import time
from collections.abc import Callable

from huiyin.rules.text.extract import extract
from huiyin.rules.text.extract_records import worth_reading

ROUNDS, BATCH = 5, 1000
ACCIDENT = (
    "昨日下午3时许，禾岭县新街一家化工厂仓库起火，火势迅速蔓延到附近的居民楼。县消防大队赶到现场救援，"
    "疏散群众三百余人。截至发稿时，事故已造成3人死亡、20余人受伤，直接经济损失约1200万元。"
)
COMPLAINT = (
    "尊敬的领导，我们小区的物业费近几年一涨再涨，服务却越来越差，电梯经常坏，门禁形同虚设，业主多次反映，"
    "物业公司总是推诿。希望有关部门管一管，给大家一个说法，谢谢。"
)


def speed(work: Callable[[], object]) -> float:
    """Texts a CPU second, the best of a few rounds after one that warms up."""
    work()
    best = 0.0
    for _round in range(ROUNDS):
        started = time.process_time()
        work()
        best = max(best, BATCH / (time.process_time() - started))
    return best


def main() -> None:
    pair = [(ACCIDENT * 3)[:200], (COMPLAINT * 3)[:200]]
    texts = pair * (BATCH // 2)
    print(f"facts_look {speed(lambda: [worth_reading(text) for text in texts]):.0f} texts/cpu-s")
    print(f"facts_read_accidents {speed(lambda: extract([pair[0]] * BATCH)):.0f} texts/cpu-s")
    print(f"facts_read_complaints {speed(lambda: extract([pair[1]] * BATCH)):.0f} texts/cpu-s")


if __name__ == "__main__":
    main()
