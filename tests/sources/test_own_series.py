"""An analyst's own file is read right, with every assumption said, or refused with the option that is lacking."""

import os
from pathlib import Path

import pytest

from russia_asean.data import country_names
from russia_asean.sources import own_series
from russia_asean.sources.foreign_files import OwnSeriesError
from russia_asean.sources.own_sheets import Given

FIXTURES = Path(__file__).parents[1] / "fixtures" / "own_series"
HEAD = "reporter,partner,year,flow,value_usd\n"
CELL = ["reporter", "partner", "year", "flow"]


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a text as a file of an analyst."""

    def read_text(text, table="trade_flows", name="mine.csv", encoding="utf-8", **given):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return own_series.read(table, path, Given(**given))

    return read_text


def figures(series):
    """Return the values by reporter, partner, year and flow."""
    return series.rows.set_index(CELL)["value"].to_dict()


def refusal(read, text, **how):
    """Return the sentence with which a text is refused."""
    with pytest.raises(OwnSeriesError) as refused:
        read(text, **how)
    return str(refused.value)


def test_our_own_columns_are_read_with_everything_said(read):
    series = read(HEAD + "VNM,RUS,2023,export,100\nVNM,RUS,2023,import,50.5\n")
    assert figures(series) == {("VNM", "RUS", 2023, "export"): 100, ("VNM", "RUS", 2023, "import"): 50}
    assert series.rows["valuation"].tolist() == ["FOB", "CIF"] and set(series.rows["unit"]) == {"USD"}
    assert series.said == [
        "Text in UTF-8.",
        "Cells are separated by commas.",
        "Unit: US dollars, by the head.",
        "Every figure counts as reported, not as an estimate.",
        "Exports count as FOB and imports as CIF, since the file does not say.",
    ]


def test_status_and_valuation_of_the_file_are_kept(read):
    head = "reporter,partner,year,flow,valuation,value,unit,status\n"
    series = read(head + "VNM,RUS,2023,import,FOB,7,USD,estimate\n")
    assert series.rows[["valuation", "status"]].to_numpy().tolist() == [["FOB", "estimate"]]
    assert not any("count" in each for each in series.said)


def test_the_worked_example_is_read_right():
    series = own_series.read("trade_flows", FIXTURES / "vietnam_customs_invented.csv", Given(reporter="Viet Nam"))
    assert figures(series)["VNM", "RUS", 2023, "export"] == 2_150_400_000
    assert figures(series)["VNM", "RUS", 2025, "import"] == 2_204_800_000
    assert "Numbers have decimal commas." in series.said and "Points in numbers divide thousands." in series.said


@pytest.mark.parametrize(
    ("encoding", "name", "code", "said"),
    [
        ("utf-8-sig", "Côte d'Ivoire", None, "Text in UTF-8, by its first bytes."),
        ("utf-16", "Россия", "RUS", "Text in UTF-16, by its first bytes."),
        ("cp1251", "Россия", "RUS", "Text in cp1251 (Cyrillic), since it is no UTF-8."),
        ("cp1252", "Côte d'Ivoire", None, "Text in cp1252 (Western European), since it is no UTF-8."),
    ],
)
def test_the_encoding_is_found(read, encoding, name, code, said):
    series = read(HEAD + f"VNM,RUS,2023,export,1\nVNM,{name},2024,export,2\n", encoding=encoding)
    assert series.said[0] == said
    # A partner that the report does not ask for is named, and nothing else is lost.
    assert ({"RUS", code} - {None}) == set(series.rows["partner"])
    assert code or "Left out, since the report does not ask for it: trade of VNM with CIV." in series.said


def test_bytes_of_no_encoding_are_refused_by_their_row(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(HEAD.encode() + b"VNM,RUS,2023,export,1\x81\n")
    with pytest.raises(OwnSeriesError, match=r"mine.csv, row 2: is neither UTF-8 nor cp1252\. Save the file"):
        own_series.read("trade_flows", path, Given())


def test_semicolons_thousands_points_and_decimal_commas_are_read(read):
    series = read(
        "reporter;partner;year;flow;value_usd\nVNM;RUS;2023;import;1.234.567.890,5\nVNM;RUS;2024;import;n/a\n"
    )
    assert figures(series) == {("VNM", "RUS", 2023, "import"): 1_234_567_890}  # half a dollar to the even one
    assert "Missing, and no zero: cells with n/a (1 of them)." in series.said


def test_a_number_that_could_be_thousands_or_decimals_is_refused(read):
    said = refusal(read, "reporter;partner;year;flow;value_usd\nVNM;RUS;2023;import;1.234\n")
    assert said.startswith("mine.csv, row 2, column 'value_usd': nothing says whether '1.234' is a number of thousands")
    # Another number of the column decides.
    series = read("reporter;partner;year;flow;value_usd\nVNM;RUS;2023;import;1.234\nVNM;RUS;2024;import;12,5\n")
    assert figures(series)["VNM", "RUS", 2023, "import"] == 1234


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("VNM,RUS,20O5,import,1\n", "row 2: '20O5' is no year, month or quarter."),
        ("VNM,RUS,2023,import,1 e\n", "row 2, column 'value_usd': '1 e' is no number."),
        ("VNM,RUS,2023,import,-1\n", "row 2: a flow of goods is below zero."),
        ("VNM,RUS,2023,transit,1\n", "row 2, column 'flow': 'transit' is neither export nor import."),
        ("VNM,RUS,2023,import\n", "row 2: 4 cells, but the head in row 1 has 5 columns."),
        (
            "VNM,RUS,2023,import,1\nVNM,RUS,2024,import\nVNM,RUS,2025,import,1\n",
            "row 3: 4 cells, but the head in row 1 has 5 columns.",
        ),
        ("VNM,RUS,2023,import,1\nVNM,RUS,2023,import,2\n", "row 3: VNM RUS 2023 import stands with different values"),
        ('VNM,RUS,2023,import,1.5\nVNM,RUS,2024,import,"1,55"\n', "numbers have decimal points and decimal commas."),
        ("DEU,VNM,2023,import,1\n", "row 2: holds no trade that data/trade_flows.csv asks for"),
        ("Nowhere,RUS,2023,import,1\n", "no row names a country that is known."),
        ("VNM,RUS,2023,import,n/a\n", "row 1: no row below has a figure; all are missing."),
        ('VNM,RUS,2023,"import,1\n', "the quotation marks are not in order"),
    ],
)
def test_a_mistake_is_refused_by_row_and_rule(read, rows, sentence):
    assert sentence in refusal(read, HEAD + rows)


def test_a_figure_that_stands_twice_with_one_value_is_taken_once(read):
    series = read(HEAD + "VNM,RUS,2023,import,1\nVNM,RUS,2023,import,1\n")
    assert len(series.rows) == 1
    assert "VNM RUS 2023 import stands twice with the same value and was taken once." in series.said


def test_a_year_outside_the_table_is_left_out_and_said(read):
    series = read(HEAD + "VNM,RUS,2025,import,1\nVNM,RUS,2031,import,2\n")
    assert series.rows["year"].tolist() == [2025]
    assert any(each.startswith("Left out: 2031, since the table goes from 1990 to") for each in series.said)
    assert "holds no figure for data/trade_flows.csv" in refusal(read, HEAD + "VNM,RUS,2031,import,2\n")


def test_blank_rows_repeated_heads_titles_and_notes_are_no_figures(read):
    text = (
        "Invented figures\n\n" + HEAD + "\nVNM,RUS,2023,import,1\n" + HEAD + "VNM,RUS,2024,import,2\n1) preliminary\n"
    )
    series = read(text)
    assert sorted(figures(series).values()) == [1, 2]
    assert "Above the head stands: Invented figures." in series.said
    assert "The head occurs again in rows 6, which were left out." in series.said
    assert "Rows with nothing but a name or a note were left out: 8 ('1) preliminary')." in series.said
    assert "2 blank rows were left out." in series.said


def test_a_head_one_short_is_explained_or_refused(read):
    head = "reporter,partner,year,flow,value_usd\n"
    behind = read(head + "VNM,RUS,2023,import,1,\nVNM,RUS,2024,import,2,\n")
    before = read(head + "1,VNM,RUS,2023,import,1\n2,VNM,RUS,2024,import,2\n")
    assert figures(behind) == figures(before) == {("VNM", "RUS", year, "import"): year - 2022 for year in (2023, 2024)}
    assert any("no column moved" in each for each in behind.said)
    assert any("a running number, was cut off" in each for each in before.said)
    said = refusal(read, head + "VNM,RUS,2023,import,1,7\n")
    assert "row 1: the head names 5 columns, but the rows have 6 cells" in said


def test_runs_of_separators_behind_rows_are_cut_off(read):
    series = read("reporter,partner,year,flow,value_usd;;;;;;;;\nVNM,RUS,2023,import,1;;;;;;;\n")
    assert list(figures(series).values()) == [1]
    assert "Runs of separators behind 2 rows, which a spreadsheet left there, were cut off." in series.said


def test_empty_cells_at_the_end_of_a_row_are_no_damage(read):
    series = read(HEAD.replace("\n", ",note,source,page\n") + "VNM,RUS,2023,import,1,,,\nVNM,RUS,2024,import,2,a,b,c\n")
    assert sorted(figures(series).values()) == [1, 2]
    assert not any("separators behind" in each for each in series.said)


COMTRADE = (
    "refYear,period,reporterISO,reporterDesc,flowCode,partnerISO,partnerDesc,partner2ISO,cmdCode,customsCode,motCode,"
    "primaryValue\n"
)


def test_an_export_of_comtrade_is_read_with_its_own_words(read):
    rows = [
        "2023,2023,VNM,Viet Nam,X,RUS,Russian Federation,W00,TOTAL,C00,0,100,",
        "2023,2023,VNM,Viet Nam,X,W00,World,W00,TOTAL,C00,0,900,",
        "2023,2023,VNM,Viet Nam,X,RUS,Russian Federation,W00,27,C00,0,30,",
        "2023,2023,VNM,Viet Nam,RX,RUS,Russian Federation,W00,TOTAL,C00,0,10,",
    ]
    series = read(COMTRADE + "\n".join(rows) + "\n")
    assert figures(series) == {("VNM", "RUS", 2023, "export"): 100, ("VNM", "WLD", 2023, "export"): 900}
    assert "Of 'cmdCode' only rows of TOTAL were read; 1 others are parts." in series.said
    assert "Left out, parts of exports and imports: RX." in series.said
    assert "Unit: US dollars, by the format of UN Comtrade." in series.said
    assert "no row is of TOTAL" in refusal(read, COMTRADE + rows[2].rstrip(",") + "\n")


def test_euros_are_named_and_not_converted(read):
    view = "REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_EUR\n"
    said = refusal(read, view + '"European Union","Viet Nam","Total","EXPORT","Total","2023",5\n')
    assert said == (
        "mine.csv, row 2: the values are in EUR by the head, and data/trade_flows.csv is in US dollars; they were not "
        "converted, since the file has no rate. Convert each year at its average rate and name the column `value_usd`."
    )


def test_parts_of_a_year_never_stand_for_the_year(read):
    view = "REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_USD\n"
    row = '"European Union","Viet Nam","Total","EXPORT","Total","{}",{}\n'
    said = refusal(read, view + row.format("Aug. 2024", 1) + row.format("Jan.-Sep. 2024", 9))
    assert "row 2: 'Aug. 2024' is a part of a year" in said
    months = "".join(row.format(f"2024-{month:02}", month) for month in range(1, 13))
    series = read(view + months + row.format("Jan.-Sep. 2023", 9))
    assert figures(series) == {("EUN", "VNM", 2024, "export"): 78}
    assert "1 figure is the sum of all months or quarters of a year." in series.said
    assert "Left out, since only a part of the year is there: exports of 2023." in series.said
    # A month that is missing makes no whole year.
    assert "is a part of a year" in refusal(read, view + months.replace(",12\n", ",:\n"))


MIXED = (
    "country,export,import_consigment,import_origin,timeperiod,year\n\nRussian Federation,5.5,-,1.5,1,2023\n\n"
    "Russian Federation,66.5,-,9,Year,2023\n"
)


def test_months_beside_the_year_are_not_added_to_it(read):
    series = read(MIXED, reporter="Thailand", unit="million USD")
    assert figures(series) == {("THA", "RUS", 2023, "export"): 66_500_000, ("THA", "RUS", 2023, "import"): 9_000_000}
    assert "The countries in 'country' are partners, since the other side was given." in series.said
    both = MIXED.replace("66.5,-,9", "66.5,8,9")
    assert "stands with different values in the columns 'import_consigment' and 'import_origin'" in refusal(
        read, both, reporter="THA", unit="million USD"
    )


@pytest.mark.parametrize(
    ("text", "given", "option"),
    [
        (MIXED, {}, "Give REPORTER= with the country whose statistics these are, or PARTNER="),
        (MIXED, {"reporter": "THA"}, 'Give UNIT=, for example UNIT="million USD".'),
        (MIXED, {"reporter": "THA", "unit": "millions"}, "Give UNIT="),
        (MIXED, {"reporter": "Nowhere", "unit": "USD"}, "REPORTER='Nowhere' is no country"),
        ("year,flow,partner,value_usd\n2023,export,RUS,1\n", {}, "no column names the reporter. Give REPORTER="),
        ("year,flow,reporter,value_usd\n2023,export,RUS,1\n", {}, "no column names the partner. Give PARTNER="),
        ("year,partner,value_usd\n2023,RUS,1\n", {"reporter": "VNM"}, "Give FLOW=export or FLOW=import."),
        # Trade of Thailand would else count as Vietnam's.
        (
            "Country,2019,2020\nThailand,1,2\n",
            {"reporter": "VNM", "partner": "RUS", "flow": "export", "unit": "USD"},
            "row 1, column 'Country': names countries (Thailand), and both REPORTER= and PARTNER= are given. Leave",
        ),
        (
            HEAD + "VNM,RUS,2023,export,2.15E+09\n",
            {},
            "row 2, column 'value_usd': '2.15E+09' is written in powers of",
        ),
        (HEAD + "VNM,RUS,2023,export,1\n", {"reporter": "THA"}, "names the reporter itself. Leave REPORTER= out."),
        (HEAD + "VNM,RUS,2023,export,1\n", {"unit": "EUR"}, "says the unit itself. Leave UNIT= out."),
        ("reporter,partner,flow,value_usd\nVNM,RUS,export,1\n", {}, "no column names the year."),
        ("reporter,partner,flow,year,weight\nVNM,RUS,export,2023,1\n", {}, "is known to hold values."),
    ],
)
def test_what_the_file_does_not_say_must_be_given(read, text, given, option):
    assert option in refusal(read, text, **given)


def test_two_columns_of_values_are_told_apart_or_refused(read):
    series = read("reporter,partner,year,value_of_exports_usd,value_of_imports_usd\nVNM,RUS,2023,1,2\n")
    assert figures(series) == {("VNM", "RUS", 2023, "export"): 1, ("VNM", "RUS", 2023, "import"): 2}
    said = refusal(read, "reporter,partner,year,flow,value_usd,value_eur\nVNM,RUS,2023,export,1,2\n")
    assert "the columns 'value_usd' and 'value_eur' may both be the values" in said


def test_a_title_that_names_both_flows_decides_nothing(read):
    text = "Exports and imports of Vietnam\nyear,partner,value_usd\n2023,RUS,1\n"
    assert "Give FLOW=export or FLOW=import." in refusal(read, text, reporter="VNM")
    one = read(text.replace(" and imports", ""), reporter="VNM")
    assert figures(one) == {("VNM", "RUS", 2023, "export"): 1}


def test_years_in_columns_are_read(read):
    series = read('Country,2022,2023*\nVNM,"1,500,000",2\nThailand,3,…\n', reporter="RUS", flow="import", unit="USD")
    assert figures(series) == {
        ("RUS", "VNM", 2022, "import"): 1_500_000,
        ("RUS", "VNM", 2023, "import"): 2,
        ("RUS", "THA", 2022, "import"): 3,
    }


def test_a_workbook_with_merged_cyrillic_heads_is_read(write_workbook, tmp_path):
    import openpyxl

    rows = [
        ["Торговля (вымышленные данные), млн долларов США"],
        ["Страны", "2020", None, "2021 1)", None],
        [None, "январь", "январь-декабрь", "январь", "январь-декабрь"],
        ["Вьетнам", 1.5, "1 621,3", "…", 2103],
        ["Индонезия", 12, "901,0", 14.25, 1050.7],
        ["Всего", None, None, None, None],
        ["1) Предварительные данные"],
    ]
    path = write_workbook(tmp_path / "mine.xlsx", {"Экспорт": rows})
    book = openpyxl.load_workbook(path)
    for place in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        book.active.merge_cells(place)
    book.save(path)
    series = own_series.read("trade_flows", path, Given(reporter="Россия"))
    assert figures(series) == {
        ("RUS", "VNM", 2020, "export"): 1_621_300_000,
        ("RUS", "IDN", 2020, "export"): 901_000_000,
        ("RUS", "VNM", 2021, "export"): 2_103_000_000,
        ("RUS", "IDN", 2021, "export"): 1_050_700_000,
    }
    assert "All figures are exports, as the title or the name of the sheet says." in series.said
    assert any("6 ('Всего'), 7 ('1) Предварительные данные')" in each for each in series.said)


def test_a_formula_that_was_never_computed_is_refused(write_workbook, tmp_path):
    path = write_workbook(tmp_path / "mine.xlsx", {"A": [["Country", 2022, 2023], ["VNM", 1.5, "=B2*2"]]})
    with pytest.raises(OwnSeriesError, match=r"mine\.xlsx, row 2: the formula in C2 was never computed\."):
        own_series.read("trade_flows", path, Given(reporter="RUS", flow="import", unit="USD"))


def test_a_row_without_the_unit_that_others_have_is_refused(read):
    head = "reporter,partner,year,flow,value,unit\n"
    text = head + "VNM,RUS,2023,export,5,million USD\nVNM,RUS,2024,export,5,\n"
    assert "row 3, column 'unit': '' is no unit of money" in refusal(read, text)
    assert list(figures(read(text.replace("5,\n", "5,USD\n"))).values()) == [5_000_000, 5]


def test_a_workbook_of_two_sheets_is_refused(write_workbook, tmp_path):
    path = write_workbook(tmp_path / "mine.xlsx", {"A": [["x", "y"]], "B": [["x", "y"]]})
    with pytest.raises(OwnSeriesError, match=r"has 2 sheets with content \('A', 'B'\)\. Save the sheet that you mean"):
        own_series.read("trade_flows", path, Given())


SDMX = """<?xml version="1.0"?>
<m:StructureSpecificData xmlns:m="urn:message" xmlns:s="urn:data"><m:DataSet>
<Series REF_AREA="VN" COUNTERPART_AREA="{partner}" INDICATOR="TXG_FOB_USD" FREQ="A" UNIT_MULT="6">
<Obs TIME_PERIOD="2023" OBS_VALUE="1.5"/><Obs TIME_PERIOD="2024" OBS_VALUE="NaN"/></Series>
<Series REF_AREA="VN" COUNTERPART_AREA="{partner}" INDICATOR="TB_USD" FREQ="A" UNIT_MULT="6">
<Obs TIME_PERIOD="2023" OBS_VALUE="-7"/></Series></m:DataSet></m:StructureSpecificData>"""


def test_sdmx_ml_is_read_with_its_multiplier(read):
    series = read(SDMX.format(partner="RU"), name="mine.xml")
    assert figures(series) == {("VNM", "RUS", 2023, "export"): 1_500_000}
    assert "Left out, no trade in goods by partner: TB_USD in 'INDICATOR'." in series.said
    assert "Values were multiplied by ten to the power of 'UNIT_MULT': 6." in series.said
    assert "no column names the partner. Give PARTNER=" in refusal(read, SDMX.format(partner="_Z"), name="mine.xml")
    given = read(SDMX.format(partner="_Z"), name="mine.xml", partner="World")
    assert figures(given) == {("VNM", "WLD", 2023, "export"): 1_500_000}


def test_generic_sdmx_ml_is_read(read):
    text = """<m:GenericData xmlns:m="urn:message" xmlns:g="urn:generic"><m:DataSet><g:Series><g:SeriesKey>
    <g:Value id="REF_AREA" value="VNM"/><g:Value id="COUNTERPART_AREA" value="RUS"/>
    <g:Value id="INDICATOR" value="MG_CIF_USD"/></g:SeriesKey><g:Obs><g:ObsDimension value="2023"/>
    <g:ObsValue value="42"/></g:Obs></g:Series></m:DataSet></m:GenericData>"""
    assert figures(read(text, name="mine.xml")) == {("VNM", "RUS", 2023, "import"): 42}


def test_xml_with_entities_is_refused(read):
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "declares entities or a document type" in refusal(read, text, name="mine.xml")
    assert "is no whole XML" in refusal(read, SDMX[:300], name="mine.xml")


def test_sdmx_csv_of_eurostat_is_read_by_its_codes(read):
    head = "DATAFLOW,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n"
    rows = "X,A,EU27_2020,VN,TOTAL,2,{unit},2023,5\nX,A,EU27_2020,VN,TOTAL,2,QUANTITY_IN_100KG,2023,9\n"
    assert "are in EUR by the indicator" in refusal(read, head + rows.format(unit="VALUE_IN_EUROS"))


REGISTER = "Supplier, Recipient,Delivery year,TIV delivery values\n"
TEN = ["Brunei", "Cambodia", "Indonesia", "Laos", "Malaysia", "Myanmar", "Philippines", "Singapore", "Thailand"]


def test_a_register_of_deliveries_gives_sums_and_no_rows(read):
    rows = "".join(f"China,{name},2020,1.5\n" for name in TEN) + "Russia,Viet Nam,2020,10\nRussia,Timor-Leste,2020,99\n"
    series = read(REGISTER.replace(" ", "", 1) + rows, table="arms_by_year")
    assert series.rows.set_index("supplier")["value"].to_dict() == {"ALL": 23.5, "RUS": 10}
    assert set(series.rows["recipient"]) == {"ASEAN10"}
    said = refusal(read, REGISTER.replace(" ", "", 1) + "Russia,Viet Nam,2020,10\n", table="arms_by_year")
    assert "has no delivery to Brunei, so it gives no sum of the ten members." in said


def test_one_volume_of_several_years_is_refused(read):
    text = "Recipient,Supplier, ,Year(s) of delivery, ,SIPRI TIV of delivered weapons;;;;;;\n"
    text += "Vietnam,Russia,?,2003;2004; 2005,,55;;;;;\n"
    said = refusal(read, text, table="arms_by_year")
    assert "row 2, column 'Year(s) of delivery': '2003;2004; 2005' are several years with one volume" in said


def test_another_table_takes_our_columns_and_our_unit(read):
    head = "iso3,year,direction,value,unit\n"
    series = read(head + "Viet Nam,2023,inflow,-5,USD\n", table="fdi_flows")
    assert series.rows[["iso3", "value", "status"]].to_numpy().tolist() == [["VNM", -5, "reported"]]
    for row, sentence in [
        ("VNM,2023,sideways,1,USD", "row 2, column 'direction': 'sideways' is not one of inflow, outflow"),
        ("Nowhere,2023,inflow,1,USD", "row 2, column 'iso3': 'Nowhere' is not a country"),
        ("VNM,2023,inflow,1,EUR", "row 2, column 'unit': 'EUR' is no unit of data/fdi_flows.csv (USD)."),
    ]:
        assert sentence in refusal(read, head + row + "\n", table="fdi_flows")
    assert "has no column 'direction'" in refusal(read, "iso3,year,value\nVNM,2023,1\n", table="fdi_flows")
    assert "Give UNIT= with one of: USD." in refusal(
        read, "iso3,year,direction,value\nVNM,2023,inflow,1\n", table="fdi_flows"
    )
    assert "holds no yearly series" in refusal(read, "a,b\n1,2\n", table="countries")


def test_a_file_that_is_missing_empty_or_old_is_refused(read, tmp_path):
    with pytest.raises(OwnSeriesError, match="no such file"):
        own_series.read("trade_flows", tmp_path / "none.csv", Given())
    assert "the file is empty" in refusal(read, " \n")
    assert "no separator of cells was found" in refusal(read, "value\n1\n")
    cut = tmp_path / "cut.csv"
    cut.write_bytes(b"\xff\xfea")
    with pytest.raises(OwnSeriesError, match="begins as UTF-16 and is none further on"):
        own_series.read("trade_flows", cut, Given())
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0 and so on")
    with pytest.raises(OwnSeriesError, match=r"of the old kind \(\.xls\)"):
        own_series.read("trade_flows", old, Given())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("VNM", "VNM"),
        ("vn", "VNM"),
        ("Viet Nam", "VNM"),
        ("Вьетнам", "VNM"),
        ("Bьетнам", "VNM"),  # a Latin B, as in Rosstat's workbooks
        ("Germany (incl German Democratic Republic 'DR' from 1991)", "DEU"),
        ("YE", "YEM"),
        ("Côte d’Ivoire", "CIV"),
        ("NA", "NAM"),
        ("World", "WLD"),
        ("Areas, nes", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_code_and_name(written, code):
    assert country_names.code(written) == code


# What becomes of each file in the folder of awkward ones: table, what is given, and the sentence of refusal or figures.
AWKWARD = [
    ("comtrade_export_one_field_more.csv", "trade_flows", {}, {("VNM", "RUS", 2021, "import"): 1_490_851_128}),
    ("register_damaged_by_excel.csv", "arms_by_year", {}, "row 2, column 'Year(s) of delivery'"),
    ("eurostat_view.csv", "trade_flows", {}, "row 2: holds no trade that data/trade_flows.csv asks for"),
    ("months_mixed_with_years.csv", "trade_flows", {}, "Give REPORTER="),
    (
        "months_mixed_with_years.csv",
        "trade_flows",
        {"reporter": "THA", "unit": "million USD"},
        {("THA", "VNM", 2023, "export"): 1_638_100_000, ("THA", "RUS", 2023, "export"): 2_607_400_000},
    ),
    ("semicolons_decimal_commas.csv", "trade_flows", {}, "row 4: '20O5' is no year"),
    ("sdmx_structure_specific.xml", "trade_flows", {}, "Give PARTNER="),
    ("sdmx_structure_specific.xml", "trade_flows", {"partner": "WLD"}, "row 1: '2025-11' is a part of a year"),
    ("rosstat_merged_headers.xlsx", "trade_flows", {}, "Give REPORTER="),
    (
        "rosstat_merged_headers.xlsx",
        "trade_flows",
        {"reporter": "RUS"},
        {("RUS", "VNM", 2020, "export"): 1_621_300_000, ("RUS", "IDN", 2021, "export"): 1_050_700_000},
    ),
]


@pytest.mark.parametrize(("name", "table", "given", "expected"), AWKWARD)
def test_each_awkward_file_is_read_right_or_refused(name, table, given, expected):
    if not (folder := os.environ.get("RUSSIA_ASEAN_AWKWARD")):
        pytest.skip("The setting RUSSIA_ASEAN_AWKWARD names no folder of awkward files.")
    path = Path(folder) / name
    if isinstance(expected, str):
        with pytest.raises(OwnSeriesError) as refused:
            own_series.read(table, path, Given(**given))
        assert expected in str(refused.value) and name in str(refused.value)
    else:
        found = figures(own_series.read(table, path, Given(**given)))
        assert {cell: found.get(cell) for cell in expected} == expected
