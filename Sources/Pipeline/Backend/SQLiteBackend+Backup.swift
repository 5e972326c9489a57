import Foundation
import SQLite

extension SQLiteBackend {
  /// Copies the database of a folder, which a server may be using, as it is at one commit.
  ///
  /// The file appears whole and checked, or not at all; one that is there is never replaced.
  /// - Returns: bytes of the copy.
  /// - Throws: ``BackendError/damaged(_:)`` when what was copied is not sound, or not ours.
  public static func backup(folder: String, to path: String) throws(BackendError) -> Int64 {
    guard access(path, F_OK) != 0 else { throw BackendError(errno: EEXIST, path: path) }
    // Two backups at once write two files; one of them finds the other's in its place.
    let partial = path + ".\(getpid()).part"
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial + suffix) } }
    let count: Int64
    do throws(DatabaseError) {
      try Database(path: folder + "/" + fileName, role: .reader).copy(to: partial)
      count = try checkCopy(partial)
    } catch {
      throw BackendError(error, folder: (path as NSString).deletingLastPathComponent)
    }
    try settle(partial)
    try place(partial, path)
    try settle(((path as NSString).standardizingPath as NSString).deletingLastPathComponent)
    return count
  }

  /// - Returns: its bytes.
  private static func checkCopy(_ path: String) throws(DatabaseError) -> Int64 {
    let copy = try Database(path: path, role: .reader)
    guard try copy.application() == Int(application) else {
      throw .refusal("not a database of isoscan", path: path)
    }
    let findings = try copy.checkIntegrity(quick: false)
    guard findings.isEmpty else {
      throw .refusal(DatabaseError.summary(findings), path: path)
    }
    return try copy.byteCount()
  }

  /// Gives a file its name, if nothing has it yet.
  private static func place(_ partial: String, _ path: String) throws(BackendError) {
    if link(partial, path) == 0 { return }
    // Some file systems have no hard links; there the name is only looked at before.
    guard errno != EEXIST, access(path, F_OK) != 0 else {
      throw BackendError(errno: EEXIST, path: path)
    }
    guard rename(partial, path) == 0 else { throw BackendError(errno: errno, path: path) }
  }

  /// Makes a file, or a folder's names, last through a power cut.
  private static func settle(_ path: String) throws(BackendError) {
    let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BackendError(errno: errno, path: path) }
    let code = fsync(descriptor) == 0 ? 0 : errno
    Glibc.close(descriptor)
    // Not every file system syncs folders (fsync(2), EINVAL).
    guard code == 0 || code == EINVAL else { throw BackendError(errno: code, path: path) }
  }
}
