import Codec
import Foundation

/// The temporary folders of one scan.
struct ScanFolders: Sendable {
  /// Holds the scan's database.
  let work: String
  /// Where the report is made: beside its target, so that one rename puts it in its place, and
  /// a target that can't be written is told before anything is scanned.
  let reports: String

  /// - Parameter report: where the workbook will stand, if it is wanted.
  init(report: String?) throws(RuntimeFailure) {
    let name = "isoscan-" + Base64.encodeURL(RandomBytes.make(12))
    let temporary = NSTemporaryDirectory()
    work = (temporary.hasSuffix("/") ? temporary : temporary + "/") + name
    if let report {
      try Self.check(report)
      reports = (report as NSString).deletingLastPathComponent + "/." + name
      try Self.make(reports, "the report can't be written to \(report)")
    } else {
      reports = work
    }
    do throws(RuntimeFailure) {
      try Self.make(work, "no temporary folder in \(temporary)")
    } catch {
      remove()
      throw error
    }
  }

  /// Removes both, with what is in them.
  func remove() {
    for folder in Set([work, reports]) { TemporaryFolder.remove(folder) }
  }

  /// Puts a finished report in its place.
  func keep(_ name: String, as report: String) throws(RuntimeFailure) {
    guard rename(reports + "/" + name, report) == 0 else {
      let reason = SystemReason.text(of: errno)
      throw RuntimeFailure("the report can't be written to \(report): \(reason)")
    }
  }

  private static func make(_ folder: String, _ failure: String) throws(RuntimeFailure) {
    guard mkdir(folder, 0o700) == 0 else {
      throw RuntimeFailure("\(failure): \(SystemReason.text(of: errno))")
    }
  }

  /// A rename would replace a device or a pipe; nobody means that.
  private static func check(_ report: String) throws(RuntimeFailure) {
    var status = stat()
    guard stat(report, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    let reason = status.st_mode & S_IFMT == S_IFDIR ? "it is a folder" : "it is no regular file"
    throw RuntimeFailure("the report can't be written to \(report): \(reason)")
  }
}
