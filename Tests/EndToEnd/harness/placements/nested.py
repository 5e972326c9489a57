"""In annotations, fields, forms and patterns."""

from ..sheet import Sheet, text, width
from . import placement


@placement("annotation FreeText without appearance")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/FreeText/DA(/F1 10 Tf)/Contents({code})")
    return sheet


@placement("annotation FreeText with appearance")
def _(code):
    sheet = Sheet()
    form = sheet.form(text(code, 5, 10), "/BBox[0 0 210 30]")
    sheet.annotate(f"/Subtype/FreeText/DA(/F1 10 Tf)/Contents({code})/AP<</N {form} 0 R>>")
    return sheet


@placement("annotation Square of AutoCAD SHX text")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/Square/T(AutoCAD SHX Text)/C[0]/CA 0/Contents({code})")
    return sheet.draw(b"100 495 m 103 505 l 106 495 l S")


@placement("annotation Square of SHX text over the same text")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/Square/T(AutoCAD SHX Text)/Contents({code})")
    return sheet.draw(text(code))


@placement("annotation with a popup")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/Text/Contents({code})/Popup 6 0 R")
    sheet.annotate(f"/Subtype/Popup/Parent 5 0 R/Contents({code})")
    return sheet


@placement("annotation Stamp by appearance only")
def _(code):
    sheet = Sheet()
    form = sheet.form(text(code, 5, 10), "/BBox[0 0 210 30]")
    sheet.annotate(f"/Subtype/Stamp/AP<</N {form} 0 R>>")
    return sheet


@placement("form field value")
def _(code):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/Widget/FT/Tx/T(tag)/DA(/F1 10 Tf)/V({code})")
    fields = sheet.annotations[0]
    sheet.objects[0] = f"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{fields} 0 R]>>>>".encode()
    return sheet


@placement("form XObject")
def _(code):
    sheet = Sheet()
    sheet.resource("XObject", "X1", sheet.form(text(code)))
    return sheet.draw(b"/X1 Do")


@placement("form XObject in a form, turned")
def _(code):
    sheet = Sheet()
    sheet.resource("XObject", "X1", sheet.form(text(code, 10, 10)))
    outer = sheet.form(b"q 0 1 -1 0 200 0 cm /X1 Do Q", "/BBox[0 0 300 300]/Matrix[1 0 0 1 50 50]")
    sheet.resource("XObject", "X2", outer)
    return sheet.draw(b"/X2 Do")


@placement("tiling pattern")
def _(code):
    sheet = Sheet()
    cell = sheet.stream(
        text(code, 10, 10), "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1"
        f"/BBox[0 0 800 500]/XStep 800/YStep 500/Resources{sheet.used()}")
    sheet.resource("Pattern", "P1", cell)
    return sheet.draw(b"/Pattern cs /P1 scn 0 0 800 500 re f")


@placement("half in a form XObject")
def _(code):
    sheet = Sheet()
    sheet.resource("XObject", "X1", sheet.form(text(code[4:], 100 + width(code[:4], 10))))
    return sheet.draw(text(code[:4]), b"/X1 Do")


@placement("group of a soft mask")
def _(code):
    sheet = Sheet()
    group = sheet.stream(b"1 g " + text(code), "/Type/XObject/Subtype/Form/BBox[0 0 842 595]"
                         f"/Group<</S/Transparency/CS/DeviceGray>>/Resources{sheet.used()}")
    sheet.resource("ExtGState", "G1", sheet.add(
        f"<</SMask<</S/Luminosity/G {group} 0 R>>>>".encode()))
    return sheet.draw(b"q /G1 gs 0 0 1 rg 0 0 842 595 re f Q q /G1 gs 90 490 200 30 re f Q")


@placement("form XObject with the page's font")
def _(code):
    sheet = Sheet()
    form = sheet.stream(text(code), "/Type/XObject/Subtype/Form/BBox[0 0 842 595]"
                                    "/Resources<</ProcSet[/PDF/Text]>>")
    sheet.resource("XObject", "X1", form)
    return sheet.draw(b"/X1 Do")


@placement("list box without appearance", codes=2)
def _(one, two):
    sheet = Sheet()
    sheet.annotate(f"/Subtype/Widget/FT/Ch/T(list)/DA(/F1 10 Tf)/Opt[({one})[(x)({two})]]")
    return sheet
