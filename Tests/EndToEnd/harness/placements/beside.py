"""Codes beside, above and across one another."""

from ..sheet import Sheet, show, text, width
from . import C30, S30, placement, turned


@placement("two codes far apart in one TJ", codes=2)
def _(one, two):
    strings = show(one) + b" -9000 " + show(two)
    return Sheet().draw(b"BT /F1 10 Tf 100 500 Td [" + strings + b"] TJ ET")


@placement("two codes on the same spot", codes=2)
def _(one, two):
    return Sheet().draw(text(one), b"1 g 95 495 80 15 re f 0 g ", text(two))


@placement("adjacent along an isometric axis", codes=2)
def _(one, two):
    axis, ahead = (C30, S30, 0, 1), width(one, 10) + 2
    return Sheet().draw(text(one, 300, 300, matrix=axis),
                        text(two, 300 + ahead * C30, 300 + ahead * S30, matrix=axis))


@placement("adjacent codes nearly touching", codes=2)
def _(one, two):
    return Sheet().draw(text(one), text(two, 100 + width(one, 10) + 1.8))


@placement("codes one above another nearly touching", codes=3)
def _(one, two, three):
    return Sheet().draw(text(one), text(two, y=491), text(three, y=482))


@placement("crossing rows", codes=2)
def _(one, two):
    return Sheet().draw(text(one, 376, 296), text(two, 403, 276, matrix=turned(90)))


@placement("crossing at 30 degrees", codes=2)
def _(one, two):
    return Sheet().draw(text(one, 376, 296), text(two, 378, 288, matrix=turned(30)))


@placement("stacked columns", codes=4)
def _(one, two, three, four):
    right = 100 + width(one, 10) + 5
    return Sheet().draw(text(one), text(two, right), text(three, y=489), text(four, right, 489))
