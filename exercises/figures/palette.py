"""Colours of the pictures.

Skin and hair come in three tones; a person of a picture inherits them, so that one file holds all three (figure.py).
Every other colour is written as an attribute, so that a page that shows a picture as an image needs no style sheet.
Moving pictures have classes of the same names instead (css/figures.css). The colours differ in lightness too: in black
and white the parts stay apart.
"""

CLASS = "fig"

TONES = ("fair", "brown", "dark")
SKIN = {"fair": "#f2c6a5", "brown": "#c98f63", "dark": "#986341"}
HAIR = {
    "woman": {"fair": "#c4c0ba", "brown": "#5d5149", "dark": "#b3b0ac"},
    "man": {"fair": "#d5d2cd", "brown": "#6b5f57", "dark": "#bcb9b5"},
}
SHIRT = {"woman": "#4f93a0", "man": "#5f86bf"}

FILL = {
    "shorts": "#8696a8",
    "shoe": "#5f6b76",
    "sole": "#e9ecef",
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
    "helper-skin": "#dba57c",
    "helper-shirt": "#8d4f6f",
    "helper-trousers": "#4d5560",
    "helper-shoe": "#3c4148",
    "helper-sole": "#dfe2e5",
    "helper-hair": "#5b3a28",
    "helper-sock": "#e4e4e0",
}
INHERITED = {"skin": "", "hair": "currentColor"}  # fill and color of what holds the person
LINE = "#1b232e"
SHADE = "#1b2a41"
GLOW = "#cfeed2"  # where the muscle works, under a hatch
WORK = "#1d7a49"
HATCH = 11  # from line to line
GHOST = "#6c7a88"
ARROW = "#a8470a"
HALO = "#ffffff"

BODY_PAINT_ORDER = ("sock", "trousers", "shorts", "shirt", "hair", "shoe", "sole")
