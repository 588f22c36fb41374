"""Tables of votes from the publishers' files: from what the package holds always, from the files where they lie."""

import string

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.sources import recipes, snapshots, un_votes
from russia_asean.sources.snapshots import Edition, Snapshot, SnapshotError

CALLS, LIBRARY = Edition("un-rollcalls-voeten", "2024-06"), Edition("un-library-votes", "2022")


@pytest.fixture(scope="module")
def shipped():
    """Return the roll calls of the package as the recipe builds them, and the library's counts."""
    calls = tables.load("un_roll_calls").fillna("")
    calls["date"] = calls["date"].dt.strftime("%Y-%m-%d")
    return calls, tables.load("un_library_vote_pairs")


def key_of(name):
    return tables.resource(name)["schema"]["primaryKey"]


def text_of(name):
    return (paths.DATA / f"{name}.csv").read_text(encoding="utf-8")


def test_the_shipped_votes_give_the_table_of_agreement(shipped):
    built = un_votes.agreement(*shipped, CALLS, LIBRARY)
    assert recipes.csv_text(built, key_of("un_agreement")) == text_of("un_agreement")


def test_the_shipped_votes_give_the_table_of_topics(shipped):
    built = un_votes.votes_by_topic(shipped[0], CALLS)
    assert recipes.csv_text(built, key_of("un_votes_by_topic")) == text_of("un_votes_by_topic")


def test_one_vote_changed_shows_in_both_tables(shipped):
    calls, library = shipped
    # From 2008 on, where topics begin: an earlier vote would show in one of the tables alone.
    row = calls.index[(calls["VNM"] == "Y") & (calls["RUS"] == "Y") & (calls["date"] > "2008")][0]
    calls = calls.copy()
    calls.loc[row, "VNM"] = "N"
    assert recipes.csv_text(un_votes.agreement(calls, library, CALLS, LIBRARY), key_of("un_agreement")) != text_of(
        "un_agreement"
    )
    assert recipes.csv_text(un_votes.votes_by_topic(calls, CALLS), key_of("un_votes_by_topic")) != text_of(
        "un_votes_by_topic"
    )


ALL_YES = dict.fromkeys(un_votes.STATES, "1")


def roll_call_file(folder, **cells):
    """Write a list of two roll calls as the publisher does, with some cells of the second replaced."""
    codes = {code: "FALSE" for code in un_votes.TOPIC_CODES}
    # The first vote is too early for the tables, and Afghanistan is no state of theirs.
    first = {"rcid": "2", "date": "1990-12-01", **codes, "AFG": "9", **ALL_YES}
    second = {"rcid": "3600", "date": "1991-10-03", **codes, "AFG": "9", **ALL_YES, **cells}
    path = folder / "votes.csv"
    pd.DataFrame([first, second]).to_csv(path, index=False)
    return path


def test_numbers_of_the_publisher_become_letters(tmp_path):
    path = roll_call_file(tmp_path, nu="TRUE", ec="TRUE", VNM="2", RUS="3", LAO="8", TLS="9")
    row = un_votes.roll_calls(path).iloc[0]
    assert row[["rcid", "date", "codes"]].tolist() == ["3600", "1991-10-03", "nu ec"]
    assert row[["IDN", "VNM", "RUS", "LAO", "TLS"]].tolist() == ["Y", "A", "N", "X", ""]
    assert "AFG" not in row


def test_an_unknown_number_stops_with_its_place(tmp_path):
    with pytest.raises(SnapshotError, match=r"votes\.csv, rcid 3600, column 'VNM': '7' is none of 1, 2, 3, 8, 9"):
        un_votes.roll_calls(roll_call_file(tmp_path, VNM="7"))


def test_a_missing_state_or_an_id_that_occurs_twice_stops(tmp_path):
    path = roll_call_file(tmp_path)
    whole = pd.read_csv(path, dtype=str)
    whole.drop(columns="VNM").to_csv(path, index=False)
    with pytest.raises(SnapshotError, match="has no column 'VNM'"):
        un_votes.roll_calls(path)
    pd.concat([whole, whole.tail(1)]).to_csv(path, index=False)
    with pytest.raises(SnapshotError, match="rcid 3600 occurs twice"):
        un_votes.roll_calls(path)


def library_file(folder, year, names):
    pd.DataFrame({name: ["Y", "A"] for name in names}).to_csv(folder / f"{year}_RAW_COIN.csv", index=False)


def test_the_library_is_counted_by_pair_to_the_year_before_the_edition(tmp_path):
    for year in (2021, 2022):
        library_file(tmp_path, year, un_votes.NAMES_IN_LIBRARY)
    assert set(un_votes.library_pairs(tmp_path, Edition("later", "2023-01"))["year"]) == {2021, 2022}
    # Of 2022 the edition of that year has the resolutions on Ukraine alone.
    counts = un_votes.library_pairs(tmp_path, LIBRARY)
    assert set(counts["year"]) == {2021}
    assert len(counts) == len(un_votes.PAIRS)
    assert counts.loc[0, ["yy", "aa", "nn"]].tolist() == [1, 1, 0]


