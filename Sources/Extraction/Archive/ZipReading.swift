import Codec

extension Extractor {
  /// Reads what begins as a ZIP archive: an office document, or an archive of documents.
  func readZip(
    _ bytes: UnsafeRawBufferPointer, budget: Budget, depth: Int,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    let archive = try Archive(bytes, budget: budget)
    if let type = try archive.part("mimetype"),
      let format = OpenDocument.format(String(decoding: type, as: UTF8.self))
    {
      return try flow(format, budget: budget, depth: depth, body) {
        output throws(ExtractionError) in
        try OpenDocument.read(archive, output)
      }
    }
    if archive.has("[Content_Types].xml") {
      let package = try OfficePackage(archive, budget: budget)
      return try flow(package.format, budget: budget, depth: depth, body) {
        output throws(ExtractionError) in
        try package.read(output)
      }
    }
    if archive.has("content.xml"), archive.has("META-INF/manifest.xml") {
      return try flow(.odt, budget: budget, depth: depth, body) { output throws(ExtractionError) in
        try OpenDocument.read(archive, output)
      }
    }
    return try flow(.zip, budget: budget, depth: depth, body) { output throws(ExtractionError) in
      try Self.readMembers(archive, output)
    }
  }

  /// Reads the documents of an archive, in its order; folders and hidden files are left out.
  private static func readMembers(_ archive: Archive, _ output: FlowOutput)
    throws(ExtractionError)
  {
    guard !archive.entries.isEmpty else { throw .unreadable("an empty ZIP archive") }
    for entry in archive.entries where !entry.isFolder && !isHidden(entry.name) {
      do {
        let bytes = try archive.contents(of: entry)
        if !bytes.isEmpty { try output.read(bytes, name: entry.name, as: .attachment) }
      } catch .encrypted(let why) {
        try output.unread(.encrypted, why)
      } catch .unreadable(let why) {
        try output.unread(.undecodable, why)
      }
    }
  }

  private static func isHidden(_ name: String) -> Bool {
    name.hasPrefix("__MACOSX/")
      || name.split(separator: "/").contains { $0.hasPrefix(".") && $0 != "." && $0 != ".." }
  }
}

extension Extractor {
  /// Reads a compressed drawing (SVGZ): what a gzip stream unpacks to, as long as it is a document by itself.
  mutating func readGzip(
    _ bytes: UnsafeRawBufferPointer, name: String, budget: Budget, depth: Int,
    _ body: (inout Page) throws -> Void
  ) throws(ExtractionError) -> Summary {
    guard depth < budget.limits.attachments else {
      throw .unreadable("nested too deeply")
    }
    var output: [UInt8] = []
    let outcome = Inflate.inflate(
      bytes, format: .gzip, limit: budget.streamAllowance, into: &output)
    if outcome.end == .limit { throw .tooLarge("unpacks to more than \(output.count) bytes") }
    budget.charge(inflated: output.count)
    try budget.check()
    return try output.withUnsafeBufferPointer { raw throws(ExtractionError) in
      let raw = UnsafeRawBufferPointer(raw)
      guard case .markup = Content(of: raw) else {
        throw .unreadable("a gzip archive, which is not read: unpack it first")
      }
      return try read(raw, name: name, budget: budget, depth: depth + 1, body)
    }
  }
}
