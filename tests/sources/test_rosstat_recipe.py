"""Rosstat's workbook by month: awkward names of countries, years of twelve months, and what is refused."""

import pytest

from russia_asean.sources import rosstat
from russia_asean.sources.snapshots import Edition, SnapshotError

# As the workbook has them: Latin letters among Cyrillic ones, a line break.
HEADER = [None, "Китaй", "США", "Республикa \nКорея", "Япония", "Вьетнaм", "Индия", "Индонезия", "Турция"]
EDITION = Edition("rosstat-fcs-2022", "2022")


def sheet(years=(2020, 2021), unit="(млн доллалов США)", months=rosstat.MONTHS, header=HEADER, changes=None):
    """Return a sheet in which each country has 1.5 a month."""
    rows = [["К содержанию"], ["Экспорт"], ["(по данным ФТС России)"], [unit], header]
    for year in years:
        rows += [[year], *([f"  {month}", *[1.5] * (len(header) - 1)] for month in months)]
    for (row, column), cell in (changes or {}).items():
        rows[row - 1][column] = cell
    return rows


@pytest.fixture
def trade(tmp_path, write_workbook):
    def read(**exports):
        path = tmp_path / "96stran.xlsx"
        return rosstat.trade(write_workbook(path, {"Экспорт": sheet(**exports), "Импорт": sheet()}), EDITION)

    return read


def test_twelve_months_make_a_year_and_names_are_read_past_their_letters(trade):
    built = trade(changes={(7, 5): 2.25}).set_index(["partner", "year", "flow"])
    assert built["value"]["VNM", 2020, "export"] == 18_750_000
    assert built["value"]["VNM", 2020, "import"] == 18_000_000
    assert set(built.index.get_level_values("partner")) == {"CHN", "USA", "KOR", "JPN", "VNM", "IND", "IDN"}
    assert set(built["reporter"]) == {"RUS"} and set(built["status"]) == {"reported"}


def test_a_year_with_an_empty_month_is_left_out(trade):
    built = trade(changes={(7, 5): None}).set_index(["partner", "year", "flow"])
    assert ("VNM", 2020, "export") not in built.index and ("VNM", 2021, "export") in built.index


@pytest.mark.parametrize(
    ("exports", "refused"),
    [
        ({"unit": "(тыс. долларов США)"}, r"row 4, column 1: '\(тыс. долларов США\)' stands where '\(млн' is expected"),
        ({"header": HEADER[:5]}, "row 5: has no country 'Вьетнам'"),
        ({"months": rosstat.MONTHS[:9]}, "row 7: 2020 has not the twelve months from January to December"),
        ({"changes": {(7, 5): "1,5"}}, "Вьетнам, row 7: '1,5' is no number"),
    ],
)
def test_a_workbook_that_is_not_what_it_says_is_refused(trade, exports, refused):
    with pytest.raises(SnapshotError, match=refused):
        trade(**exports)


def test_another_edition_is_refused(tmp_path, write_workbook):
    path = write_workbook(tmp_path / "96stran.xlsx", {name: sheet(years=[2020]) for name in rosstat.SHEETS.values()})
    with pytest.raises(SnapshotError, match="ends in 2020, but an edition of 2022 ends in 2021"):
        rosstat.trade(path, EDITION)