def test_a_state_under_another_name_in_the_library_stops(tmp_path):
    names = [name.replace("VIET NAM", "VIETNAM") for name in un_votes.NAMES_IN_LIBRARY]
    library_file(tmp_path, 1999, names)
    with pytest.raises(SnapshotError, match=r"1999_RAW_COIN\.csv: has no column 'VIET NAM'"):
        un_votes.library_pairs(tmp_path, LIBRARY)


def test_a_member_of_2002_may_be_missing_before(tmp_path):
    names = [name for name in un_votes.NAMES_IN_LIBRARY if name != "TIMOR-LESTE"]
    library_file(tmp_path, 2001, names)
    assert "TLS" not in set(un_votes.library_pairs(tmp_path, LIBRARY)["iso3"])
    library_file(tmp_path, 2005, names)
    with pytest.raises(SnapshotError, match=r"2005_RAW_COIN\.csv: has no column 'TIMOR-LESTE'"):
        un_votes.library_pairs(tmp_path, LIBRARY)


def test_topics_go_to_the_first_of_arms_middle_east_and_rights():
    codes = pd.Series(["me di", "me hr", "hr ec", "co ec", ""])
    expected = ["arms and disarmament", "Middle East", "human rights", "other", "other"]
    assert un_votes.topics_of_votes(codes).tolist() == expected


def test_ideal_points_are_read_for_our_states_and_years(tmp_path):
    row = {"iso3c": "VNM", "year": 2020.0}
    for kind, votes in (("fp", 80.0), ("all", 90.0)):
        row |= {f"idealpoint{kind}": -0.12345678, f"q5{kind}": -0.5, f"q95{kind}": 0.25, f"nvotes{kind}": votes}
    others = [row | {"iso3c": "FRA"}, row | {"year": 1980.0}, row | {"year": 2024.0, "idealpointall": None}]
    path = tmp_path / "points.dta"
    pd.DataFrame([row, *others]).to_stata(path, write_index=False)
    lines = recipes.csv_text(
        un_votes.ideal_points(path, Edition("un-ideal-points-2025", "2025-07-28")),
        ["iso3", "measure", "year"],
        digits=4,
    ).splitlines()
    marks = "index,estimate,2025-07-28,un-ideal-points-2025"
    assert lines[1] == f"VNM,2020,all_votes,-0.1235,-0.5,0.25,90,{marks}"
    assert [line[:23] for line in lines[2:]] == ["VNM,2020,final_passage,", "VNM,2024,final_passage,"]


OLD = Edition("un-ideal-points-2025", "2025-07-28")
NEW = Edition("new-points", "2026-04-03", OLD.source_key, frozenset({2024}))
# The votes of each year in the edition before, and in the file of the new one: 2024 was hardly counted.
VOTES_BEFORE, VOTES = {2023: 88, 2024: 101}, {2023: 88, 2024: 8, 2025: 158}


def earlier_points():
    rows = [
        {"iso3": state, "year": year, "measure": "final_passage", "value": 1.0, "n_votes": votes}
        for state in ("VNM", "RUS")
        for year, votes in VOTES_BEFORE.items()
    ]
    return pd.DataFrame(rows)


def points_file(folder, votes=VOTES, states=("VNM", "RUS", "FRA"), value=1.1):
    """Write ideal points as the publisher does, in a file with tabs and texts in quotation marks."""
    head = "\t".join(["ccode", "iso3c", "Countryname", "year", "NVotesFP", "IdealPointFP", "Q5%FP", "Q95%FP"])
    rows = [
        f'1\t"{state}"\t"A, of B"\t{year}\t{count}\t{value}\t0.5\t1.5'
        for state in states
        for year, count in votes.items()
    ]
    path = folder / "points.tab"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_year_that_was_hardly_counted_is_left_out_and_the_newest_is_taken(tmp_path):
    rows = un_votes.newest_ideal_points(points_file(tmp_path), NEW, earlier_points())
    assert sorted(zip(rows["iso3"], rows["year"], rows["n_votes"], strict=True)) == [
        ("RUS", 2023, 88),
        ("RUS", 2025, 158),
        ("VNM", 2023, 88),
        ("VNM", 2025, 158),
    ]
    assert set(rows["measure"]) == {"final_passage"} and set(rows["source_key"]) == {"new-points"}


def test_a_year_that_fell_by_half_stops_unless_it_is_left_out(tmp_path):
    whole = Edition(NEW.source_key, NEW.vintage, NEW.earlier)
    with pytest.raises(SnapshotError, match=r"points\.tab: 2024 rests on 8 observations, the edition before on 101"):
        un_votes.newest_ideal_points(points_file(tmp_path), whole, earlier_points())
    counted = points_file(tmp_path, VOTES | {2024: 99})
    with pytest.raises(SnapshotError, match="2024 is left out as incomplete, but it is not"):
        un_votes.newest_ideal_points(counted, NEW, earlier_points())


