"""A sheet to draw on, written as SVG. The same calls always give the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape

Point = tuple[float, float]
FONT = "DejaVu Sans Mono, Menlo, Consolas, monospace"
CHARACTER_WIDTH = 0.602  # of these fonts, times the size
ASCENT, DESCENT = 0.78, 0.24  # of the letters that are used, times the size
SIZE = 13
INK = "#222222"
FAINT = "#777777"


@dataclass(frozen=True)
class Placed:
    """A text and the box that it fills."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Sheet:
    """width, height: in pixels. texts, wires, boxes: what was placed, for whoever looks for overlaps."""

    width: int
    height: int = 0
    texts: list[Placed] = field(default_factory=list[Placed])
    wires: list[tuple[Point, Point]] = field(default_factory=list[tuple[Point, Point]])
    boxes: list[Placed] = field(default_factory=list[Placed])
    _elements: list[str] = field(default_factory=list[str])

    def text(
        self,
        x: float,
        y: float,
        text: str,
        anchor: str = "start",
        size: int = SIZE,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """y: the base line. anchor: start, middle or end."""
        width = len(text) * CHARACTER_WIDTH * size
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.texts.append(Placed(text, left, y - ASCENT * size, left + width, y + DESCENT * size))
        weight = ' font-weight="bold"' if bold else ""
        self._elements.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{weight}>'
            f"{escape(text)}</text>"
        )

    def wire(self, points: Sequence[Point], colour: str = INK, width: float = 2) -> None:
        """A connection, corner by corner."""
        self.wires += pairwise(points)
        self.line(points, colour, width)

    def line(self, points: Sequence[Point], colour: str = INK, width: float = 1.6) -> None:
        """A stroke of a symbol."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self._elements.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>')

    def box(self, x: float, y: float, width: float, height: float, dashed: bool = False, fill: str = "#ffffff") -> None:
        self.boxes.append(Placed("", x, y, x + width, y + height))
        dash = ' stroke-dasharray="6 4"' if dashed else ""
        self._elements.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" '
            f'stroke="{INK}" stroke-width="1.6"{dash}/>'
        )

    def circle(self, x: float, y: float, radius: float, fill: str = "none") -> None:
        self._elements.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{INK}" stroke-width="1.6"/>'
        )

    def dot(self, x: float, y: float, colour: str = INK) -> None:
        """Where wires join."""
        self._elements.append(f'<circle cx="{x:g}" cy="{y:g}" r="3.4" fill="{colour}"/>')

    def written(self, title: str) -> str:
        """The whole file."""
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f'width="{self.width}" height="{self.height}" font-family="{FONT}">',
                f"<title>{escape(title)}</title>",
                f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>',
                *self._elements,
                "</svg>\n",
            )
        )
