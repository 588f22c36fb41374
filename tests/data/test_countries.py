"""Names of countries."""

import pytest

from russia_asean.data import countries


def test_countries_have_names_and_unknown_codes_are_named():
    with pytest.raises(KeyError, match="'XXX' is not a code"):
        countries.name("XXX")
    assert countries.name("VNM") == "Vietnam"
    assert countries.names(["RUS", "VNM"]) == ["Russia", "Vietnam"]
