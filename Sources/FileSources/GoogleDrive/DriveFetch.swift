internal import Codec

/// Gets one drawing's bytes: in one piece where it is small, else in pieces that go to a file.
struct DriveFetch: Sendable {
  /// Bytes of one request: what is held in memory while it comes in, and what a break costs.
  static let piece = 4 << 20

  let client: DriveClient
  /// Folder of the files that large drawings go to while they come in.
  let spoolFolder: String

  /// - Throws: ``SourceError``.
  func fetch(_ item: SourceItem, limit: Int) throws(SourceError) -> DriveContent {
    guard let reference = DriveReference.read(item.reference) else {
      throw .unreadable("\(item.name): its reference is damaged")
    }
    do throws(DriveError) {
      switch reference.kind {
      case .problem: throw DriveError.refused(status: 0, reason: "", message: reference.note ?? "")
      case .export: return .memory(try export(reference, limit))
      case .media: break
      }
    } catch {
      if case .refused(0, _, let note) = error { throw .refused("\(item.name): \(note)") }
      throw error.reading(item.name)
    }
    guard let size = item.size, size >= 0 else {
      throw .refused("\(item.name): Google Drive has no content of it")
    }
    guard size <= limit else { throw .tooLarge(Int(clamping: size)) }
    return try media(reference, size: Int(size), item)
  }

  private func export(
    _ reference: DriveReference, _ limit: Int
  ) throws(DriveError) -> [UInt8] {
    try client.export(
      reference.id, resourceKey: reference.resourceKey, mimeType: reference.mimeType ?? "",
      limit: min(limit, DriveExport.limit))
  }

  private func media(
    _ reference: DriveReference, size: Int, _ item: SourceItem
  ) throws(SourceError) -> DriveContent {
    var digest = MD5()
    let content: DriveContent
    do throws(DriveError) {
      if size <= Self.piece {
        let bytes = try client.media(
          reference.id, resourceKey: reference.resourceKey, limit: max(1, size))
        digest.update(bytes)
        content = .memory(bytes)
      } else {
        content = .file(try spool(reference, size, &digest))
      }
    } catch {
      // More than it had when it was listed.
      if case .tooLong = error { throw .changed(item.name) }
      throw error.reading(item.name)
    }
    // What came is not what was listed: a later version, or damaged on its way.
    guard content.count == size else { throw .changed(item.name) }
    if let known = item.identity, known.hasPrefix("md5:") {
      guard known.dropFirst(4) == digest.finalize().hexadecimal else { throw .changed(item.name) }
    }
    return content
  }

  /// Piece after piece: one that breaks off is asked for again, those before it are not.
  private func spool(
    _ reference: DriveReference, _ size: Int, _ digest: inout MD5
  ) throws(DriveError) -> SpoolFile {
    let file = try SpoolFile(folder: spoolFolder)
    while file.count < size {
      let range = Int64(file.count)..<Int64(min(size, file.count + Self.piece))
      let bytes = try client.media(
        reference.id, resourceKey: reference.resourceKey, range: range, limit: range.count)
      guard bytes.count == range.count else { throw .tooLong(size) }
      digest.update(bytes)
      try file.append(bytes)
    }
    return file
  }
}

/// A drawing that was fetched.
enum DriveContent: Sendable {
  case memory([UInt8])
  case file(SpoolFile)

  var count: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .file(let file): file.count
    }
  }

  func bytes(_ name: String) throws(SourceError) -> [UInt8] {
    switch self {
    case .memory(let bytes): return bytes
    case .file(let file):
      do throws(DriveError) {
        return try file.contents()
      } catch {
        throw error.reading(name)
      }
    }
  }
}
