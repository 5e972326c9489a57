internal import Glibc

/// Reading a whole file with a limit.
enum FileReading {
  /// What tells a file's content from any other on this machine without opening it: where it is,
  /// and what changes with it. No path holds a NUL.
  static func contentName(_ path: String, identity: String) -> String {
    "file\0\(path)\0\(identity)"
  }

  /// The bytes of an open regular file.
  /// - Throws: ``SourceError/tooLarge(_:)`` before reading, ``SourceError/changed(_:)`` when
  ///   its size or time of change is not the same after reading.
  static func contents(
    of file: borrowing Descriptor, name: String, limit: Int
  ) throws(SourceError) -> [UInt8] {
    let before: FileStatus
    let after: FileStatus
    let bytes: [UInt8]
    do throws(SystemError) {
      before = try file.status()
      bytes = before.size <= Int64(limit) ? try read(file.number, count: Int(before.size)) : []
      after = try file.status()
    } catch {
      throw .reading(name, error)
    }
    guard before.size <= Int64(limit) else { throw .tooLarge(Int(before.size)) }
    // A file that grew or shrank is not what anybody saved: told, not guessed.
    guard bytes.count == Int(before.size), after == before else { throw .changed(name) }
    return bytes
  }

  /// Reads up to `count` bytes; fewer only at the file's end.
  private static func read(_ file: Int32, count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = Glibc.read(file, buffer.baseAddress.map { $0 + filled }, count - filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          return
        } else if errno != EINTR {
          failure = SystemError(code: errno)
          return
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

extension SourceError {
  /// A failed system call on `name`.
  static func reading(_ name: String, _ error: SystemError) -> SourceError {
    if error.isShortage { return .outOfDescriptors(name) }
    return error.isAbsence ? .notFound(name) : .unreadable("\(name): \(error.message)")
  }
}

extension FileReading {
  /// Whether the file at a path, links followed, has this identity.
  static func has(_ identity: String, _ path: [UInt8]) -> Bool {
    var raw = stat()
    guard stat(RawPath.terminated(path), &raw) == 0 else { return false }
    return FileStatus(raw).identity == identity
  }

  /// The bytes of a regular file, links followed.
  static func contents(at path: String, name: String, limit: Int) throws(SourceError) -> [UInt8] {
    let file: Descriptor
    do throws(SystemError) {
      let found = try Descriptor(opening: RawPath.terminated(Array(path.utf8)), flags: O_PATH)
      guard try found.status().kind == .file else { throw SystemError(code: ENOENT) }
      file = try found.reopened(flags: O_RDONLY | O_NOCTTY)
    } catch {
      throw .reading(name, error)
    }
    return try contents(of: file, name: name, limit: limit)
  }

  /// Up to `count` bytes of a file's beginning.
  static func beginning(
    of path: String, count: Int, name: String
  ) throws(SourceError) -> [UInt8] {
    do throws(SystemError) {
      let file = try Descriptor(opening: RawPath.terminated(Array(path.utf8)), flags: O_RDONLY)
      return try read(file.number, count: count)
    } catch {
      throw .reading(name, error)
    }
  }
}
