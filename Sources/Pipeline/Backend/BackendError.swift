/// Why a backend's verb did not happen; nothing of it is stored.
public enum BackendError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No room: the same verb may work later.
  case storageFull(String)
  /// No more files can be opened: the same verb may work later.
  case outOfDescriptors(String)
  /// The folder or the file may not be written.
  case readOnly(String)
  /// The stored bytes are not what they should be; nothing is guessed.
  case damaged(String)
  /// Another process has the data folder: `url` is where it listens, once it does.
  case inUse(pid: Int?, url: String?)
  /// Written by a newer version of this program.
  case tooNew(String)
  /// A page's cursor that this backend did not give for this list.
  case badCursor
  /// The backend was closed.
  case closed
  /// Anything else, whole for the log.
  case other(String)

  public var description: String {
    switch self {
    case .storageFull(let detail): "storage is full: \(detail)"
    case .outOfDescriptors(let detail): "no more files can be opened: \(detail)"
    case .readOnly(let detail): "storage can't be written: \(detail)"
    case .damaged(let detail): "storage is damaged: \(detail)"
    case .inUse(let pid, let url):
      "data folder is in use by process \(pid.map(String.init) ?? "unknown")"
        + (url.map { " at \($0)" } ?? "")
    case .tooNew(let detail): "storage is of a newer version: \(detail)"
    case .badCursor: "unknown cursor"
    case .closed: "storage is closed"
    case .other(let detail): "storage failed: \(detail)"
    }
  }
}
