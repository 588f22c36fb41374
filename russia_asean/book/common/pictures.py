"""Pictures as part of a page: their text in the page's font, their greys in its light or dark scheme.

A page holds each picture twice, for wide screens and for telephones; the style sheet shows one of them.
"""

import html
import re
import xml.etree.ElementTree as ElementTree

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
GREY = re.compile(r"#([0-9a-f]{2})\1\1\b", re.IGNORECASE)
FONT = re.compile(r"font-family: [^;]*(?:; )?")  # dropped, so that letters are in the font of the page
# What a stand-alone file needs and a page must not hold: a style there would be one of the whole page.
DROPPED = (f"{{{SVG}}}metadata", f"{{{SVG}}}style")


def in_page(label: str, wide: str, narrow: str, alt: str) -> str:
    """Return the HTML of a picture.

    Args:
        label: the label of the figure; ids of the picture begin with it.
        wide: the SVG for wide screens.
        narrow: the SVG for telephones.
        alt: what a person who cannot see the picture needs to know.

    Raises:
        ValueError: a text is no SVG.
    """
    drawn = inline(wide, label, "wide") + inline(narrow, f"{label}-narrow", "narrow")
    return f'<div class="picture" role="img" aria-label="{html.escape(alt)}">{drawn}</div>'


def alone(label: str, svg: str, alt: str) -> str:
    """Return the HTML of a picture that is the same at every width: it is as wide as a telephone.

    Args:
        label: the label of the figure; ids of the picture begin with it.
        svg: the picture.
        alt: what a person who cannot see it needs to know.

    Raises:
        ValueError: the text is no SVG.
    """
    drawn = inline(svg, label, "only")
    return f'<div class="picture" role="img" aria-label="{html.escape(alt)}">{drawn}</div>'


def inline(svg: str, prefix: str, css_class: str) -> str:
    """Return an SVG file as an element of a page: ids of its own, no size, no prolog, the page's font and greys.

    Raises:
        ValueError: the text is no SVG.
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"The picture {prefix!r} is no SVG: {error}.") from None
    used = {*re.findall(r'(?:href="|url\()#([^")]+)', svg)}
    for parent in root.iter():
        for child in [child for child in parent if child.tag in DROPPED]:
            parent.remove(child)
    for element in root.iter():
        _make_fit(element, prefix, used)
    root.attrib = {"viewBox": root.attrib["viewBox"], "class": css_class, "aria-hidden": "true", "focusable": "false"}
    ElementTree.register_namespace("", SVG)
    text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    # HTML knows SVG without being told where its words come from.
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", text).replace("ns0:", "").replace("ns1:", "")


def _make_fit(element: ElementTree.Element, prefix: str, used: set[str]) -> None:
    attributes = element.attrib
    if "id" in attributes:
        name = attributes.pop("id")
        if name in used:
            attributes["id"] = f"{prefix}-{name}"
    if LINK in attributes:
        # A scale of colours is a bitmap, whose link holds all of it.
        target = attributes.pop(LINK)
        attributes["href"] = f"#{prefix}-{target[1:]}" if target.startswith("#") else target
    for name, value in list(attributes.items()):
        attributes[name] = GREY.sub(_of_scheme, value.replace("url(#", f"url(#{prefix}-"))
    if "style" in attributes:
        attributes["style"] = FONT.sub("", attributes["style"])
    # Line breaks between elements are no part of a picture; those in text are kept.
    if element.tag != f"{{{SVG}}}text" and element.text and not element.text.strip():
        element.text = None
    element.tail = None


def _of_scheme(grey: re.Match[str]) -> str:
    """Return a grey as a mixture of the colours of text and page, so that it turns with the scheme.

    A colour that must not turn, such as letters on a coloured bar, is no pure grey: ``#fffffe``.
    """
    share = round(100 * (255 - int(grey[1], 16)) / 255)
    return f"color-mix(in srgb, var(--pst-color-text-base) {share}%, var(--pst-color-background))"
