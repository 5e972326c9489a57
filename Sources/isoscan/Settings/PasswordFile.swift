import Foundation

/// A file of passwords for encrypted PDFs: UTF-8, one a line, blanks part of it.
///
/// A file and no value of a key or flag, so that no password stands in the configuration, in the
/// list of processes or in a log; messages never quote a line.
enum PasswordFile {
  struct Failure: Error, Equatable {
    let message: String
  }

  /// Most passwords in a file: each is tried on every encrypted PDF, which takes some
  /// milliseconds (ISO 32000-2 §7.6.4.3.4) of the time that one drawing may take.
  static let limit = 1_000

  static let flagHelp = "passwords that encrypted PDFs may open with, one a line"

  static func read(_ path: String) throws(Failure) -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(message: "no such file, or not readable")
    }
    guard var text = String(data: data, encoding: .utf8) else {
      throw Failure(message: "not UTF-8")
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard lines.count <= limit else {
      throw Failure(message: "more than \(limit) passwords")
    }
    return lines
  }

  /// What `--passwords FILE` names; none without it.
  static func passwords(_ arguments: CommandArguments) throws -> [String] {
    guard let path = arguments.string("passwords") else { return [] }
    do throws(Failure) {
      return try read(path)
    } catch {
      throw RuntimeFailure("--passwords \(path): \(error.message)")
    }
  }
}
