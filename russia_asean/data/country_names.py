"""The codes of countries and aggregates by their names, as publishers write them in English and Russian.

Apart from ``countries``, which chapters import: how a file of a reader's own names a country is no part of a result.
"""

import re

from babel import Locale
from babel.core import get_global

from russia_asean.data import tables

# How publishers write what neither our table nor the Unicode lists of names in English and Russian have so.
ALSO_WRITTEN = {
    "bolivia (plurinational state of)": "BOL",
    "brunei darussalam": "BRN",
    "burma": "MMR",
    "бирма": "MMR",
    "бруней-даруссалам": "BRN",
    "cambodia (kampuchea)": "KHM",
    "china, hong kong sar": "HKG",
    "china, macao sar": "MAC",
    "czech republic": "CZE",
    "east timor": "TLS",
    "eu": "EUN",
    "eu27": "EUN",
    "eu27_2020": "EUN",
    "iran (islamic republic of)": "IRN",
    "korea": "KOR",
    "korea, rep.": "KOR",
    "korea, republic of": "KOR",
    "lao pdr": "LAO",
    "lao people's dem. rep.": "LAO",
    "lao people's democratic republic": "LAO",
    "mainland china": "CHN",
    "rep. of korea": "KOR",
    "republic of korea": "KOR",
    "russian federation": "RUS",
    "total": "WLD",
    "turkey": "TUR",
    "uk": "GBR",
    "united states of america": "USA",
    "viet nam": "VNM",
    "w00": "WLD",
    "всего": "WLD",
    "восточный тимор": "TLS",
    "тимор-лесте": "TLS",
    "европейский союз": "EUN",
    "ес": "EUN",
    "итого": "WLD",
    "мир": "WLD",
    "российская федерация": "RUS",
    "сша": "USA",
    "корея, республика": "KOR",
    "лаосская народно-демократическая республика": "LAO",
    "социалистическая республика вьетнам": "VNM",
}
# Latin letters that look like Cyrillic ones and stand among them in publishers' files.
LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")


def code(written: str) -> str | None:
    """Return the code of a country or aggregate as publishers write it, None where it is none that we know.

    Known are the codes and names of ``countries.csv``, codes of two letters, names in English and Russian as Unicode
    lists them, and other common forms. A note in brackets behind the name is passed over.

    Args:
        written: a code or a name: ``VNM``, ``VN``, ``Viet Nam``, ``Вьетнам``.
    """
    known = _codes()
    plain = _plain(written)
    return known.get(plain) or known.get(re.sub(r" ?\(.*\)$", "", plain))


@tables.cached
def _codes() -> dict[str, str]:
    """Return the codes by everything that a country is called."""
    listed = tables.load("countries", credit=False)
    countries_only = listed[listed["kind"] == "country"]
    known = {_plain(name): code for code, name in zip(listed["iso3"], listed["name"], strict=True)}
    two_letters = get_global("territory_aliases")
    for code, name in zip(countries_only["iso3"], countries_only["name"], strict=True):
        # A state that broke up has several codes of two letters.
        if len(aliases := two_letters.get(code, [])) != 1:
            continue
        names = [Locale(language).territories.get(aliases[0], "") for language in ("en", "ru")]
        # A state that another has taken in has the code of the other.
        for written in [aliases[0], *names]:
            if written and (_plain(written) not in known or names[0] == name):
                known[_plain(written)] = code
    own = {_plain(code): code for code in listed["iso3"]}
    return known | {_plain(written): code for written, code in ALSO_WRITTEN.items()} | own


def _plain(written: str) -> str:
    """Return a name in small letters, with plain spaces, apostrophes and, where it is Cyrillic, Cyrillic letters."""
    # Before the letters are made small: a small b looks like no Cyrillic letter, a large one does.
    one_script = written.translate(LOOKALIKES) if re.search("[А-Яа-я]", written) else written
    return " ".join(one_script.casefold().replace("’", "'").replace("ё", "е").split())
