"""One style for all pictures: colours, fonts, sizes."""

import matplotlib as mpl
import seaborn as sns

from russia_asean.evidence import verdicts

# Eight hues of one lightness, each with a contrast of at least 3.8 to 1 on a white and on a dark page, and grey.
RED, BLUE, GOLD, TEAL = "#D9480F", "#2B7BBA", "#A67C00", "#178F83"
PINK, PURPLE, INDIGO, GREEN, GREY = "#CC5A8B", "#9A5FB4", "#6470D4", "#5B8C2A", "#808080"
# Russia and ASEAN have theirs everywhere. Hues of others repeat: in one picture at most a few stand out, and each is
# named where it is drawn. Whatever is not here is grey.
COLOURS = {
    "RUS": RED,
    "ASEAN": BLUE,
    "CHN": GOLD,
    "USA": TEAL,
    "JPN": PINK,
    "KOR": PURPLE,
    "EUN": INDIGO,
    "IND": GREEN,
    "VNM": GREEN,
    "IDN": GOLD,
    "MYS": TEAL,
    "SGP": PURPLE,
    "THA": PINK,
    "PHL": INDIGO,
    "SUN": "#A8561F",
    "ISR": INDIGO,
    "BLR": PINK,
    "UKR": GREEN,
    "HKG": PINK,
    "TWN": GREEN,
}
# The colours of the verdicts, in the order of stacked bars.
VERDICTS = {str(verdict): colours.picture for verdict, colours in verdicts.COLOURS.items()}
# The shape of each direction, so that none is told by its colour alone.
MOVE_MARKS = {
    "nearer": "^",
    "further": "v",
    "measures disagree": "D",
    "unclear": "o",
    "unchanged": "s",
    "not known": "x",
}
# A pure grey turns with the scheme of the page: ink is light on a dark page. Letters on a colour must not turn.
INK = "#222222"
# What stands back in a picture in which one thing stands out: words, areas, thin lines.
MUTED, RECEDING, FAINT = "#666666", "#C4C4C4", "#DDDDDD"
# The colours of words that name a clear direction; other words of the kind are muted.
DIRECTIONS = {"nearer": COLOURS["ASEAN"], "further": COLOURS["RUS"]}
ON_DARK, ON_LIGHT = "#fffffe", "#222221"
WIDTH = 7.2  # inches: the text width of the PDF
NARROW = 3.7  # inches: a picture whose letters a telephone of 360 pixels shows at 11 pixels


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
            # Letters as text: the page sets them in its own font and colour, and a reader can search and copy them.
            # They are measured in a font that is wider than that of any page, so there is always room.
            "svg.fonttype": "none",
        }
    )
