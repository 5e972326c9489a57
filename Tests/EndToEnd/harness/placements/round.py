"""Letters on no common baseline: along an arc, upright below one another, raised or lowered."""

from math import cos, pi, radians, sin

from ..sheet import Sheet, text, width
from . import placement, turned


def arc(code: str, radius: float, start: float, spread: float = 0, inside: bool = False,
        size: float = 10, centre: tuple = (400, 300)) -> list[bytes]:
    """Letters whose baselines touch a circle: clockwise outside of it, or counter-clockwise inside."""
    pieces, way = [], 0.0
    for letter in code:
        half = width(letter, size) / 2
        turn = (way + half) / radius * 180 / pi
        angle = start + turn if inside else start - turn
        lean = angle + 90 if inside else angle - 90
        x = centre[0] + radius * cos(radians(angle)) - half * cos(radians(lean))
        y = centre[1] + radius * sin(radians(angle)) - half * sin(radians(lean))
        if letter != " ":
            pieces.append(text(letter, x, y, size=size, matrix=turned(lean)))
        way += 2 * half + spread
    return pieces


def stack(code: str, x: float = 300, top: float = 500, pitch: float = 11) -> list[bytes]:
    return [text(letter, x - width(letter, 10) / 2, top - pitch * at)
            for at, letter in enumerate(code)]


@placement("along an arc")
def _(code):
    return Sheet().draw(*arc(code, 60, 130))


@placement("along an arc below its circle")
def _(code):
    return Sheet().draw(*arc(code, 60, 240, inside=True))


@placement("along a tight arc")
def _(code):
    return Sheet().draw(*arc(code, 28, 170))


@placement("along a wide arc")
def _(code):
    return Sheet().draw(*arc(code, 220, 100))


@placement("spread along an arc")
def _(code):
    return Sheet().draw(*arc(code, 70, 150, spread=3))


@placement("two codes along one arc", codes=2)
def _(one, two):
    return Sheet().draw(*arc(f"{one} {two}", 70, 170))


@placement("two codes along neighbouring arcs", codes=2)
def _(one, two):
    return Sheet().draw(*arc(one, 60, 130), *arc(two, 73, 125))


@placement("stacked upright letters")
def _(code):
    return Sheet().draw(*stack(code))


@placement("two stacks side by side", codes=2)
def _(one, two):
    return Sheet().draw(*stack(one), *stack(two, 326))


@placement("a stack between lines of text")
def _(code):
    lines = [text("HALL A LOT", 100, y) + text("TO LOVE", 450, y + 3) for y in (520, 505, 380)]
    return Sheet().draw(*lines, *stack(code, 300, 495))


@placement("with a raised letter")
def _(code):
    rest = 100 + width(code[:6], 10)
    return Sheet().draw(text(code[:5]), text(code[5], 100 + width(code[:5], 10), 503.3),
                        text(code[6:], rest))


@placement("with a lowered letter")
def _(code):
    rest = 100 + width(code[:6], 10)
    return Sheet().draw(text(code[:5]), text(code[5], 100 + width(code[:5], 10), 496.8),
                        text(code[6:], rest))


@placement("before a small raised mark", codes=1)
def _(code):
    end = 100 + width(code, 10)
    return Sheet().draw(text(code), text("A", end + 3.2, 504, size=6))
