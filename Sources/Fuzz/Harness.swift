/// One parser under test: it gets bytes, and traps where a promise is broken.
struct Harness: Sendable {
  let name: String
  let run: @Sendable (UnsafeRawBufferPointer) -> Void

  static let all = documents + parts + server
}

/// Ends the process with a message, which libFuzzer takes for a finding, unless a promise is kept.
func promise(_ isKept: Bool, _ what: @autoclosure () -> String) {
  if !isKept { fatalError(what()) }
}

/// Ways of handing over the same bytes in pieces, for parsers that must not care.
enum Splits {
  /// Longest input that is handed over byte by byte.
  private static let bytewise = 2_048

  /// In two pieces, at a place that depends on the bytes; and byte by byte.
  static func of(_ bytes: [UInt8]) -> [[[UInt8]]] {
    guard !bytes.isEmpty else { return [] }
    let sum = bytes.prefix(64).reduce(bytes.count) { ($0 &* 31 &+ Int($1)) & 0xFF_FFFF }
    let at = sum % bytes.count
    var all = [[Array(bytes[..<at]), Array(bytes[at...])]]
    if bytes.count <= bytewise { all.append(bytes.map { [$0] }) }
    return all
  }

  /// Checks that `read` says the same however the bytes are split.
  static func check<Result: Equatable>(_ bytes: [UInt8], _ read: ([[UInt8]]) -> Result) {
    let whole = read([bytes])
    for pieces in of(bytes) {
      let split = read(pieces)
      promise(
        split == whole, "whole: \(whole)\nin pieces of \(pieces.map(\.count)): \(split)")
    }
  }
}
