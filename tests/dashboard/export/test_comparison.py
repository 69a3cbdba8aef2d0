"""Download of a comparison, read back."""

from dashboard.export.comparison import comparison_csv
from dashboard.export.report import DesignationReport
from geodata.packs import Pack
from indicators.designation.variation import Variation
from tests.dashboard.export.made import square_report
from tests.dashboard.export.reading import csv_rows

EASIER = Variation(at_least={"lagging": 1})


def rows(before: DesignationReport, after: DesignationReport) -> list[dict[str, str]]:
    return csv_rows(comparison_csv(before, after))


def test_each_area_says_what_changed_and_between_what(pack: Pack) -> None:
    compared = rows(square_report(pack), square_report(pack, variation=EASIER, data_version="data-2"))
    assert [row["change"] for row in compared] == ["stays_out", "enters", "stays", "cannot_be_told"]
    assert [row["class_title_before"] for row in compared] == [
        "Other",
        "Other",
        "'-Lagging",
        "Cannot be told",
    ]
    assert compared[1]["class_after"] == "lagging"
    assert compared[1]["change_title"] == "becomes designated"
    assert {(row["data_version_before"], row["data_version_after"]) for row in compared} == {
        ("data-1", "data-2")
    }
    assert {row["what_if_before"] for row in compared} == {""}
    assert {row["what_if_after"] for row in compared} == {"'-Lagging: criteria needed 1, by the rule 2"}
    assert compared[1]["area_name"] == "'=1+1"


def test_an_area_of_one_side_has_no_class_on_the_other(pack: Pack) -> None:
    compared = {row["area_code"]: row for row in rows(square_report(pack), square_report(pack, level=2))}
    assert len(compared) == 8
    assert (compared["01"]["class_title_before"], compared["01"]["class_title_after"]) == ("Other", "")
    assert (compared["011"]["class_title_before"], compared["011"]["area_name"]) == ("", "Village 01")
    assert compared["011"]["class_title_after"] == "Cannot be told"
