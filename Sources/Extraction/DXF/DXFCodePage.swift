import Foundation

/// How the strings of a drawing spell characters: `$DWGCODEPAGE` up to R2004, UTF-8 from R2007 on.
struct DXFCodePage {
  private enum Coding {
    /// The scalars of the bytes from 0x80 on.
    case singleByte([UInt32])
    case multiByte(String.Encoding)
  }

  private let coding: Coding
  /// Whether strings are UTF-8 by the drawing's version, or may be by mistake.
  private let triesUTF8: Bool

  /// - Parameters:
  ///   - name: such as `ANSI_1252` or `dos850`; an unknown one counts as 1252.
  ///   - isUTF8: whether the version says so.
  init(_ name: String, isUTF8: Bool) {
    let number = Int(name.filter(\.isNumber)) ?? 1252
    if let encoding = Self.multiByte(number) {
      coding = .multiByte(encoding)
      triesUTF8 = isUTF8
    } else {
      coding = .singleByte(Self.table(number))
      // Letters of a one-byte page in a row hardly ever look like UTF-8; files that claim one and
      // hold the other are common.
      triesUTF8 = true
    }
  }

  func scalars(_ bytes: [UInt8]) -> [UInt32] {
    if !bytes.contains(where: { $0 >= 0x80 }) { return bytes.map { UInt32($0) } }
    if triesUTF8, let text = String(validating: bytes, as: UTF8.self) {
      return text.unicodeScalars.map(\.value)
    }
    switch coding {
    case .singleByte(let high):
      return bytes.map { $0 < 0x80 ? UInt32($0) : high[Int($0) - 0x80] }
    case .multiByte(let encoding):
      if let text = String(bytes: bytes, encoding: encoding) {
        return text.unicodeScalars.map(\.value)
      }
      return bytes.map { $0 < 0x80 ? UInt32($0) : 0xFFFD }
    }
  }

  /// The scalar of `%%nnn`.
  func scalar(of code: Int) -> UInt32? {
    guard (0x20...0xFF).contains(code) else { return nil }
    if code < 0x80 { return UInt32(code) }
    guard case .singleByte(let high) = coding else { return nil }
    return high[code - 0x80]
  }

  /// CoreFoundation's number of an encoding, marked as such in Foundation.
  private static func coreFoundation(_ number: UInt) -> String.Encoding {
    String.Encoding(rawValue: 0x8000_0000 | number)
  }

  private static func multiByte(_ page: Int) -> String.Encoding? {
    switch page {
    case 932: coreFoundation(0x0420)
    case 936: coreFoundation(0x0632)
    case 949: coreFoundation(0x0422)
    case 950: coreFoundation(0x0A03)
    case 1361: coreFoundation(0x0510)
    default: nil
    }
  }

  private static func singleByte(_ page: Int) -> String.Encoding {
    switch page {
    case 437: coreFoundation(0x0400)
    case 850: coreFoundation(0x0410)
    case 852: coreFoundation(0x0412)
    case 855: coreFoundation(0x0413)
    case 857: coreFoundation(0x0414)
    case 866: coreFoundation(0x0419)
    case 874: coreFoundation(0x041D)
    case 1250: .windowsCP1250
    case 1251: .windowsCP1251
    case 1253: .windowsCP1253
    case 1254: .windowsCP1254
    case 1255: coreFoundation(0x0505)
    case 1256: coreFoundation(0x0506)
    case 1257: coreFoundation(0x0507)
    case 1258: coreFoundation(0x0508)
    default: .windowsCP1252
    }
  }

  private static func table(_ page: Int) -> [UInt32] {
    let encoding = singleByte(page)
    return (0x80...0xFF).map { byte in
      String(bytes: [UInt8(byte)], encoding: encoding)?.unicodeScalars.first?.value ?? 0xFFFD
    }
  }
}
