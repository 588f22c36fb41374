"""IMF, Direction of Trade Statistics, annual: from flows by pair of states to rows of ``trade_flows``.

In the Fund's workbooks a cell that it estimated is text, a number with the letter e behind it. Who reads numbers alone
loses these cells, and who reads them without the letter takes an estimate for a report. The estimates have a release of
their own in our table, which answers only where it is asked for.
"""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

TABLE = "trade_flows"
CELL = ["reporter", "partner", "year", "flow"]
MEMBERS = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"]
OTHERS = ["AUS", "CHN", "IND", "JPN", "KOR", "USA"]
# Russia and the members with each other and the main partners, the other powers with Russia and the members.
PARTNERS = {
    **{reporter: [*MEMBERS, *OTHERS, "CAN", "NZL", "RUS"] for reporter in [*MEMBERS, "RUS"]},
    **{reporter: [*MEMBERS, "RUS"] for reporter in OTHERS},
}
# Of each flow: who reports, with whom, the columns of value and mark, and how the value is counted.
FLOWS = {
    "export": ("exporter_iso3", "importer_iso3", "export_fob_usd", "export_est", "FOB"),
    "import": ("importer_iso3", "exporter_iso3", "import_cif_usd", "import_est", "CIF"),
}


def flows(path: Path, edition: Edition) -> pd.DataFrame:
    """Return flows between the states of our table, each with its status; reports and estimates have sources apart.

    Args:
        path: a row per pair and year: what the exporter says (FOB), what the importer says (CIF), USD, and for each
            a mark, 1 for an estimate of the Fund.
        edition: that of the estimates; the edition before it in name is that of the reports.

    Raises:
        SnapshotError: a cell is no number, or a value has no mark.
    """
    whole = guards.text_table(path, ["year", *(column for columns in FLOWS.values() for column in columns[:4])])
    wanted = {(reporter, partner) for reporter, partners in PARTNERS.items() for partner in partners}
    parts = []
    for flow, (reporter, partner, value, mark, valuation) in FLOWS.items():
        inside = [pair in wanted for pair in zip(whole[reporter], whole[partner], strict=True)]
        here = whole[pd.Series(inside, index=whole.index) & (whole[value] != "")]
        if len(strange := here[~here[mark].isin(["0", "1"])]):
            raise SnapshotError(
                f"{path.name}, row {strange.index[0]}, column {mark!r}: {strange[mark].iloc[0]!r} does not say whether "
                "the value is reported (0) or an estimate (1). Without the mark an estimate would pass for a report."
            )
        part = here.rename(columns={reporter: "reporter", partner: "partner"}).assign(
            flow=flow,
            valuation=valuation,
            year=guards.numbers(here["year"], path.name).astype(int),
            value=guards.numbers(here[value], path.name).round(),
            status=here[mark].map({"0": "reported", "1": "estimate"}),
        )
        parts.append(part[[*CELL, "valuation", "value", "status"]])
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(
        unit="USD",
        vintage=edition.vintage,
        source_key=table["status"].map({"reported": edition.earlier, "estimate": edition.source_key}),
    )
    return table[[*CELL, "valuation", "value", "unit", "status", "vintage", "source_key"]]


def estimated_flows(path: Path, edition: Edition, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates alone, after a look at what our table holds as reported.

    Args:
        path: as for ``flows``.
        edition: as for ``flows``.
        reports: the rows of ``trade_flows`` from the reports of the same edition.

    Raises:
        SnapshotError: a cell that the Fund estimated stands in our table as a report.
    """
    found = flows(path, edition)
    estimates = found[found["status"] == "estimate"]
    if len(both := reports[reports["status"] == "reported"].merge(estimates[CELL], on=CELL)):
        cell = ", ".join(str(both[name].iloc[0]) for name in CELL)
        raise SnapshotError(
            f"data/{TABLE}.csv, {cell}: stands as reported, but {path.name} marks it as an estimate. "
            f"Take the row out: it belongs to the source {edition.source_key}."
        )
    return estimates
