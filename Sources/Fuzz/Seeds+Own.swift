import Codec

@testable import Extraction
@testable import HTTP

/// Seeds of harnesses whose input is no document.
extension Seeds {
  static var own: [Seed] {
    requests + forms + frames + deflated + fonts + small
  }

  private static var requests: [Seed] {
    HTTPCases.all.flatMap { entry -> [Seed] in
      let bytes = Array(entry.request.utf8)
      let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? bytes.count
      return [Seed("head", Array(bytes[..<end])), Seed("chunked", Array(bytes[end...]))]
    }
  }

  private static var forms: [Seed] {
    let body =
      "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--XX  \r\n"
      + "Content-Disposition: form-data; name=\"f\"; filename=\"d%22.pdf\"; filename*=UTF-8''%e2\r\n"
      + "Content-Type: application/pdf\r\n\r\n%PDF\r\n--X\r\n--\r\r\n-XX\r\n--XX--\r\nepilogue"
    return ["boundary=XX", "charset=x; Boundary=\"XX\"", "boundary=X; boundary=\"\\X\""].map {
      Seed("multipart", Array("multipart/form-data; \($0)\n\(body)".utf8))
    }
  }

  private static var frames: [Seed] {
    let cases = WebSocketCases.all.filter { $0.bytes.count < 600 }
    let plain = cases.map { Seed("websocket", [0] + $0.bytes) }
    var deflater = Deflater(.raw)
    var packed: [UInt8] = []
    let text = Array("hello hello hello".utf8)
    text.withUnsafeBytes { deflater.deflate($0, flush: .sync, into: &packed) }
    let payload = Array(packed.dropLast(4))
    let whole = Frame(opcode: 1, payload: payload, reserved: 4).bytes
    let parts =
      Frame(opcode: 2, payload: Array(payload[..<5]), isFinal: false, reserved: 4).bytes
      + Frame.ping().bytes + Frame.more(Array(payload[5...])).bytes
    return plain + [1, 3, 5, 7].map { Seed("websocket", [$0] + whole + parts + whole) }
  }

  private static var deflated: [Seed] {
    let text = Array("HOLE-1 HOLE-2 HOLE-1 HOLE-2 0123456789".utf8)
    return [CompressionFormat.zlib, .raw, .gzip].enumerated().map { index, format in
      var packed: [UInt8] = []
      var deflater = Deflater(format)
      text.withUnsafeBytes { deflater.deflate($0, flush: .finish, into: &packed) }
      return Seed("inflate", [UInt8(index)] + packed)
    }
  }

  private static var fonts: [Seed] {
    let type1 =
      "%!PS-AdobeFont-1.0: A\n/FontMatrix [0.001 0 0 0.001 0 0] def\n/Encoding 256 array\n"
      + "0 1 255 {1 index exch /.notdef put} for\ndup 65 /A put\ndup 8#102 /B put\nreadonly def\n"
      + "currentfile eexec\n"
    let cmap =
      "/CIDInit /ProcSet findresource begin begincmap /CMapName /X def /WMode 1 def\n"
      + "1 begincodespacerange <00> <FFFF> endcodespacerange\n2 beginbfchar <41> <0048> "
      + "<42> <D83DDE00> endbfchar\n2 beginbfrange <0043> <0045> <0041> <50> <51> [<0041> /B] "
      + "endbfrange\n1 begincidrange <0000> <00FF> 1 endcidrange 1 begincidchar <01> 5 endcidchar\n"
      + "/Identity-H usecmap endcmap"
    return [Seed("font", Array(type1.utf8)), Seed("cmap", Array(cmap.utf8))]
  }

  private static var small: [Seed] {
    let tokens = "1 0 obj << /A#20B [1 -2.5 (a\\(b\\)\\053) <4a4> true null 3 0 R] >> endobj % c\n"
    let inline = "BI /W 9 /H 9 /F /AHx ID 00ff> EI Q"
    let filters: [(UInt8, String)] = [
      (0, "48 4f4C 45>"), (1, "87cURDZz~>"), (2, "\u{2}abc\u{7F}"), (6, "abcdefghijkl"),
    ]
    return [Seed("lexer", Array(tokens.utf8)), Seed("lexer", Array(inline.utf8))]
      + filters.flatMap { filter, data in
        [1, 2, 12, 15].map { Seed("filter", [filter, $0, 0x23, 2] + Array(data.utf8)) }
      }
  }
}
