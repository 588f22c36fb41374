"""One style for all pictures: colours, fonts, sizes."""

import matplotlib as mpl
import seaborn as sns

from russia_asean.evidence import verdicts

# Colour-blind safe (Okabe and Ito 2008, extended by Paul Tol's muted set). One colour per country, everywhere.
COLOURS = {
    "RUS": "#D55E00",
    "ASEAN": "#0072B2",
    "CHN": "#882255",
    "JPN": "#CC79A7",
    "KOR": "#009E73",
    "USA": "#332288",
    "EUN": "#DDAA33",
    "IND": "#E69F00",
    "AUS": "#56B4E9",
    "NZL": "#44AA99",
    "CAN": "#AA4499",
    "VNM": "#117733",
    "IDN": "#CC6677",
    "MYS": "#88CCEE",
    "SGP": "#661100",
    "THA": "#999933",
    "PHL": "#6699CC",
    "MMR": "#888888",
    "KHM": "#AA7744",
    "LAO": "#777711",
    "BRN": "#BBBBBB",
    "TLS": "#000000",
    "SUN": "#8C2D04",
    "BLR": "#9970AB",
    "ISR": "#4477AA",
    "UKR": "#F0E442",
    "NLD": "#EE99AA",
    "CZE": "#B8860B",
    "HKG": "#AAAA00",
    "TWN": "#66A61E",
    "OTH": "#CCCCCC",
}
# The colours of the verdicts, in the order of stacked bars.
VERDICTS = {str(verdict): colours.picture for verdict, colours in verdicts.COLOURS.items()}
MOVES = {
    "nearer": COLOURS["ASEAN"],
    "further": COLOURS["RUS"],
    "measures disagree": "#DDCC99",
    "unclear": "#DDDDDD",
    "unchanged": "#BBBBBB",
    "not known": "#FFFFFF",
}
# The shape of each direction, so that none is told by its colour alone.
MOVE_MARKS = {
    "nearer": "^",
    "further": "v",
    "measures disagree": "D",
    "unclear": "o",
    "unchanged": "s",
    "not known": "x",
}
INK = "#222222"
WIDTH = 7.2  # inches: the text width of the PDF
NARROW = 4.8  # inches: a picture that a telephone shows hardly smaller than it is


def use_style() -> None:
    """Set the style of every picture of the report; call it once at the top of a notebook."""
    sns.set_theme(style="ticks", font="DejaVu Sans", rc={"axes.spines.top": False, "axes.spines.right": False})
    mpl.rcParams.update(
        {
            "figure.figsize": (WIDTH, 4.0),
            # Legends outside the axes find room by this layout alone.
            "figure.constrained_layout.use": True,
            "font.size": 9.0,
            "axes.titlesize": 10.0,
            "axes.labelsize": 9.0,
            "xtick.labelsize": 8.5,
            "ytick.labelsize": 8.5,
            "legend.fontsize": 8.5,
            "legend.frameon": False,
            "axes.titlelocation": "left",
            "axes.grid": True,
            "axes.grid.axis": "y",
            "grid.color": "#DDDDDD",
            "grid.linewidth": 0.6,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "svg.hashsalt": "russia-asean",  # stable ids, so that the same picture gives the same file
            # Letters as shapes: the browser of a reader need not have the font.
            "svg.fonttype": "path",
        }
    )
