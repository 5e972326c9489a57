import Foundation
import Testing

@testable import HTTP

@Suite struct StaticFilesTests {
  private let folder = "/tmp/isoscan-public-\(UInt64.random(in: 0 ... .max))"

  private func write(_ text: String, _ name: String = "a.txt") throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
  }

  private func response(
    _ files: StaticFiles, _ path: String, _ fields: String = ""
  ) throws -> Response? {
    var parser = HeadParser(limits: HeadLimits())
    let text = "GET /\(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    _ = Array(text.utf8).withUnsafeBytes { parser.parse($0) }
    let client = ForwardedClient(
      peer: "127.0.0.1", isLocal: true, head: parser.head, proxies: TrustedProxies())
    let request = Request(head: parser.head, number: 1, client: client, receivedAt: 0)
    return files.response(to: request, path: path)
  }

  private func bytes(_ response: Response?) -> [UInt8]? {
    guard case .bytes(let bytes)? = response?.body else { return nil }
    return bytes
  }

  @Test("a folder's file wins, is served anew when it changes, and goes when it is gone")
  func changes() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let embedded = Array("embedded".utf8)
    let files = embedded.withUnsafeBytes {
      StaticFiles(
        [.init(path: "a.txt", bytes: ConstantBytes(copying: Array($0)).buffer)], override: folder)
    }
    try write("first")
    let first = try response(files, "a.txt")
    #expect(bytes(first) == Array("first".utf8))
    #expect(try bytes(response(files, "a.txt")) == Array("first".utf8))
    try write("other")
    let second = try response(files, "a.txt")
    #expect(bytes(second) == Array("other".utf8))
    #expect(second?.fields.value(of: "ETag") != first?.fields.value(of: "ETag"))
    #expect(second?.fields.value(of: "Last-Modified") != nil)
    try FileManager.default.removeItem(atPath: folder + "/a.txt")
    guard case .constant(let constant)? = try response(files, "a.txt")?.body else {
      Issue.record("not the embedded file")
      return
    }
    #expect(constant.buffer.elementsEqual(embedded))
  }

  @Test("embedded files are as old as they are said to be, and no file is of tomorrow")
  func dates() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let embedded = ConstantBytes(copying: Array("embedded".utf8)).buffer
    let files = StaticFiles(
      [.init(path: "b.txt", bytes: embedded)], lastModified: 784_111_777, override: folder)
    let old = "Sun, 06 Nov 1994 08:49:37 GMT"
    #expect(try response(files, "b.txt")?.fields.value(of: "Last-Modified") == old)
    #expect(try response(files, "b.txt", "If-Modified-Since: \(old)\r\n")?.status == 304)
    #expect(
      try response(files, "b.txt", "Range: bytes=0-2\r\nIf-Range: \(old)\r\n")?.status == 206)
    let large = String(repeating: "0123456789", count: 20_000)
    for (name, text) in [("a.txt", "short"), ("large.txt", large)] {
      try write(text, name)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: 86_400)], ofItemAtPath: folder + "/" + name)
      let date = try #require(try response(files, name)?.fields.value(of: "Last-Modified"))
      let told = try #require(Array(date.utf8).withUnsafeBytes { HTTPDate.parse($0, now: 0) })
      #expect(told <= Int64(Date().timeIntervalSince1970))
    }
  }

  @Test("a folder's file has a gzip form, conditions and ranges; a large one comes from the disk")
  func forms() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = StaticFiles([], override: folder)
    try write(String(repeating: "0123456789", count: 1_000))
    let plain = try response(files, "a.txt")
    let packed = try response(files, "a.txt", "Accept-Encoding: gzip\r\n")
    #expect(packed?.fields.value(of: "Content-Encoding") == "gzip")
    #expect(packed?.fields.value(of: "Vary") == "Accept-Encoding")
    let tag = try #require(plain?.fields.value(of: "ETag"))
    #expect(try response(files, "a.txt", "If-None-Match: \(tag)\r\n")?.status == 304)
    let date = try #require(plain?.fields.value(of: "Last-Modified"))
    #expect(try response(files, "a.txt", "If-Modified-Since: \(date)\r\n")?.status == 304)
    #expect(try response(files, "a.txt", "If-Unmodified-Since: \(date)\r\n")?.status == 200)
    let part = try response(files, "a.txt", "Range: bytes=3-5\r\nIf-Range: \(date)\r\n")
    #expect(part?.status == 206)
    #expect(bytes(part) == Array("345".utf8))
    try write(String(repeating: "0123456789", count: 20_000), "large.txt")
    guard case .file? = try response(files, "large.txt")?.body else {
      Issue.record("not from the disk")
      return
    }
  }

  @Test(
    "what is hidden, above or no file is not served",
    arguments: [".hidden", "x/.hidden", "../passwd", "x", "", "none", "a.txt/"])
  func refused(_ path: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/x", withIntermediateDirectories: true)
    try write("a")
    try write("b", ".hidden")
    try write("c", "x/.hidden")
    #expect(try response(StaticFiles([], override: folder), path) == nil)
  }
}
