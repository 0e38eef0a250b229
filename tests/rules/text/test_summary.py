"""A story is told in sentences of its items, without repetition, newer ones before older."""

from datetime import UTC, datetime, timedelta

from huiyin.rules.text.summary import Sentence, Source, summary

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
TOLD = (
    ("禾岭县一工厂爆炸", "昨晚禾岭县新街一工厂发生爆炸，造成3人死亡。记者从现场看到浓烟滚滚。"),
    (
        "工厂爆炸已致10死",
        "昨晚禾岭县新街一工厂发生爆炸，造成10人死亡。禾岭县新街居民已疏散安置。",
    ),
    (
        "爆炸原因公布",
        "新街工厂爆炸原因查明，系违规操作所致。本文由实习生编辑并排版。",
    ),
)


def sources() -> list[Source]:
    return [
        Source(number, NOON + timedelta(hours=number), title, body)
        for number, (title, body) in enumerate(TOLD)
    ]


def test_of_two_sentences_that_repeat_each_other_the_newer_is_told() -> None:
    found = summary(sources(), most=3)
    told = "".join(one.text for one in found)
    assert "10人死亡" in told
    assert "3人死亡" not in told
    assert "违规操作" in told


def test_each_sentence_is_of_its_item_and_they_stand_in_time() -> None:
    found = summary(sources())
    bodies = {number: body for number, (_title, body) in enumerate(TOLD)}
    assert all(one.text in bodies[one.key] for one in found)
    assert [one.key for one in found] == sorted(one.key for one in found)
    assert found == summary(sources()[::-1])


def test_what_has_no_sentence_has_no_summary() -> None:
    assert summary([]) == []
    assert summary([Source(1, NOON, "标题", "短。"), Source(2, NOON, "标题", "")]) == []
    body = "云溪市东湖小区昨晚停电三小时。"
    assert summary([Source(1, NOON, "停电", body)]) == [Sentence(1, body)]


def test_letters_are_cut_at_their_stops_and_two_sentences_of_an_item_are_enough() -> None:
    body = (
        "Gov. Ada Lin said the plant in Heling will stay closed until the valves are replaced. "
        "Three workers of the plant were taken to the hospital in Heling on Tuesday night. "
        "However, the plant in Heling had passed an inspection of its valves in the spring. "
        "The hospital in Heling said that the workers of the plant are out of danger."
    )
    found = [one.text for one in summary([Source(1, NOON, "Plant in Heling closed", body)])]
    assert len(found) == 2
    assert found[0].startswith("Gov. Ada Lin said")
    assert all(text in body and text.endswith(".") for text in found)
    assert not any(text.startswith("However") for text in found)


def test_of_two_scripts_the_one_with_more_sentences_is_told() -> None:
    gloss = "The plant in Heling stays closed until all of its valves are replaced."
    told = [Source(at, NOON, title, f"{body}\n{gloss}") for at, (title, body) in enumerate(TOLD)]
    assert not any(gloss in one.text for one in summary(told))
