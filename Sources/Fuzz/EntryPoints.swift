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
  Harness.chosen?.run(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}

private func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}

extension Harness {
  /// The harness that this process runs.
  static let chosen = all.first { $0.name == environment("FUZZ_HARNESS") }
}
