"""Whom we ask for newer files, for what, and how an answer becomes a file that a recipe can read.

``data/fetching.csv`` says where each is asked, and whether by a program or a person; the formats of the answers are
read by the module of each publisher. No client library does the asking, because all of it has to be safe in the same
way: see ``fetching``. sdmx1, wbgapi and comtradeapicall open connections of their own, which follow redirects off TLS
and neither resume nor keep a file whole; comtradeapicall writes the key into the address, too.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from russia_asean.sources import (
    aiddata,
    archives,
    imf_outlook,
    imf_sdmx,
    imf_trade_in_goods,
    oil_and_exchange,
    sipri,
    snapshots,
    un_comtrade,
    un_votes,
    unctad_investment,
    world_bank,
)
from russia_asean.sources.asking import BY_HAND, ByHandError, Question, questions, today
from russia_asean.sources.fetching import Fetched, FetchError, Transport, write_whole

CSV = {"Accept": "text/csv"}
SDMX_ML = {"Accept": "application/vnd.sdmx.structurespecificdata+xml;version=2.1"}
JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class Publisher:
    """Whom we ask.

    Attributes:
        name: the short name.
        parts: how a program asks, by the name of the part; each returns the newer copy of one file.
        by_hand: what more is done to a file that a person downloaded than to take it, by the name of the part.
    """

    name: str
    parts: Mapping[str, Callable[[Question], Fetched]] = field(default_factory=dict)
    by_hand: Mapping[str, Callable[[Question], Fetched]] = field(default_factory=dict)


def fetch(name: str, cache: Path, transport: Transport) -> list[Fetched]:
    """Return newer copies of all files of a publisher, fetched now.

    Args:
        name: the short name of the publisher.
        cache: the folder of fetched files; nothing else is written.
        transport: what downloads.

    Raises:
        SnapshotError: there is no such publisher, it does not give a file, or the file has another form than it had.
            ``FetchError`` where it does not give it, ``ByHandError`` where only a person can download it and has not.
    """
    if name not in PUBLISHERS:
        raise FetchError(f"{name!r}: is no publisher that is asked. There are {', '.join(sorted(PUBLISHERS))}.")
    return [_asker(question)(question) for question in questions(name, cache, transport)]


def _asker(question: Question) -> Callable[[Question], Fetched]:
    """Return what gets the newer copy of a file in the way that its row names.

    Raises:
        FetchError: a program shall ask, and none can.
    """
    publisher = PUBLISHERS[question.publisher]
    if question.how == BY_HAND:
        return publisher.by_hand.get(question.part, _by_hand)
    if question.part not in publisher.parts:
        raise FetchError(
            f"data/fetching.csv, publisher {question.publisher!r}, part {question.part!r}, column 'how': "
            f"{question.how!r}, but no program asks for this part. Write {BY_HAND!r}, or add a function to "
            "russia_asean/sources/publishers.py."
        )
    return publisher.parts[question.part]


def _outlook(question: Question) -> Fetched:
    """Ask for one indicator at a time: an answer with all of them takes the Fund minutes."""
    day = _published(question)
    paths = {
        code.upper(): question.answer(f"{code}.csv", question.address.format(indicator=code.upper()), headers=CSV)
        for code, _, _ in imf_outlook.INDICATORS.values()
    }
    write_whole(question.target(), imf_sdmx.outlook_text(paths))
    return question.fetched(question.target(), f"published on {day}", day[:7])


def _russia(question: Question) -> Fetched:
    day = _published(question)
    paths = {
        code: question.answer(f"{code}.csv", question.address.format(indicator=code), headers=CSV)
        for code in imf_trade_in_goods.FLOWS
    }
    write_whole(question.target(), imf_sdmx.russia_text(paths))
    return question.fetched(question.target(), f"published on {day}, Russia as reporter", day)


def _exports(question: Question) -> Fetched:
    day = _published(question)
    # From the last year of the edition listed on: that one is revised, and those after it are new.
    address = question.address.format(year=snapshots.edition(question.snapshot).year - 1)
    text = imf_sdmx.exports_text(question.answer("exports.csv", address, headers=CSV), int(day[:4]))
    write_whole(question.target(), text)
    return question.fetched(question.target(), f"published on {day}, exports by partner", day, address)


def _published(question: Question) -> str:
    return imf_sdmx.publication_day(question.answer("edition.xml", question.second_address, headers=SDMX_ML))


def _population(question: Question) -> Fetched:
    rows, updated = _indicator(question)
    write_whole(question.target(), world_bank.population_text(rows))
    return question.fetched(question.target(), f"SP.POP.TOTL, updated on {updated}", updated)


def _world_bank_inflows(question: Question) -> Fetched:
    rows, updated = _indicator(question)
    write_whole(question.target(), world_bank.inflows_text(rows))
    return question.fetched(question.target(), f"{world_bank.INFLOWS}, updated on {updated}", updated)


def _indicator(question: Question) -> tuple[list[dict[str, object]], str]:
    """Return all observations of an indicator, and when the World Bank last changed them."""
    head, rows = world_bank.page(question.answer("page-1.json"))
    for number in range(2, head["pages"] + 1):
        path = question.answer(f"page-{number}.json", f"{question.address}&page={number}")
        other, more = world_bank.page(path)
        if other["lastupdated"] != head["lastupdated"]:
            raise FetchError(f"{question.address}: was changed while it was read. Run the same command again.")
        rows += more
    return rows, str(head["lastupdated"])


def _oil_price(question: Question) -> Fetched:
    # In the address, as the agency's manual has it: a key in a header is not documented.
    path = question.answer("brent.json", secret_query={"api_key": question.key()})
    write_whole(question.target(), oil_and_exchange.price_text(path))
    # The answer does not say of what day it is.
    return question.fetched(question.target(), f"as on {today().isoformat()}", today().isoformat())


def _investment(question: Question) -> Fetched:
    archive = question.answer("flows.7z")
    path = archives.only_member(archive, question.folder / question.part / "unpacked", ".csv")
    text, last = unctad_investment.inflows_text(path)
    write_whole(question.target(), text)
    # The report of a year ends with the year before.
    return question.fetched(question.target(), f"{last + 1}, file of all flows and stocks", str(last + 1))


def _register(question: Question) -> Fetched:
    filters = [
        {"field": "Delivery year", "condition": "contains", "value1": 1995, "value2": today().year, "listData": []},
        {"field": "Order year", "condition": "contains", "value1": 0, "value2": today().year, "listData": []},
        {"field": "opendeals", "condition": "", "value1": "", "value2": "", "listData": []},
        {"field": "exportOption", "condition": "", "value1": "", "value2": "", "listData": []},
    ]
    path = question.answer("register.json", body={"filters": filters, "logic": "AND"})
    text, day = sipri.register_text(path)
    write_whole(question.target(), text)
    return question.fetched(question.target(), f"trade register generated on {day}", day)


def _ideal_points(question: Question) -> Fetched:
    newest = un_votes.newest_points_file(question.answer("dataset.json", headers=JSON))
    address = question.second_address.format(file=newest.number)
    path = question.answer("points.tab", address)
    question.target().parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, question.target())
    return question.fetched(
        question.target(), f"version {newest.version}, {newest.released}", newest.released[:7], address
    )


def _fuels(question: Question) -> Fetched:
    """Ask for a year at a time: an answer holds a hundred thousand rows, one year of all partners some thousands."""
    key = {"Ocp-Apim-Subscription-Key": question.key()}
    reporters = ",".join(map(str, un_comtrade.REPORTERS.values()))
    folder = question.target()
    texts = {}
    for year in range(un_comtrade.FIRST_YEAR, today().year):
        address = question.address.format(reporters=reporters, year=year)
        text = un_comtrade.year_text(question.answer(f"{year}.json", address, secrets=key))
        if text:
            texts[f"processed_data_{year}.csv"] = text
    _fill(folder, texts)
    return question.fetched(folder, f"as on {today().isoformat()}", today().isoformat())


def _commitments(question: Question) -> Fetched:
    archive = question.answer("projects.zip")
    path = archives.only_member(archive, question.folder / question.part / "unpacked", ".xlsx")
    write_whole(question.target(), aiddata.sums_text(path))
    # A newer version has an address of its own: what lies at this one is the version that the snapshot is of.
    return question.fetched(question.target(), "version 3.0", snapshots.edition(question.snapshot).vintage)


def _library(question: Question) -> Fetched:
    """Take the library's file of all votes from where a person put it: the library answers programs with a riddle."""
    folder, vintage = question.by_hand()
    texts = un_votes.library_texts(_only_file(folder, "ga_voting"))
    _fill(question.target(), texts)
    return question.fetched(question.target(), f"file of all votes, {vintage}", vintage)


