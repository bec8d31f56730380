from __future__ import annotations

import pytest

from expectations.describing import PAGE, every_rule, rules_page
from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.places import data_folder


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


def test_the_page_on_disk_is_what_the_rules_say(catalogue: Catalogue) -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(catalogue), "run: python -m expectations.describing"


def test_every_rule_stands_on_the_page_once_with_what_it_looks_for_and_an_example(catalogue: Catalogue) -> None:
    rules, page = every_rule(catalogue), rules_page(catalogue)
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert page.count(f"| `{rule.id}` |") == 1
        assert rule.line and rule.example, rule.id


def test_a_cell_never_breaks_its_table(catalogue: Catalogue) -> None:
    rows = [line for line in rules_page(catalogue).splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {5}
