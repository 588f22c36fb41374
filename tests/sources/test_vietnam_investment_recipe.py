"""Capital registered in Viet Nam, from a small file with invented values in the format of its publisher."""

import pytest

from russia_asean.sources import vietnam_investment
from russia_asean.sources.snapshots import Edition, SnapshotError

EDITION = Edition("registered", "2023")
HEAD = (
    "\ufeffOrder,Country,Number of new projects,Newly registered capital (million USD),Adjusted project number,"
    "Adjusted capital (million USD),Number of times of capital contribution to buy shares,"
    '"Value of capital contribution, share purchase\n(million USD)",Year'
)
NAMES = ["China", "Hongkong", "Japan", "Korea", "Liên bang Nga", "Singapore", "Taiwan"]


def registered_file(folder, *lines, names=NAMES):
    found = [f"1,{name},1,10,,,,,{year}" for name in names for year in (2015, 2016)]
    path = folder / "partners.csv"
    path.write_text("\n".join([HEAD, *found, *lines]) + "\n", encoding="utf-8")
    return path


def test_components_add_up_by_partner_and_over_all(tmp_path):
    built = vietnam_investment.registered_capital(
        registered_file(
            tmp_path,
            '2,Thailand,1," 1,898.63 ",2,(311.46),3, 175.28 ,2016',
            "3,Kyrgyzstan,-,-,-,-,1,0.00003,2016",
            # The same country under two spellings, and two countries under one name, which stay in the sum alone.
            "4,Ukraina,1,0.5,,,,,2016",
            "5,Ukraine,,,,,1,0.25,2016",
            "6,Poland,1,4,,,,,2016",
            "7,Poland,1,5,,-0.5,,,2016",
        ),
        EDITION,
    )
    cells = built[built["year"] == 2016].set_index(["partner", "measure"])
    # Parentheses are a minus: projects shrank.
    assert cells["value"]["THA"].to_dict() == {
        "new": 1_898_630_000,
        "adjusted": -311_460_000,
        "share_purchase": 175_280_000,
        "total": 1_762_450_000,
    }
    assert cells["value"]["KGZ"].to_dict() == {"share_purchase": 30, "total": 30}
    assert cells["value"]["UKR"].to_dict() == {"new": 500_000, "share_purchase": 250_000, "total": 750_000}
    assert cells["value"]["WLD"].to_dict() == {
        "new": 1_978_130_000,
        "adjusted": -311_960_000,
        "share_purchase": 175_530_030,
        "total": 1_841_700_030,
    }
    assert cells["status"]["WLD", "total"] == "derived" and cells["status"]["THA", "total"] == "reported"
    assert cells["value"]["RUS"].to_dict() == {"new": 10_000_000, "total": 10_000_000}
    assert "POL" not in set(built["partner"])


@pytest.mark.parametrize(
    ("lines", "names", "refused"),
    [
        ([], NAMES[1:], "has no row of CHN in 2015"),
        (["2,Thailand,1,10,,,,,2018"], NAMES, "has no row of CHN in 2017"),
        (["2,Thailand,1,12 e,,,,,2016"], NAMES, "row 16, column 'Newly registered capital .*': '12 e' is no plain"),
        (['2,Thailand,1,"1,5",,,,,2016'], NAMES, "'1,5' is no plain number"),
        (["2,Thailand,1,10,,,,2016"], NAMES, "row 16, column 'Year': '' is no year"),
    ],
)
def test_a_file_that_lacks_a_partner_or_holds_no_numbers_is_refused(tmp_path, lines, names, refused):
    with pytest.raises(SnapshotError, match=refused):
        vietnam_investment.registered_capital(registered_file(tmp_path, *lines, names=names), EDITION)
