import Foundation

/// `readers FOLDER|--demo N`: the cost of reading PDFs beside other readers and the floor, measured from
/// outside by `Tests/EndToEnd/compare_readers.py` (`--help` tells its options).
enum CompareReaders {
  /// Runs the script with the tests' Python.
  /// - Returns: what to exit with.
  static func run(_ arguments: [String]) -> Int32 {
    let repository = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let python = repository.appending(path: ".venv/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
      return complain("missing \(python.path): Tests/run.sh install")
    }
    let process = Process()
    process.executableURL = python
    process.arguments =
      [repository.appending(path: "Tests/EndToEnd/compare_readers.py").path] + arguments
    do {
      try process.run()
    } catch {
      return complain("\(python.path): \(error)")
    }
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static func complain(_ message: String) -> Int32 {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    return 1
  }
}
