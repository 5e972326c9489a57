/// The font dictionaries of a drawing (ISO 32000-2 §9.6, §9.7).
enum FontObjects {
  /// Adds what the style's letters need.
  /// - Returns: the objects of the body font and of the bold one.
  static func add(to file: inout PDFFile, tag: String) -> (body: Int, bold: Int) {
    switch file.style.letters {
    case .standard, .strokes:
      return (
        standard(.helvetica, "Helvetica", &file), standard(.helveticaBold, "Helvetica-Bold", &file)
      )
    case .trueType:
      return (trueType(tag, &file), standard(.helveticaBold, "Helvetica-Bold", &file))
    case .identity:
      let font = identity(tag, &file)
      return (font, font)
    }
  }

  /// One of the standard 14 fonts; its widths are told in some drawings, as newer exporters do.
  static func standard(_ font: DrawingFont, _ name: StaticString, _ file: inout PDFFile) -> Int {
    let told = file.style.sizeInMatrix
    let descriptor = told ? file.add { describe(name: "\(name)", file: nil, &$0) } : 0
    return file.add {
      $0.append("<</Type/Font/Subtype/Type1/BaseFont/")
      $0.append(name)
      $0.append("/Encoding/WinAnsiEncoding")
      if told { simpleWidths(font, descriptor, &$0) }
      $0.append(">>")
    }
  }

  private static func trueType(_ tag: String, _ file: inout PDFFile) -> Int {
    let program = addProgram(&file)
    let name = tag + "+DejaVuSansCondensed"
    let descriptor = file.add { describe(name: name, file: program, &$0) }
    return file.add {
      $0.append("<</Type/Font/Subtype/TrueType/BaseFont/")
      $0.append(string: name)
      $0.append("/Encoding/WinAnsiEncoding")
      simpleWidths(.trueType, descriptor, &$0)
      $0.append(">>")
    }
  }

  private static func identity(_ tag: String, _ file: inout PDFFile) -> Int {
    let program = addProgram(&file)
    let name = tag + "+DejaVuSansCondensed"
    let descriptor = file.add { describe(name: name, file: program, &$0) }
    let descendant = file.add {
      $0.append("<</Type/Font/Subtype/CIDFontType2/BaseFont/")
      $0.append(string: name)
      $0.append("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>")
      $0.append("/CIDToGIDMap/Identity/DW 540/FontDescriptor ")
      $0.append(reference: descriptor)
      $0.append("/W[")
      for glyph in DejaVuSubset.glyphs {
        $0.append(integer: Int(glyph.glyph))
        $0.append("[")
        $0.append(integer: Int(glyph.width))
        $0.append("]")
      }
      $0.append("]>>")
    }
    let map = file.addStream(toUnicode[...])
    return file.add {
      $0.append("<</Type/Font/Subtype/Type0/BaseFont/")
      $0.append(string: name)
      $0.append("/Encoding/Identity-H/DescendantFonts[")
      $0.append(reference: descendant)
      $0.append("]/ToUnicode ")
      $0.append(reference: map)
      $0.append(">>")
    }
  }

  private static func addProgram(_ file: inout PDFFile) -> Int {
    file.addRaw(DejaVuSubset.program, filter: true) {
      $0.append("/Length1 ")
      $0.append(integer: DejaVuSubset.length)
    }
  }

  private static func simpleWidths(
    _ font: DrawingFont, _ descriptor: Int, _ out: inout ByteText
  ) {
    out.append("/FirstChar 32/LastChar 255/Widths[")
    for width in font.widthArray {
      out.append(integer: Int(width))
      out.append(0x20)
    }
    out.append("]/FontDescriptor ")
    out.append(reference: descriptor)
  }

  /// A font descriptor (§9.8); the figures are those of the fonts' own headers.
  private static func describe(name: String, file: Int?, _ out: inout ByteText) {
    out.append("<</Type/FontDescriptor/FontName/")
    out.append(string: name)
    out.append("/Flags 32/ItalicAngle 0/StemV 84")
    if let file {
      out.append("/FontBBox[-46 -236 860 800]/Ascent 928/Descent -236/CapHeight 729/FontFile2 ")
      out.append(reference: file)
    } else {
      out.append("/FontBBox[-166 -225 1000 931]/Ascent 718/Descent -207/CapHeight 718")
    }
    out.append(">>")
  }

  /// The map from glyph indices to Unicode (§9.10.3).
  private static let toUnicode: [UInt8] = {
    var out = ByteText()
    out.append("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n")
    out.append("/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n")
    out.append("/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n")
    out.append("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
    let glyphs = DejaVuSubset.glyphs
    for first in stride(from: 0, to: glyphs.count, by: 100) {
      let group = glyphs[first..<min(glyphs.count, first + 100)]
      out.append(integer: group.count)
      out.append(" beginbfchar\n")
      for glyph in group {
        out.append(hexadecimal: [UInt8(glyph.glyph >> 8), UInt8(glyph.glyph & 255)])
        out.append(0x20)
        out.append(hexadecimal: [UInt8(glyph.scalar >> 8), UInt8(glyph.scalar & 255)])
        out.append(0x0A)
      }
      out.append("endbfchar\n")
    }
    out.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return out.bytes
  }()
}