def test_ideal_points_of_another_edition_or_without_a_state_stop(tmp_path):
    with pytest.raises(SnapshotError, match=r"ends in 2024, but an edition of 2026-04-03 ends in 2025"):
        un_votes.newest_ideal_points(points_file(tmp_path, {2023: 88, 2024: 8}), NEW, earlier_points())
    with pytest.raises(SnapshotError, match="1 figures of the edition before are missing, the first of them RUS, 2023"):
        un_votes.newest_ideal_points(points_file(tmp_path, states=("VNM",)), NEW, earlier_points())
    with pytest.raises(SnapshotError, match="the earlier edition under another name"):
        un_votes.newest_ideal_points(points_file(tmp_path, value=1.0), NEW, earlier_points())


def test_a_snapshot_is_the_file_it_says_or_stops(tmp_path):
    (tmp_path / "one.csv").write_text("a\n")
    right = Snapshot(
        "one.csv", "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7", "https://example.org/"
    )
    assert right.checked_path(tmp_path) == tmp_path / "one.csv"
    (tmp_path / "one.csv").write_text("b\n")
    with pytest.raises(SnapshotError, match=r"one\.csv: not the file .* https://example.org/"):
        right.checked_path(tmp_path)
    with pytest.raises(SnapshotError, match=r"two\.csv: not found"):
        Snapshot("two.csv", "", "https://example.org/").checked_path(tmp_path)


def test_a_folder_changes_with_any_of_its_files(tmp_path):
    folder = tmp_path / "years"
    folder.mkdir()
    (folder / "1.csv").write_text("a\n")
    (folder / "2.csv").write_text("b\n")
    whole = Snapshot("years", snapshots.sha256_of(folder), "https://example.org/")
    assert whole.checked_path(tmp_path) == folder
    (folder / "2.csv").write_text("c\n")
    with pytest.raises(SnapshotError, match="its hash differs"):
        whole.checked_path(tmp_path)


def test_the_setting_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv(snapshots.SETTING, str(tmp_path))
    assert snapshots.folder_from_setting() == tmp_path
    monkeypatch.delenv(snapshots.SETTING)
    assert snapshots.folder_from_setting() is None


def ukraine_files(folder, change=("", "")):
    """Write votes with the official tallies, in which our states, of which there are 27, all say yes."""
    # Invented codes of three letters, as the list has them for states.
    others = [f"X{first}{second}" for first in string.ascii_uppercase for second in string.ascii_uppercase]
    others = others[: 200 - len(un_votes.STATES)]
    _, day, _, tally = un_votes.UKRAINE_IN_ROLL_CALLS
    given = ["1"] * tally[0] + ["3"] * tally[1] + ["2"] * tally[2] + ["8.0"] * tally[3]
    given += ["9"] * (200 - len(given))
    codes = dict.fromkeys(un_votes.TOPIC_CODES, "FALSE")
    row = {"rcid": "5309", "date": day, **codes, **dict(zip([*un_votes.STATES, *others], given, strict=True))}
    calls = folder / "votes.csv"
    pd.DataFrame([row, row | {"rcid": "5310", "date": "2014-04-01"}]).to_csv(calls, index=False)
    names = [*un_votes.NAMES_IN_LIBRARY, *un_votes.OTHER_NAMES_IN_LIBRARY]
    library = folder / "library"
    library.mkdir()
    rows = []
    for *_, tally in un_votes.UKRAINE_IN_LIBRARY:
        given = [letter for letter, count in zip("YNAX", tally, strict=True) for _ in range(count)]
        rows.append(given)
    rows.append([""] * 193)
    table = pd.DataFrame(rows, columns=[*names, *(f"OTHER {number}" for number in range(193 - len(names)))])
    (library / "2022_RAW_COIN.csv").write_text(table.to_csv(index=False).replace(*change))
    return calls, library


def test_a_resolution_on_ukraine_is_known_by_its_official_tally(tmp_path):
    built = un_votes.ukraine_roll_calls(*ukraine_files(tmp_path), CALLS, LIBRARY)
    assert len(built) == 4 * len(un_votes.STATES) and set(built["vote"]) == {"Y"}
    sources = built.groupby("resolution")["source_key"].unique().map(list).to_dict()
    assert sources["A/RES/68/262"] == ["un-rollcalls-voeten"] and sources["A/RES/ES-11/3"] == ["un-library-votes"]


def test_a_roll_call_on_ukraine_with_another_tally_is_refused(tmp_path):
    calls, library = ukraine_files(tmp_path, change=("N,N,N,N,N,A", "N,N,N,N,A,A"))
    with pytest.raises(SnapshotError, match=r"2022_RAW_COIN\.csv: 0 roll calls have the official tally 141-5-35-12"):
        un_votes.ukraine_roll_calls(calls, library, CALLS, LIBRARY)