def _by_hand(question: Question) -> Fetched:
    """Take what a person downloaded as it is."""
    folder, vintage = question.by_hand()
    path = folder if snapshots.is_folder(question.snapshot) else _only_file(folder)
    return question.fetched(path, vintage, vintage)


def _only_file(folder: Path, words: str = "") -> Path:
    found = sorted(each for each in folder.iterdir() if each.is_file() and words in each.name)
    if len(found) != 1:
        raise ByHandError(
            f"{folder}: holds {len(found)} files{f' with {words} in the name' if words else ''}, not one."
        )
    return found[0]


def _fill(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the files of a folder in the place of those that were there."""
    if not texts:
        raise FetchError(f"{folder.name}: there is nothing to put into it; every answer was empty.")
    coming = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(coming, ignore_errors=True)
    for name, text in texts.items():
        write_whole(coming / name, text)
    shutil.rmtree(folder, ignore_errors=True)
    coming.rename(folder)


PUBLISHERS: Mapping[str, Publisher] = {
    publisher.name: publisher
    for publisher in (
        Publisher("aiddata", {"commitments": _commitments}),
        Publisher("desta"),
        Publisher("eia", {"oil-price": _oil_price}),
        Publisher("gapminder"),
        Publisher("imf-outlook", {"outlook": _outlook}),
        Publisher("imf-trade", {"russia": _russia, "exports": _exports}),
        Publisher("pew"),
        Publisher("rosstat"),
        Publisher("russian-customs"),
        Publisher("sipri", {"register": _register}),
        Publisher("un-comtrade", {"fuels": _fuels}),
        Publisher("un-ideal-points", {"points": _ideal_points}),
        Publisher("un-roll-calls"),
        Publisher("un-votes", by_hand={"library": _library}),
        Publisher("unctad", {"investment": _investment}),
        Publisher("unctad-trade"),
        Publisher("vietnam-investment"),
        Publisher("world-bank", {"population": _population, "inflows": _world_bank_inflows}),
    )
}
