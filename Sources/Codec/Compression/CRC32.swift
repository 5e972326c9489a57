internal import CZlib

/// The checksum of ZIP, gzip and PNG (ISO 3309).
public struct CRC32: Sendable {
  private var state: UInt = 0

  public init() {}

  public var value: UInt32 { UInt32(truncatingIfNeeded: state) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    state = UInt(crc32_z(state, base.assumingMemoryBound(to: UInt8.self), bytes.count))
  }

  public static func of(_ bytes: [UInt8]) -> UInt32 {
    var crc = CRC32()
    bytes.withUnsafeBytes { crc.update($0) }
    return crc.value
  }
}
