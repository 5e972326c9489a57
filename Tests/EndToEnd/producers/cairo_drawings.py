"""Drawings made by cairo: subset fonts, text by glyph runs.

Usage: cairo_drawings.py FOLDER
"""

import math

import _truth as truth

try:
    import cairo
except ImportError:
    try:
        import cairocffi as cairo
    except (ImportError, OSError):
        truth.missing("cairo (Debian: python3-cairo, or PyPI: cairocffi)")


def advance(c, text):
    # pycairo names the fields, cairocffi does not.
    return c.text_extents(text)[4]


def text(c, code, x, y, angle=0.0):
    c.save()
    c.translate(x, y)
    c.rotate(math.radians(-angle))
    c.move_to(0, 0)
    c.show_text(code)
    c.restore()


def parts(c, pieces, x, y, spread=0.0):
    for piece in pieces:
        c.move_to(x, y)
        c.show_text(piece)
        x += advance(c, piece) + spread


def draw(c):
    c.set_font_size(11)
    text(c, truth.LEVEL, 50, 60)
    text(c, truth.TURNED, 50, 200, 30)
    text(c, truth.UPRIGHT, 300, 200, 90)
    c.save()
    c.transform(cairo.Matrix(0.866, -0.5, 0, 1, 100, 320))
    c.move_to(0, 0)
    c.show_text(truth.SKEWED)
    c.restore()
    parts(c, truth.SINGLY, 50, 400)
    parts(c, [truth.SPLIT[:2], truth.SPLIT[2:5], truth.SPLIT[5:]], 50, 430)
    parts(c, truth.KERNED, 50, 460, -0.2)
    parts(c, truth.SPREAD, 50, 490, 1.6)
    one, two = truth.TOUCHING
    c.move_to(50, 520)
    c.show_text(one)
    c.move_to(50 + advance(c, one) + 1.8, 520)
    c.show_text(two)


def main():
    out = truth.Truth()
    codes = [
        truth.LEVEL, truth.TURNED, truth.UPRIGHT, truth.SKEWED, truth.SINGLY, truth.SPLIT,
        truth.KERNED, truth.SPREAD, *truth.TOUCHING,
    ]
    for name, face in [("sans", "DejaVu Sans"), ("serif", "serif"), ("mono", "monospace")]:
        file = f"cairo-{name}.pdf"
        surface = cairo.PDFSurface(out.path(file), 595, 842)
        c = cairo.Context(surface)
        c.select_font_face(face)
        draw(c)
        c.show_page()
        surface.finish()
        out.add(file, codes)
    # A page whose drawing is a group, which cairo writes as a form XObject.
    surface = cairo.PDFSurface(out.path("cairo-group.pdf"), 595, 842)
    c = cairo.Context(surface)
    c.select_font_face("DejaVu Sans")
    c.push_group()
    draw(c)
    c.pop_group_to_source()
    c.paint_with_alpha(0.9)
    c.show_page()
    surface.finish()
    out.add("cairo-group.pdf", codes)
    out.write()


if __name__ == "__main__":
    main()
