"""Colours of the committed pictures. Each is written as an attribute beside a class of the same name, so that a page
that inlines a picture can recolour it, and a page that shows it as an image needs no style sheet."""

CLASS = "fig"

FILL = {
    "skin": "#f2c6a5",
    "shirt": "#4f93a0",
    "shorts": "#8696a8",
    "shoe": "#5f6b76",
    "sole": "#e9ecef",
    "hair": "#b9b4ae",
    "sock": "#f4f4f2",
    "wood": "#d9c3a5",
    "worktop": "#cdb693",
    "cupboard": "#e6e3da",
    "plinth": "#b8b4aa",
    "metal": "#c3ccd4",
    "wall": "#dcdfe0",
    "soft": "#c9d3dc",
    "towel": "#f6f1e4",
    "couch": "#aebccb",
    "grass": "#c9d8b0",
    "blade": "#8fae62",
    "path": "#dcd8cf",
    "gravel": "#cfc8ba",
    "stone": "#b3a996",
    "line": "#8c3b2a",
    "mat": "#cfe0d6",
    "band": "#d8573c",
    "belt": "#3d4a6b",
    "plate": "#5d6873",
    "sheet": "#e8ecf3",
    "helper-skin": "#d9a27a",
    "helper-shirt": "#8d4f6f",
    "helper-trousers": "#4d5560",
    "helper-shoe": "#3c4148",
    "helper-sole": "#dfe2e5",
    "helper-hair": "#5b3a28",
    "helper-sock": "#e4e4e0",
}
LINE = "#2b3440"
SHADE = "#1b2a41"
GLOW = "#cfeed2"  # where the muscle works, under a hatch
WORK = "#1d7a49"
HATCH = 11  # from line to line
GHOST = "#6c7a88"
ARROW = "#a8470a"
HALO = "#ffffff"

BODY_PAINT_ORDER = ("sock", "trousers", "shorts", "shirt", "hair", "shoe", "sole")
