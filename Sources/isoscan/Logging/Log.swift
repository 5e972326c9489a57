import Foundation
import Synchronization

/// Writes log lines to stderr: `time level event key=value …`, or one JSON object a line.
///
/// Values that could be secret (tokens, signatures) are never passed in; paths of signed URLs
/// are logged without their query.
struct Log: Sendable {
  enum Level: Int, Sendable {
    case debug, info, warning, error

    init(name: String) {
      switch name {
      case "debug": self = .debug
      case "warning": self = .warning
      case "error": self = .error
      default: self = .info
      }
    }
  }

  private let threshold: LogThreshold
  let json: Bool
  let now: @Sendable () -> Date

  init(
    level: Level = .info, json: Bool = false, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    threshold = LogThreshold(level)
    self.json = json
    self.now = now
  }

  /// The least severe level that is written; the copies of a log share it.
  var level: Level { threshold.level.withLock { $0 } }

  func setLevel(_ level: Level) { threshold.level.withLock { $0 = level } }

  func debug(_ event: String, _ fields: KeyValuePairs<String, Any> = [:]) {
    write(.debug, event, fields)
  }

  func info(_ event: String, _ fields: KeyValuePairs<String, Any> = [:]) {
    write(.info, event, fields)
  }

  func warning(_ event: String, _ fields: KeyValuePairs<String, Any> = [:]) {
    write(.warning, event, fields)
  }

  func error(_ event: String, _ fields: KeyValuePairs<String, Any> = [:]) {
    write(.error, event, fields)
  }

  private func write(_ level: Level, _ event: String, _ fields: KeyValuePairs<String, Any>) {
    guard level.rawValue >= self.level.rawValue else { return }
    Terminal.note(line(level, event, fields))
  }

  /// One line with its end; control characters in values are escaped.
  func line(_ level: Level, _ event: String, _ fields: KeyValuePairs<String, Any>) -> String {
    let time = Timestamp.text(now())
    guard json else {
      let shown = fields.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
      return "\(time) \(level) \(event)\(shown)\n"
    }
    var pairs = [
      "\"time\":\"\(time)\"", "\"level\":\"\(level)\"", "\"event\":\(JSONText.string(event))",
    ]
    for (key, value) in fields {
      let number = value as? Int
      pairs.append(
        "\(JSONText.string(key)):\(number.map(String.init) ?? JSONText.string("\(value)"))")
    }
    return "{" + pairs.joined(separator: ",") + "}\n"
  }

  private static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy {
      $0.value > 0x20 && $0.value != 0x22 && $0.value != 0x7F
    }
    return plain && !text.isEmpty ? text : JSONText.string(text)
  }
}

/// The level that all copies of a log share.
private final class LogThreshold: Sendable {
  let level: Mutex<Log.Level>

  init(_ level: Log.Level) { self.level = Mutex(level) }
}
