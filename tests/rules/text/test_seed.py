"""The seed of the shipped classifiers: well formed, no row twice, and as its README says."""

from collections import Counter
from functools import cache
from importlib.resources import files

import pytest

SEED = files("huiyin") / "data" / "seed"
KINDS = ("complaint", "hazard", "report", "question", "suggestion", "request", "news")
COLUMNS = ["kind", "topic", "severity", "sentiment", "title", "text"]
GRAM = 4
LIKE = 0.5  # Jaccard of the character grams at which two rows count as one


def table(name: str) -> list[list[str]]:
    text = (SEED / name).read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [line.split("\t") for line in text[:-1].split("\n")]


@cache
def rows(kind: str) -> tuple[dict[str, str], ...]:
    head, *body = table(f"{kind}.tsv")
    assert head == COLUMNS
    return tuple(dict(zip(COLUMNS, row, strict=True)) for row in body)


@cache
def topics() -> dict[str, list[str]]:
    head, *body = table("topics.tsv")
    assert head == ["code", "zh", "en", "parent"]
    return {row[0]: row for row in body}


def every_row() -> list[dict[str, str]]:
    return [row for kind in KINDS for row in rows(kind)]


def grams(text: str) -> frozenset[str]:
    word = "".join(sign for sign in text if sign.isalnum())
    return frozenset(word[at : at + GRAM] for at in range(len(word) - GRAM + 1))


def test_the_topics_are_a_tree_of_two_levels() -> None:
    for code, (_code, zh, en, parent) in topics().items():
        assert zh
        assert en
        assert parent == code.rpartition(".")[0]
        assert parent == "" or topics()[parent][3] == ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_well_formed_and_its_labels_are_valid(kind: str) -> None:
    moods = {"-1", "0", "1"} if kind == "news" else {"-1", "0"}
    for row in rows(kind):
        assert row["kind"] == kind
        assert topics()[row["topic"]][3], "a row carries a topic, not a whole department"
        assert row["severity"] in {"0", "1", "2", "3"}
        assert row["sentiment"] in moods
        assert 8 <= len(row["title"]) <= 35, row["title"]
        assert len(row["text"]) >= 20, row["title"]
        assert all(value == value.strip() and value.isprintable() for value in row.values())


def test_every_department_has_rows_of_nearly_every_kind() -> None:
    seen = {(row["kind"], row["topic"].partition(".")[0]) for row in every_row()}
    departments = [code for code, row in topics().items() if not row[3]]
    assert len(departments) == 15
    missing = {(kind, dept) for kind in KINDS for dept in departments} - seen
    assert missing == {("hazard", "integrity")}


def test_no_title_comes_twice_and_no_two_rows_are_nearly_the_same() -> None:
    all_rows = every_row()
    assert max(Counter(row["title"] for row in all_rows).values()) == 1
    postings: dict[str, list[int]] = {}
    sizes: list[int] = []
    for at, row in enumerate(all_rows):
        mine = grams(row["title"] + row["text"])
        shared = Counter(other for gram in mine for other in postings.get(gram, ()))
        for other, common in shared.items():
            like = common / (len(mine) + sizes[other] - common)
            assert like < LIKE, (row["title"], all_rows[other]["title"])
        for gram in mine:
            postings.setdefault(gram, []).append(at)
        sizes.append(len(mine))


def test_the_readme_counts_what_is_there() -> None:
    readme = (SEED / "README.md").read_text(encoding="utf-8")
    letters = sum(len(rows(kind)) for kind in KINDS[:-1])
    assert letters >= 1_600
    assert f"{letters:,} short letters of citizens and {len(rows('news'))} short texts" in readme
    for kind in KINDS:
        assert f"| {kind}.tsv | {len(rows(kind))} |" in readme
    per = Counter((row["kind"], row["topic"].partition(".")[0]) for row in every_row())
    for code, (_code, zh, _en, parent) in topics().items():
        if not parent:
            cells = " | ".join(str(per[kind, code]) for kind in KINDS)
            assert f"| {code} | {zh} | {cells} |" in readme
