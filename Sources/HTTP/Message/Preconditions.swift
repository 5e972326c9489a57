/// Conditional requests (RFC 9110 §13), as a pure function of the request and the validators.
enum Preconditions {
  enum Verdict: Equatable {
    case proceed
    case notModified
    case failed
  }

  /// In the order of RFC 9110 §13.2.2.
  static func evaluate(
    _ head: RequestHead, etag: String?, lastModified: Int64?, now: Int64
  ) -> Verdict {
    let isRead = head.method == .get || head.method == .head
    if let wanted = head.value(of: "if-match") {
      if !matches(wanted, etag, weakly: false) { return .failed }
    } else if let limit = date(head, "if-unmodified-since", now), let lastModified {
      if lastModified > limit { return .failed }
    }
    if let known = head.value(of: "if-none-match") {
      if matches(known, etag, weakly: true) { return isRead ? .notModified : .failed }
    } else if isRead, let known = date(head, "if-modified-since", now), let lastModified {
      if lastModified <= known { return .notModified }
    }
    return .proceed
  }

  /// Whether a Range counts (RFC 9110 §13.1.5): without If-Range, or where that names what there is.
  static func allowsRange(_ head: RequestHead, etag: String?, lastModified: Int64?, now: Int64)
    -> Bool
  {
    guard let condition = head.value(of: "if-range") else { return true }
    if condition.hasPrefix("\"") { return condition.utf8.elementsEqual((etag ?? "").utf8) }
    if condition.hasPrefix("W/") { return false }
    return date(head, "if-range", now).map { $0 == lastModified } ?? false
  }

  private static func matches(_ list: String, _ etag: String?, weakly: Bool) -> Bool {
    if list == "*" { return true }
    guard let etag else { return false }
    var found = false
    Array(list.utf8).withUnsafeBytes { bytes in
      bytes.forEachListElement(escapes: false) { element in
        let isWeak = element.slice(0..<2).holds("W/")
        if isWeak, !weakly { return }
        let tag = isWeak ? element.slice(2..<element.count) : element
        if tag.elementsEqual(etag.utf8) { found = true }
      }
    }
    return found
  }

  /// A field that is no date is ignored (§13.1.3).
  private static func date(_ head: RequestHead, _ name: String, _ now: Int64) -> Int64? {
    guard let text = head.value(of: name) else { return nil }
    return Array(text.utf8).withUnsafeBytes { HTTPDate.parse($0, now: now) }
  }
}
