public import SQLite

/// Sessions, their drawings, results and counters; knows no queue.
///
/// Each write verb exists twice: inside a given transaction, and (`SessionStore+Own.swift`) in one
/// of its own. Reads take the connection they are to use: the writer's, to be exact relative to
/// events, or one of a pool.
public final class SessionStore: Sendable {
  /// The forms by which codes are compared, one a code: what is the same code is not for the store
  /// to know.
  public typealias Forms = @Sendable ([String]) -> [String]

  let writer: Writer
  let forms: Forms

  public init(_ writer: Writer, forms: @escaping Forms = { $0 }) {
    self.writer = writer
    self.forms = forms
  }

  /// The key of a drawing in the database: its session's number and its own.
  public static func key(session: Int64, number: Int) -> Int64 {
    session &<< 32 | Int64(truncatingIfNeeded: number) & 0xffff_ffff
  }

  /// The session's number in a drawing's key.
  public static func session(ofKey key: Int64) -> Int64 { key >> 32 }

  /// The drawing's number in its key.
  public static func number(ofKey key: Int64) -> Int {
    Int(truncatingIfNeeded: key & 0xffff_ffff)
  }
}
