/// Why a source can't list or read. Messages are in lower case and name the place first.
public enum SourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Nothing is there (any more): the name.
  case notFound(String)
  /// It is there and can't be read: name and reason.
  case unreadable(String)
  /// Longer than the limit: the size in bytes, as far as known.
  case tooLarge(Int)
  /// No more files can be opened now: the name. Nothing is wrong with it.
  case outOfDescriptors(String)
  /// The path leads out of the source's root: the path.
  case escapesRoot(String)
  /// It changed while it was being read: the name.
  case changed(String)
  /// An upload holds more than is accepted: what and how many.
  case uploadTooLarge(String)
  /// A ZIP that can't be unpacked: name and reason.
  case brokenArchive(String)
  /// Final, however often it is tried: the name, and why in the source's own words.
  case refused(String)
  /// The source's credentials are not accepted (any more): what to do.
  case unauthorized(String)
  /// The root itself is not there, or not for these credentials: what to do.
  case missingRoot(String)
  /// The process is stopping.
  case interrupted
  /// The place where uploads are kept can't be written: path and reason.
  case unwritable(String)

  public var description: String {
    switch self {
    case .notFound(let name): "\(name): not found"
    case .unreadable(let text), .uploadTooLarge(let text), .brokenArchive(let text),
      .unwritable(let text), .refused(let text), .unauthorized(let text), .missingRoot(let text):
      text
    case .tooLarge(let size): "too large: \(size) bytes"
    case .outOfDescriptors(let name): "\(name): no more files can be opened"
    case .escapesRoot(let path): "\(path): leads out of its folder"
    case .interrupted: "interrupted"
    case .changed(let name): "\(name): changed while it was being read"
    }
  }
}
