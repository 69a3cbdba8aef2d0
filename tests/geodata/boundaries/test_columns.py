import pandas as pd

from geodata.boundaries.columns import BoundaryColumns, guess_columns
from geodata.packs import Pack


def test_chosen_columns_by_attribute() -> None:
    columns = BoundaryColumns("id", names={"en": "name_e"}, valid_to="until")
    assert columns.chosen() == {"area_code": "id", "valid_to": "until", "name_en": "name_e"}


def test_codes_names_and_dates_are_recognised(pack: Pack) -> None:
    frame = pd.DataFrame(
        {
            "OBJECTID": [1, 2, 3, 4],
            "ADM2_PCODE": ["011", "012", "021", "022"],
            "ADM1_PCODE": ["01", "01", "02", "02"],
            "ADM0_PCODE": ["SQ"] * 4,
            "ADM2_SQ": ["Ак", "Көк", "Сары", "Кара"],
            "ADM2_EN": ["White", "Blue", "Yellow", "Black"],
            "ADM1_SQ": ["Түн", "Түн", "Күн", "Күн"],
            "ADM2TYP_EN": ["city", "district", "district", "district"],
            "validOn": ["2018-11-19"] * 4,
        }
    )
    assert guess_columns(frame, pack) == BoundaryColumns(
        area_code="ADM2_PCODE",
        names={"sq": "ADM2_SQ", "en": "ADM2_EN"},
        parent_code="ADM1_PCODE",
        parent_name="ADM1_SQ",
        area_type="ADM2TYP_EN",
        valid_from="validOn",
    )


def test_a_column_called_like_a_level_holds_the_parent(pack: Pack) -> None:
    frame = pd.DataFrame(
        {"ekatte": ["1", "2", "3"], "municipality": ["A", "A", "B"], "name": ["x", "y", "x"]}
    )
    columns = guess_columns(frame, pack)
    assert (columns.parent_code, columns.area_name) == ("municipality", "name")


def test_a_table_with_lists_and_no_code_is_survived(pack: Pack) -> None:
    columns = guess_columns(pd.DataFrame({"neighbours": [["a"], ["b", "c"]], "what": [None, None]}), pack)
    assert columns == BoundaryColumns("neighbours")


def test_coordinates_of_a_table_are_recognised(pack: Pack) -> None:
    columns = guess_columns(pd.DataFrame({"id": [1, 2], "geo.lat": [42, 43], "geo.lon": [74, 75]}), pack)
    assert (columns.area_code, columns.lon, columns.lat) == ("id", "geo.lon", "geo.lat")
