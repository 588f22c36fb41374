"""Pictures as PNG, for slides and documents that take no SVG.

Each is made from the PDF that the notebook stores, which holds its fonts, so that it is the same on every machine.
"""

import io

import pypdfium2
from PIL.PngImagePlugin import PngInfo

from russia_asean.book.files.picture_files import Said

ENLARGED = 3  # points become pixels: a picture as wide as the text has some 1,550


def png(pdf: bytes, said: Said) -> bytes:
    """Return a stored PDF as a PNG on white, with its credits in the text fields that the standard names."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=ENLARGED).to_pil()
    fields = PngInfo()
    told = {
        "Title": said.title,
        "Author": said.creator,
        "Description": said.description,
        "Copyright": f"{said.credit} Licence: {said.licence}",
        "Creation Time": said.date,
        "Source": said.page,
    }
    for name, words in told.items():
        fields.add_itxt(name, words)
    file = io.BytesIO()
    image.convert("RGB").save(file, format="png", pnginfo=fields, dpi=(72 * ENLARGED,) * 2)
    return file.getvalue()
