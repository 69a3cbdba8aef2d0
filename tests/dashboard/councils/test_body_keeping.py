"""A body of the register as keepers change it: nothing lost, nobody overwritten, names never seen."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from dashboard import cached
from dashboard.components.council.body.editing.tables import body_cells, editable_lists, entered_tables
from dashboard.register_keeping import (
    BodyDraft,
    KeptBody,
    after_version,
    draft_body,
    found_body,
    load_for_editing,
    save_body,
)
from geodata.councils.register import Register
from geodata.problems import ImportRefused
from geodata.store import StaleRegisterError, StoreError
from geodata.workspace import Workspace
from tests.dashboard.councils.desks import COUNTRY, INFO, PLANTED_NAME, PLANTED_YEAR, desk
from tests.dashboard.councils.desks import hamlets as hamlets

AT = dt.datetime(2025, 12, 3, tzinfo=dt.UTC)


def loaded(body_id: str = "c2", *, version: int | None = None) -> KeptBody:
    return load_for_editing(cached.store(), COUNTRY, body_id, version=version)


def tables_of(kept: KeptBody) -> dict[str, pd.DataFrame]:
    return entered_tables(body_cells(kept.register), editable_lists(kept.register))


def drafted(kept: KeptBody, **tables: pd.DataFrame) -> BodyDraft:
    book = desk().book
    return draft_body(
        kept,
        tables_of(kept) | tables,
        pack=book.pack,
        councils=book.councils,
        areas=book.areas.drop(columns="geometry"),
        language="en",
    )


def saved(draft: BodyDraft, author: str = "Keeper") -> int:
    return save_body(
        cached.store(), COUNTRY, draft, title="Council", author=author, at=AT, note="Elections were held"
    )


def stored(body_id: str = "c2") -> Register:
    return cached.store().register(COUNTRY, with_names=True).of_body(body_id)


def named(body_id: str = "c2") -> dict[int, str]:
    members = stored(body_id).members.dropna(subset="name")
    return dict(zip(members["member_no"], members["name"], strict=True))


def with_new_member(members: pd.DataFrame) -> pd.DataFrame:
    new = pd.DataFrame([{"seat_type": "elected"}], index=[members.index.max() + 1])
    return pd.concat([members, new.reindex(columns=members.columns).astype(members.dtypes)])


def with_seats(kept: KeptBody, seats: int) -> BodyDraft:
    bodies = tables_of(kept)["bodies"].assign(statutory_seats=seats)
    return drafted(kept, bodies=bodies)


def test_what_is_loaded_has_neither_names_nor_years_of_birth(hamlets: Workspace) -> None:
    members = loaded().register.members
    assert "name" not in members
    assert members["birth_year"].isna().all()
    assert len(members) == 9


def test_an_unchanged_body_is_saved_as_it_was(hamlets: Workspace) -> None:
    before = stored()
    saved(drafted(loaded()))
    for (name, was), (_, now) in zip(before.tables(), stored().tables(), strict=True):
        columns = [column for column in was.columns if column not in {"dataset_id", "source_ref"}]
        pd.testing.assert_frame_equal(was[columns], now[columns], obj=name)


def test_a_name_stays_with_its_member(hamlets: Workspace) -> None:
    members = tables_of(loaded())["members"]
    saved(drafted(loaded(), members=members.assign(sex="f", term_from=dt.date(2021, 4, 12))))
    assert named() == {1: PLANTED_NAME}
    assert stored().members.set_index("member_no").loc[1, "birth_year"] == PLANTED_YEAR
    assert (stored().members["sex"] == "f").all()


def test_an_entered_year_of_birth_counts(hamlets: Workspace) -> None:
    members = tables_of(loaded())["members"]
    years = members["birth_year"].where(members["member_no"] != 1, 1980)
    saved(drafted(loaded(), members=members.assign(birth_year=years)))
    assert stored().members.set_index("member_no")["birth_year"].to_dict()[1] == 1980


def test_a_removed_member_takes_the_name_along_and_the_number_is_not_given_again(hamlets: Workspace) -> None:
    members = tables_of(loaded())["members"]
    saved(drafted(loaded(), members=with_new_member(members[members["member_no"] != 1])))
    assert named() == {}
    assert stored().members["member_no"].tolist() == [2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_numbers_of_older_versions_are_not_given_again(hamlets: Workspace) -> None:
    members = tables_of(loaded())["members"]
    saved(drafted(loaded(), members=members[members["member_no"] < 9]))
    saved(drafted(loaded(), members=with_new_member(tables_of(loaded())["members"])))
    assert stored().members["member_no"].max() == 10


def test_the_second_of_two_is_told_and_nothing_is_lost(hamlets: Workspace) -> None:
    mine, theirs = loaded(), loaded()
    number = saved(with_seats(theirs, 13), author="First")
    with pytest.raises(StaleRegisterError) as told:
        saved(with_seats(mine, 15), author="Second")
    assert told.value.current_dataset_id == number
    assert stored().bodies["statutory_seats"].tolist() == [13]
    again = after_version(cached.store(), COUNTRY, mine, number)
    saved(with_seats(again, 15), author="Second")
    assert stored().bodies["statutory_seats"].tolist() == [15]
    assert named() == {1: PLANTED_NAME}


def test_a_third_is_not_overwritten_by_who_goes_on_after_the_second(hamlets: Workspace) -> None:
    mine = loaded()
    second = saved(with_seats(loaded(), 13))
    saved(with_seats(loaded(), 14))
    with pytest.raises(StaleRegisterError):
        saved(with_seats(after_version(cached.store(), COUNTRY, mine, second), 15))


def test_no_name_comes_to_somebody_else_after_a_conflict(hamlets: Workspace) -> None:
    mine = loaded()
    replaced = stored().members.assign(name=[f"Other {number}" for number in range(1, 10)])
    with cached.store().writing(author="Workbook", at=AT) as writer:
        number = writer.publish_register(COUNTRY, replace(stored(), members=replaced), INFO)
    saved(with_seats(after_version(cached.store(), COUNTRY, mine, number), 15))
    assert named() == {1: PLANTED_NAME}


def test_other_bodies_stay_as_they_are(hamlets: Workspace) -> None:
    before = cached.store().register(COUNTRY).bodies.set_index("body_id")["dataset_id"]
    number = saved(with_seats(loaded(), 13))
    after = cached.store().register(COUNTRY).bodies.set_index("body_id")["dataset_id"]
    assert after[after != before].to_dict() == {"c2": number}


def test_all_problems_come_at_once_each_at_its_row(hamlets: Workspace) -> None:
    tables = tables_of(loaded())
    members = tables["members"]
    without_seat = members["seat_type"].mask(members["member_no"] == 3)
    roles = members["role"].mask(members["member_no"] == 5, "king")
    reports = tables["reports"].assign(period="2025-H3")
    draft = drafted(loaded(), members=members.assign(seat_type=without_seat, role=roles), reports=reports)
    assert {(each.rule.id, each.where.sheet, each.where.row) for each in draft.problems} == {
        ("register_value_required", "members", 3),
        ("role_unknown", "members", 5),
        ("report_period_bad", "reports", 1),
    }
    with pytest.raises(ImportRefused):
        saved(draft)
    assert len(cached.store().register_history(COUNTRY, "c2")) == 1


def test_an_empty_row_is_none_and_one_that_lacks_something_is_told(hamlets: Workspace) -> None:
    meetings = tables_of(loaded())["meetings"]
    blank = pd.DataFrame(index=[2, 3], columns=meetings.columns).astype(meetings.dtypes)
    begun = pd.concat([meetings, blank]).astype(meetings.dtypes)
    begun.loc[3, "decisions"] = 4
    draft = drafted(loaded(), meetings=begun)
    assert {(each.rule.id, each.where.row) for each in draft.problems} == {("register_value_required", 3)}
    assert draft.n_incomplete == 1
    assert len(draft.register.meetings) == 1


def test_a_text_of_blanks_is_no_text(hamlets: Workspace) -> None:
    hearings = tables_of(loaded("c1"))["hearings"].assign(topic="  ")
    draft = drafted(loaded("c1"), hearings=hearings)
    assert [each.rule.id for each in draft.problems] == ["register_value_required"]


def test_a_body_is_founded_once(hamlets: Workspace) -> None:
    kept = found_body("n1", body_type="public", area_code="03")
    saved(drafted(kept))
    assert stored("n1").bodies["area_code"].tolist() == ["03"]
    with pytest.raises(StaleRegisterError):
        saved(drafted(kept))


def test_a_dissolved_body_is_no_more_on_that_day(hamlets: Workspace) -> None:
    day = dt.date(2025, 9, 30)
    bodies = tables_of(loaded())["bodies"].assign(dissolved_on=day)
    saved(drafted(loaded(), bodies=bodies))
    assert "c2" not in set(desk(on=day).on.bodies["body_id"])
    assert "c2" in set(desk(on=day - dt.timedelta(days=1)).on.bodies["body_id"])


def test_an_older_version_comes_back_with_its_names(hamlets: Workspace) -> None:
    first = loaded().base
    members = tables_of(loaded())["members"]
    saved(drafted(loaded(), members=members[members["member_no"] > 4]))
    assert named() == {}
    back = loaded(version=first)
    assert (back.read_from, back.base) == (first, first + 1 if first else None)
    saved(drafted(back))
    assert named() == {1: PLANTED_NAME}
    history = cached.store().register_history(COUNTRY, "c2")
    assert history["member_count"].tolist() == [9, 5, 9]
    assert history["note"].tolist()[-1] == "Elections were held"


def test_a_version_that_is_not_there_is_refused(hamlets: Workspace) -> None:
    with pytest.raises(StoreError):
        loaded(version=99)


def test_the_dataset_cites_what_its_base_cites_and_names_nobody(hamlets: Workspace) -> None:
    number = saved(with_seats(loaded(), 13))
    datasets = cached.store().datasets(COUNTRY).set_index("id")
    assert datasets.loc[number, "source"] == INFO.source
    assert PLANTED_NAME not in str(datasets.loc[number].to_dict())
    log = cached.store().audit_log(COUNTRY)
    assert PLANTED_NAME not in str(log.to_dict())
    assert log["author"].iloc[-1] == "Keeper"
