from __future__ import annotations

import pytest

from config.loader import ConfigError, parse_toml
from geodata.councils.pack import load_council_pack
from geodata.councils.participation import InvolvementTemplate
from geodata.packs import pack_folders

LINE = '{ id = "news", title = { en = "News" }, reference = "a test" }'


def section(id_: str, *lines: str) -> str:
    return f'[[sections]]\nid = "{id_}"\ntitle = {{ en = "A" }}\nitems = [{", ".join(lines)}]\n'


def test_lines_keep_their_order() -> None:
    other = LINE.replace('"news"', '"ball"')
    template = parse_toml(section("one", LINE) + section("two", other), InvolvementTemplate, name="test")
    assert list(template.items) == ["news", "ball"]


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ConfigError, match="ids of their own in the plan, got again news"):
        parse_toml(section("one", LINE) + section("two", LINE), InvolvementTemplate, name="test")


def test_a_line_is_refreshed_after_at_least_a_month() -> None:
    line = LINE[:-1] + ", refreshed_every_months = 0 }"
    with pytest.raises(ConfigError, match="refreshed_every_months"):
        parse_toml(section("one", line), InvolvementTemplate, name="test")


@pytest.mark.parametrize("code", ["kgz", "demo"])
def test_the_packs_have_rules_for_every_type_of_hearing_and_a_plan(code: str) -> None:
    councils = load_council_pack(pack_folders()[code])
    assert councils is not None
    assert all(councils.hearing_rule(hearing_type) for hearing_type in councils.hearing_types)
    assert councils.involvement is not None
    assert {"information", "forms", "making", "monitoring"} == {
        each.id for each in councils.involvement.sections
    }


def test_the_rules_of_the_literature_are_as_stated() -> None:
    councils = load_council_pack(pack_folders()["kgz"])
    assert councils is not None
    rule = councils.hearing_rule("public")
    assert rule is not None
    assert rule.decision is not None
    assert rule.decision.more_than_pct == 50
    tasks = {task.id: task for task in rule.tasks}
    assert (tasks["working_group"].earliest_days, tasks["working_group"].latest_days) == (-20, -15)
    assert (tasks["handing_over"].earliest_days, tasks["handing_over"].latest_days) == (0, 10)
    assert tasks["notice"].channels == ("press", "radio", "boards")
    assert tasks["notice"].times > 1
    assert tasks["publication"].latest_days is None
    plan = councils.involvement
    assert plan is not None
    assert plan.items["local_matters"].refreshed_every_months == 6
    assert plan.revision is not None
    assert plan.revision.months_apart == 12
