"""Pictures as files of their own, with title, description, credit and licence inside.

A picture that is passed on loses its caption; what stands in the file goes with it.
"""

import dataclasses
import xml.etree.ElementTree as ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
CC = "http://creativecommons.org/ns#"
FONT = "font-family: 'DejaVu Sans'"
OTHER_FONTS = ", Verdana, 'Noto Sans', sans-serif"  # without these a machine that lacks the font takes one with serifs


@dataclasses.dataclass(frozen=True)
class Said:
    """What a file says of its picture.

    Attributes:
        title: what is shown.
        description: what a person who cannot see it needs to know.
        creator: who drew it.
        date: the day of the release, in ISO form.
        credit: how to cite it, and whose data they are.
        licence: the address of the licence.
        page: the page that shows it.
    """

    title: str
    description: str
    creator: str
    date: str
    credit: str
    licence: str
    page: str


def svg(stored: str, said: Said) -> str:
    """Return a stored SVG as a file that stands alone: on white, readable aloud, with its credits as Dublin Core."""
    for prefix, space in {"": SVG, "xlink": XLINK, "rdf": RDF, "dc": DC, "cc": CC}.items():
        ElementTree.register_namespace(prefix, space)
    root = ElementTree.fromstring(stored)
    for drawn_by in root.findall(f"{{{SVG}}}metadata"):
        root.remove(drawn_by)
    for element in root.iter():
        style = element.get("style", "")
        if FONT in style:
            element.set("style", style.replace(FONT, FONT + OTHER_FONTS))
    root.set("role", "img")
    root.set("aria-labelledby", "title desc")
    title, description = (_text(f"{{{SVG}}}{name}", words, id=name) for name, words in _read_aloud(said).items())
    # Drawn without a ground, for the page; in a viewer that is dark its letters would vanish.
    ground = ElementTree.Element(f"{{{SVG}}}rect", width="100%", height="100%", fill="#ffffff")
    for place, element in enumerate((title, description, _metadata(said), ground)):
        root.insert(place, element)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _read_aloud(said: Said) -> dict[str, str]:
    return {"title": said.title, "desc": said.description}


def _metadata(said: Said) -> ElementTree.Element:
    """Return the credits of a picture in the form that editors of SVG write."""
    metadata = ElementTree.Element(f"{{{SVG}}}metadata")
    work = ElementTree.SubElement(ElementTree.SubElement(metadata, f"{{{RDF}}}RDF"), f"{{{CC}}}Work")
    work.set(f"{{{RDF}}}about", "")
    work.append(_text(f"{{{DC}}}format", "image/svg+xml"))
    kind = ElementTree.SubElement(work, f"{{{DC}}}type")
    kind.set(f"{{{RDF}}}resource", "http://purl.org/dc/dcmitype/StillImage")
    for name, words in {"title": said.title, "description": said.description, "date": said.date}.items():
        work.append(_text(f"{{{DC}}}{name}", words))
    agent = ElementTree.SubElement(ElementTree.SubElement(work, f"{{{DC}}}creator"), f"{{{CC}}}Agent")
    agent.append(_text(f"{{{DC}}}title", said.creator))
    work.append(_text(f"{{{DC}}}source", said.page))
    work.append(_text(f"{{{DC}}}rights", said.credit))
    ElementTree.SubElement(work, f"{{{CC}}}license").set(f"{{{RDF}}}resource", said.licence)
    return metadata


def _text(tag: str, words: str, **attributes: str) -> ElementTree.Element:
    element = ElementTree.Element(tag, attributes)
    element.text = words
    return element
