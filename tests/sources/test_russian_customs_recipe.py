"""Releases of the Russian customs: merged headers, two units, parts that add up, and what is refused."""

import pytest

from russia_asean.sources import russian_customs
from russia_asean.sources.snapshots import SnapshotError

PERIODS = {
    "122023": ("январь-декабрь 2022", "январь-декабрь 2023"),
    "042024": ("Январь-апрель 2023", "Январь-апрель 2024"),
}
PERIODS["092024"] = ("Январь-сентябрь 2023", "Январь-сентябрь 2024")
REGIONS = dict.fromkeys(russian_customs.REGIONS, 10) | {"Весь мир": 50.5}
GROUPS = {f"{code}-Товары": 0.01 for code in russian_customs.GROUPS} | {"Всего": 0.08}
CHAPTERS = {"ВСЕГО": 90, "01-24-Продовольственные товары": 30, "57-М2-КОВРЫ": 20.25}


def later_release(parts, periods, unit="(млрд. долл. США)"):
    """Return a sheet as the service has published since 2023: flows above periods."""
    growth = "темп роста, %"
    rows = [[f"Экспорт и импорт товаров\n{unit}"], [], [], [None, "Экспорт", None, None, "Импорт"]]
    rows += [[None, *periods, growth, *periods, growth], ["в том числе:", 0, 0, None, 0, 0]]
    rows += [[name, value, value and 2 * value, 200, value, value, 100] for name, value in parts.items()]
    return [*rows, [], ["* При использовании информации"]]


def release_of_2022(parts):
    """Return a sheet as in the release of March 2023: periods above flows, with turnover."""
    flows = ["ОБОРОТ", "ЭКСПОРТ", "ИМПОРТ"]
    rows = [["Внешняя торговля Российской Федерации "], ["(миллионов долларов США)"], []]
    rows += [[None, "Январь - декабрь 2021 г.", None, None, "Январь - декабрь 2022 г.", None, None, "ТЕМПЫ РОСТА, %"]]
    rows += [[None, *flows, *flows, *flows]]
    return rows + [
        [name, 2 * value, value, value, 3 * value, value, 2 * value, 1, 2, 3] for name, value in parts.items()
    ]


@pytest.fixture
def trade(tmp_path, write_workbook):
    """Return a function that reads the six releases, with changes to that of regions in 2023."""

    def read(regions=REGIONS, groups=GROUPS, chapters=CHAPTERS, saved=None, periods=None, **changes):
        for name, (released, sheet, _, breakdown) in russian_customs.RELEASES.items():
            cells = release_of_2022(chapters)
            if name != russian_customs.CHAPTERS:
                when = periods or PERIODS[name.removesuffix(".xlsx")[-6:]]
                cells = later_release(regions if breakdown == "region" else groups, when, **changes)
            write_workbook(tmp_path / name, {sheet: cells}, saved=saved or released)
        return russian_customs.trade_by_part(tmp_path)

    return read


def test_customs_come_in_dollars_with_their_release_period_and_part(trade):
    built = trade()
    cells = built.set_index(["breakdown", "part", "year", "months", "flow", "vintage"])["value"]
    assert cells["region", "Asia", 2023, "01-12", "export", "2024-02-09"] == 20e9
    assert cells["region", "Asia", 2023, "01-12", "import", "2024-02-09"] == 10e9
    assert cells["region", "World", 2023, "01-04", "export", "2024-06-10"] == 50.5e9
    assert cells["region", "Asia", 2024, "01-09", "export", "2024-11-08"] == 20e9
    assert cells["product", "68-70, 84-97", 2022, "01-12", "export", "2024-02-09"] == 10e6
    assert cells["product", "57", 2022, "01-12", "import", "2023-03-09"] == 40.5e6
    assert cells["product", "World", 2021, "01-12", "export", "2023-03-09"] == 90e6
    # Of each release two periods and two flows of its parts; neither turnover nor growth.
    assert len(built) == 4 * (3 * 6 + 2 * 9 + 3)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"regions": REGIONS | {"Весь мир": 60}}, "the parts add up to 5e[+]10, the printed total is 6e[+]10"),
        ({"groups": GROUPS | {"Всего": 0.09}}, "структура122023.*the parts add up to 8e[+]07, the printed total is 9e"),
        ({"regions": REGIONS | {"АЗИЯ": "10,5"}}, "'10,5' is no number"),
        ({"regions": REGIONS | {"АЗИЯ": None}}, r"страны122023\.xlsx, row 9: has no export in 2022"),
        ({"regions": REGIONS | {"СНГ": 1}}, "страны122023.xlsx, row 13: 'СНГ' is no known part"),
        ({"groups": {name: value for name, value in GROUPS.items() if "71-83" not in name}}, "has no row '71-83'"),
        ({"unit": "(тыс. долл. США)"}, "does not say 'млрд'"),
        ({"saved": "2025-02-09"}, "was saved on 2025-02-09, the release of that name on 2023-03-09"),
        (
            {"periods": ("январь-март 2023", "январь-март 2024")},
            "'экспорт / январь-март 2023' names no flow and period",
        ),
        ({"chapters": CHAPTERS | {"57-М2-КОВРЫ": "N/A"}}, "is no number"),
    ],
)
def test_releases_that_do_not_add_up_or_say_something_else_are_refused(trade, changes, refused):
    # Text times a number is text repeated in the other columns: whichever cell is read first is refused.
    with pytest.raises(SnapshotError, match=refused):
        trade(**changes)


def test_a_missing_release_is_refused(trade, tmp_path):
    trade()
    (tmp_path / "страны092024.xlsx").unlink()
    with pytest.raises(SnapshotError, match=r"страны092024\.xlsx: the release is missing"):
        russian_customs.trade_by_part(tmp_path)
