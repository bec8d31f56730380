"""The documents say what the program does, in both languages, and every link in them leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from apps.cli import app
from nianbao.catalogue import Indicator
from nianbao.reasons import Reason

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "docs/operations.md", "docs/rules.md")
PACKAGES = ("apps", "deployments", "flows", "tasks", "expectations", "nianbao")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _commands(text: str) -> set[str]:
    return set(re.findall(r"^\| `nianbao ([a-z]+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("readme", READMES)
def test_every_command_stands_in_the_table_of_commands(readme: str) -> None:
    groups = {group.typer_instance.info.name for group in app.registered_groups if group.typer_instance}
    assert _commands(_text(readme)) == {command.name for command in app.registered_commands} | groups


def test_both_languages_name_the_same_files_and_options() -> None:
    def named(text: str) -> set[str]:
        code = re.findall(r"`([^`\n]+)`", text)
        return {
            word
            for span in code
            for word in re.findall(r"--[a-z-]+|[A-Z]+_[A-Z]+|[a-z]+\.(?:html|docx|pdf|xlsx|json|csv)", span)
        }

    assert named(_text(READMES[0])) == named(_text(READMES[1]))


def test_the_example_of_an_indicator_is_a_valid_entry_in_both_languages() -> None:
    found = [re.search(r"```yaml\n(.*?)```", _text(readme), flags=re.DOTALL) for readme in READMES]
    entries = [yaml.safe_load(match.group(1)) for match in found if match]
    assert len(entries) == 2
    assert entries[0] == entries[1]
    assert Indicator.model_validate(entries[0][0]).domain == "emergency"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    folder = (ROOT / document).parent
    targets = [t for t in re.findall(r"\]\(([^)#\s]+)", _text(document)) if not t.startswith("http")]
    assert [target for target in targets if not (folder / target).exists()] == []


def test_every_setting_of_the_environment_is_documented() -> None:
    used = {
        name
        for package in PACKAGES
        for pattern in ("*.py", "*.yaml")
        for file in (ROOT / package).rglob(pattern)
        for name in re.findall(r"\bNIANBAO_[A-Z]+", file.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= set(re.findall(r"NIANBAO_[A-Z]+", _text("docs/operations.md")))


def test_every_reason_code_is_documented() -> None:
    assert {reason.value for reason in Reason} <= set(re.findall(r"`([a-z-]+)`", _text("docs/operations.md")))


def test_the_tree_names_the_folders_that_exist() -> None:
    for readme in READMES:
        tree = re.search(r"```\n(apps/.*?)```", _text(readme), flags=re.DOTALL)
        assert tree
        for name in re.findall(r"(?:^|\s)([a-z]+)/(?=\s)", tree.group(1)):
            assert (ROOT / name).is_dir() or (ROOT / "nianbao" / name).is_dir(), name
