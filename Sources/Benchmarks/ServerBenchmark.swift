import Foundation

/// The server beside others, and under attack: `Benchmarks server WHAT [OPTION…]`.
///
/// Clients and the other servers are programs of their own, so a script drives them; it says what it
/// takes: `Benchmarks server --help`.
enum ServerBenchmark {
  /// - Returns: the script's exit status.
  static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ".venv/bin/python")
    process.arguments = ["Tests/EndToEnd/measure_server.py"] + arguments
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
