@testable import Extraction

/// Writes tiny DXF files for tests, ASCII or binary, from pairs of group codes and values.
struct DXFBuilder {
  typealias Tag = (code: Int, value: String)

  var version = "AC1015"
  var codePage = "ANSI_1252"
  /// More variables of the header.
  var header: [Tag] = []
  var tables: [Tag] = []
  var blocks: [Tag] = []
  var entities: [Tag] = []
  var objects: [Tag] = []

  /// Groups written as `code value`, parted by `|`.
  static func tags(_ text: String) -> [Tag] {
    text.split(separator: "|").map { part in
      let trimmed = part.drop { $0 == " " }
      let code = trimmed.prefix { $0 != " " }
      return (Int(code) ?? 0, String(trimmed.dropFirst(code.count + 1)))
    }
  }

  mutating func add(_ text: String) { entities += Self.tags(text) }

  mutating func layer(_ name: String, flags: Int = 0, color: Int = 7) {
    tables += Self.tags("0 LAYER|2 \(name)|70 \(flags)|62 \(color)")
  }

  mutating func block(_ name: String, _ content: String, base: String = "10 0|20 0") {
    blocks += Self.tags("0 BLOCK|2 \(name)|\(base)|\(content)|0 ENDBLK")
  }

  /// The groups of the whole file.
  private var all: [Tag] {
    var tags = Self.tags("0 SECTION|2 HEADER|9 $ACADVER|1 \(version)|9 $DWGCODEPAGE|3 \(codePage)")
    tags += header + Self.tags("0 ENDSEC")
    for (name, content) in [
      ("TABLES", tables), ("BLOCKS", blocks), ("ENTITIES", entities), ("OBJECTS", objects),
    ] where !content.isEmpty {
      tags += Self.tags("0 SECTION|2 \(name)") + content + Self.tags("0 ENDSEC")
    }
    return tags + Self.tags("0 EOF")
  }

  func build(lineEnd: String = "\r\n") -> [UInt8] {
    all.flatMap { Array("\($0.code)\(lineEnd)\($0.value)\(lineEnd)".utf8) }
  }

  /// With codes of two bytes (from R13 on), or of one.
  func buildBinary(wideCodes: Bool = true) -> [UInt8] {
    var bytes = Array("AutoCAD Binary DXF\r\n\u{1A}\0".utf8)
    for tag in all {
      bytes += wideCodes ? little(tag.code, 2) : [UInt8(truncatingIfNeeded: tag.code)]
      switch DXFValueKind(tag.code) {
      case .text: bytes += Array(tag.value.utf8) + [0]
      case .chunk: bytes += [0]
      case .double:
        let bits = (Double(tag.value) ?? 0).bitPattern
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
      case .int16: bytes += little(Int(tag.value) ?? 0, 2)
      case .int32: bytes += little(Int(tag.value) ?? 0, 4)
      case .int64: bytes += little(Int(tag.value) ?? 0, 8)
      case .byte: bytes += little(Int(tag.value) ?? 0, 1)
      }
    }
    return bytes
  }

  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// The pages of a file, kept.
func pages(_ bytes: [UInt8], limits: Limits = Limits(), name: String = "a") throws -> [Page] {
  var extractor = Extractor(limits: limits)
  var pages: [Page] = []
  _ = try extractor.extract(bytes, name: name, deadline: .none) { pages.append($0) }
  return pages
}

extension Page {
  var texts: [String] { runs.map { text(of: $0.range) } }
  /// The text of runs that are shown.
  var visibleTexts: [String] { runs.filter(\.visible).map { text(of: $0.range) } }
}
