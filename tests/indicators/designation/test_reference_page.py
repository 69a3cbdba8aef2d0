from pathlib import Path

from indicators.designation.profile import load_profiles
from indicators.designation.reference_page import profiles_page
from indicators.designation.scores import NORMALISATIONS
from indicators.designation.statistics import STATISTICS

PAGE = Path(__file__).parents[3] / "docs" / "profiles.md"


def test_the_page_in_the_docs_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == profiles_page(load_profiles().values()), "run `make docs`"


def test_the_page_documents_every_profile_in_every_language() -> None:
    page = profiles_page(load_profiles().values())
    for profile in load_profiles().values():
        assert f"## {profile.id}\n\n{' · '.join(profile.title.values())}\n" in page
        assert all(note.text["en"] in page for note in profile.notes)
        assert all(f"| `{criterion.id}` |" in page for criterion in profile.criteria)


def test_the_page_explains_everything_a_profile_is_built_from() -> None:
    rows = profiles_page([]).splitlines()
    for each in [*STATISTICS, *NORMALISATIONS, "include", "exclude", "neighbours", "enclosed", "grace"]:
        row = next(row for row in rows if row.startswith(f"| `{each}` |"))
        assert len(row) > len(each) + 20


def test_dated_thresholds_and_k_of_n_are_told() -> None:
    section = profiles_page(load_profiles().values()).split("## svk-336-2015\n")[1].split("\n## ")[0]
    assert "> 1.6 until 2018-03-31; > 1.5 from 2018-04-01" in section
    assert "in 9 of the last 12 quarters" in section
    assert "- in force until: 2025-10-31" in section
