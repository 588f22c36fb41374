"""IMF, trade between states: which flows our table holds, and how rows of each release are marked.

The releases have formats of their own: ``imf_trade_workbooks`` and ``imf_trade_in_goods``.
"""

import pandas as pd

from russia_asean.sources.asean import MEMBERS

TABLE = "trade_flows"
CELL = ["reporter", "partner", "year", "flow"]
OTHERS = ["AUS", "CHN", "IND", "JPN", "KOR", "USA"]
WORLD, UNION = "WLD", "EUN"
# Russia and the members with each other and the main partners, the other powers with Russia and the members.
PARTNERS = {
    **{reporter: [*MEMBERS, *OTHERS, "CAN", "NZL", "RUS", UNION, WORLD] for reporter in [*MEMBERS, "RUS"]},
    **{reporter: [*MEMBERS, "RUS", WORLD] for reporter in [*OTHERS, UNION]},
}
MILLION = 1e6
VALUATIONS = {"export": "FOB", "import": "CIF"}


def table_rows(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the flows that our table holds, in its columns.

    Args:
        flows: ``CELL`` with ISO codes, ``value`` (USD), ``status``, ``vintage``, ``source_key``.
    """
    inside = [
        partner in PARTNERS.get(reporter, ()) and partner != reporter
        for reporter, partner in zip(flows["reporter"], flows["partner"], strict=True)
    ]
    # To cents, then to dollars: a product of floats has a tail, which must not decide a half.
    rows = flows[inside].assign(
        value=lambda kept: kept["value"].round(2).round(), valuation=lambda kept: kept["flow"].map(VALUATIONS)
    )
    return rows.assign(unit="USD")[[*CELL, "valuation", "value", "unit", "status", "vintage", "source_key"]]
