"""The ways in which a code can stand in a drawing, each as a tiny PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sin

from ..sheet import Sheet


@dataclass
class Placement:
    """One PDF, the codes that stand in it once each, and codes that must not be found in it."""

    name: str
    draw: Callable[..., Sheet]
    codes: list[str]

    @property
    def file(self) -> str:
        return self.name.replace(" ", "-").replace("%", "") + ".pdf"

    @property
    def absent(self) -> list[str]:
        """Near misses: a code cut at either end, one doubled, and two run together."""
        cut = [part for code in self.codes for part in (code[:-1], code[:-2], code[1:], code * 2)]
        return cut + [a + b for a in self.codes for b in self.codes if a != b]

    def bytes(self) -> bytes:
        return bytes(self.draw(*self.codes))


PLACEMENTS: list[Placement] = []


def placement(name: str, codes: int = 1):
    """Registers a function that draws as many codes as told; each code is used in one file only."""
    def register(draw):
        first = 101 + sum(len(one.codes) for one in PLACEMENTS)
        PLACEMENTS.append(
            Placement(name, draw, [f"HOLE-{first + number}" for number in range(codes)]))
        return draw
    return register


def turned(degrees: float) -> tuple:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, s, -s, c)


C30, S30 = cos(radians(30)), 0.5

# Each registers its placements, in this order.
from . import across, letters, beside, nested, letterforms, round  # noqa: E402, F401
