"""UN Comtrade's bulk files: flows of our table, and what is refused."""

import pytest

from russia_asean.sources import un_comtrade
from russia_asean.sources.snapshots import Edition, SnapshotError

HEAD = (
    "Classification,Year,Aggregate Level,Trade Flow,Reporter ISO,Partner ISO,Commodity Code,Commodity,Trade Value (US$)"
)
FUELS = '27,"Mineral fuels; oils, waxes"'
MEMBERS_OF_TEST = [f"H1,{{year}},2,Import,{code},WLD,{FUELS},7" for code in un_comtrade.MEMBERS]
RUSSIA = f"H1,{{year}},2,Export,RUS,VNM,{FUELS},5000"


@pytest.fixture
def fuels(tmp_path):
    def read(*lines, years=range(1996, 2018), of=2010, members=MEMBERS_OF_TEST, vintage="2020-09"):
        for year in years:
            rows = [*members, RUSSIA, *(lines if year == of else [])]
            text = "\n".join([HEAD, *(row.format(year=year) for row in rows)]) + "\n"
            (tmp_path / f"processed_data_{year}.csv").write_text("\ufeff" + text, encoding="utf-8")
        return un_comtrade.fuels(tmp_path, Edition("un-comtrade", vintage))

    return read


def test_fuels_are_those_of_our_table_as_reported(fuels):
    built = fuels(
        f"H3,2010,2,Import,VNM,RUS,{FUELS},900",
        f"H3,2010,2,Re-Export,RUS,VNM,{FUELS},11",
        f"H3,2010,2,Import,VNM,KWT,{FUELS},12",
        f"H3,2010,2,Import,RUS,VNM,{FUELS},13",
    )
    cells = built.set_index(["reporter", "partner", "year", "flow"])
    assert (
        cells["value"]["VNM", "RUS", 2010, "import"] == 900
        and cells["valuation"]["VNM", "RUS", 2010, "import"] == "CIF"
    )
    assert (
        cells["value"]["RUS", "VNM", 2010, "export"] == 5000
        and cells["valuation"]["RUS", "VNM", 2010, "export"] == "FOB"
    )
    assert len(built) == 22 * 12 + 1 and not {11, 12, 13} & set(built["value"])
    assert set(built["code"]) == {"27"} and set(built["status"]) == {"reported"}


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        (
            f"H3,2009,2,Import,VNM,RUS,{FUELS},900",
            r"processed_data_2010\.csv, row 14, column 'Year': '2009' is not 2010",
        ),
        (f"H3,2010,4,Import,VNM,RUS,{FUELS},900", "column 'Aggregate Level': '4' is not 2"),
        ("H3,2010,2,Import,VNM,RUS,44,Wood,900", "column 'Commodity Code': '44' is not 27"),
        (f"H3,2010,2,Imports,VNM,RUS,{FUELS},900", "'Imports' is not Import or Export"),
        (f"H3,2010,2,Import,VNM,RUS,{FUELS},900 e", "'900 e' is no plain number"),
        (f"H3,2010,2,Import,VNM,RUS,{FUELS},900,0", "cannot be read as a table"),
        (f"H3,2010,2,Import,VNM,WLD,{FUELS},8", "row 14: the flow occurs twice"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(fuels, line, refused):
    with pytest.raises(SnapshotError, match=refused):
        fuels(line)


def test_a_later_edition_has_all_years_of_its_folder(fuels):
    built = fuels(years=range(1996, 2026), vintage="2026-11-29")
    assert set(built["year"]) == set(range(1996, 2026)) and set(built["vintage"]) == {"2026-11-29"}


@pytest.mark.parametrize(
    ("years", "refused"),
    [
        (range(1996, 2017), "ends in 2016, but an edition of 2020-09 ends in 2017 to 2019"),
        (range(1996, 2021), "ends in 2020, but an edition of 2020-09 ends in 2017 to 2019"),
        ((), "holds no file processed_data_YYYY.csv"),
    ],
)
def test_a_folder_that_ends_in_another_year_is_refused(fuels, years, refused):
    with pytest.raises(SnapshotError, match=refused):
        fuels(years=years)


def test_a_missing_year_and_a_vanished_reporter_are_refused(fuels, tmp_path):
    with pytest.raises(SnapshotError, match="has nothing reported by VNM"):
        fuels(members=MEMBERS_OF_TEST[:-1])
    (tmp_path / "processed_data_2011.csv").unlink()
    with pytest.raises(SnapshotError, match=r"processed_data_2011\.csv: is missing"):
        un_comtrade.fuels(tmp_path, Edition("un-comtrade-2020-09", "2020-09"))
