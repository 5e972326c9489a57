import Glibc

/// libFuzzer calls this once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<Int32>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> Int32 {
  if let folder = environment("FUZZ_SEEDS") {
    SeedWriter(folder: folder, examples: environment("FUZZ_EXAMPLES")).run()
    exit(0)
  }
  guard Harness.chosen != nil else {
    let names = Harness.all.map(\.name).joined(separator: " ")
    print("FUZZ_HARNESS names the harness to run: \(names)")
    exit(2)
  }
  return 0
}

/// libFuzzer calls this with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> Int32 {
  CPULimit.arm(seconds: CPULimit.most)
  Harness.chosen?.run(UnsafeRawBufferPointer(start: start, count: count))
  CPULimit.arm(seconds: 0)
  return 0
}

/// Ends the process where it uses too much CPU for one input.
///
/// libFuzzer's own time limit is of the wall clock, which says nothing on a busy machine.
private enum CPULimit {
  /// Far above what any input takes within the harnesses' bounds, the sanitizer's cost included.
  static let most = 3

  /// Starts the time of an input; 0 seconds end it.
  static func arm(seconds: Int) {
    if seconds > 0 {
      signal(SIGPROF) { _ in fatalError("over \(CPULimit.most) s of CPU for one input") }
    }
    var timer = itimerval()
    timer.it_value.tv_sec = seconds
    setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
  }
}

private func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}

extension Harness {
  /// The harness that this process runs.
  static let chosen = all.first { $0.name == environment("FUZZ_HARNESS") }
}
