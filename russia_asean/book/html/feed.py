"""The changes of verdicts as an Atom feed, for those who want to hear of them."""

import datetime as dt
import itertools
import uuid
import xml.etree.ElementTree as ElementTree
from typing import Any

from russia_asean import release
from russia_asean.book.common import marks
from russia_asean.book.content.claim_review import LANGUAGE
from russia_asean.book.html.heads import FEED
from russia_asean.data import tables
from russia_asean.evidence import history

ATOM = "http://www.w3.org/2005/Atom"
# Ids are made from this and from claim and edition, so that they stay when the report gets another address.
NAMESPACE = uuid.UUID("6b1f7c9e-52a4-5d3b-9c0e-3f2a8d417e60")


def changes() -> list[dict[str, Any]]:
    """Return the changes of verdicts, the newest first.

    Returns:
        Dicts with claim_id, statement (empty for a claim that was dropped), edition, assessed (ISO date), before, now
        and reason.
    """
    statements = tables.load("claims", credit=False).set_index("claim_id")["statement"].to_dict()
    found = [
        {
            **{key: now[key] for key in ("edition", "assessed", "reason")},
            "claim_id": claim_id,
            "statement": statements.get(claim_id, ""),
            "before": before["verdict"],
            "now": now["verdict"],
        }
        for claim_id, told in sorted(history.by_claim().items())
        for before, now in itertools.pairwise(told)
        if before["verdict"] != now["verdict"]
    ]
    return sorted(found, key=lambda each: str(each["assessed"]), reverse=True)


def atom(rows: list[dict[str, Any]], known: release.Release) -> str:
    """Return changes as an Atom feed (RFC 4287).

    Args:
        rows: the changes, as ``changes`` returns them.
        known: the release; without an address links are relative to the feed.
    """
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": LANGUAGE})
    _add(feed, "id", _id("feed"))
    _add(feed, "title", f"{known.title}: changes of verdicts")
    _add(feed, "updated", _moment(max((each["assessed"] for each in rows), default=known.day.isoformat())))
    _add(_add(feed, "author"), "name", known.author)
    _add(feed, "rights", f"CC BY 4.0, {release.LICENCE_ADDRESS}")
    _add(feed, "link", rel="alternate", type="text/html", href=known.at("book/whats-new.html"))
    if known.address:
        _add(feed, "link", rel="self", type="application/atom+xml", href=known.at(FEED))
    for each in rows:
        entry = _add(feed, "entry")
        _add(entry, "id", _id(f"{each['claim_id']}/{each['edition']}"))
        _add(entry, "title", f"{each['statement'] or each['claim_id']} ({each['before']} → {each['now']})")
        _add(entry, "updated", _moment(each["assessed"]))
        if each["statement"]:
            page = known.at(marks.claim_page(each["claim_id"]))
            _add(entry, "link", rel="alternate", type="text/html", href=page)
        _add(entry, "content", each["reason"], type="text")
    ElementTree.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(feed, encoding="unicode")}\n'


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = text or None
    return made


def _id(name: str) -> str:
    return uuid.uuid5(NAMESPACE, name).urn


def _moment(day: str) -> str:
    return f"{dt.date.fromisoformat(day).isoformat()}T00:00:00Z"
