import Foundation
import Testing

@testable import Recognition

@Suite("child processes")
struct ChildProcessTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder(in: NSTemporaryDirectory()) }

  private func run(
    _ script: String, seconds: Double = 60, output: Int = 1 << 20, memory: Int = 1 << 30,
    _ cancellation: Cancellation = Cancellation()
  ) throws(ChildError) -> String {
    let path = folder.file("output")
    try ChildProcess(
      program: "/bin/sh", arguments: ["-c", script], limits: .init(memory: memory, output: output)
    ).run(output: path, seconds: seconds, cancellation)
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  @Test("what a program writes is in a file that nobody else reads")
  func output() throws {
    #expect(try run("echo text; echo error >&2") == "text\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("output"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("a program sees neither secrets of the environment nor open files")
  func environment() throws {
    setenv("ISOSCAN_TEST_SECRET", "secret", 1)
    let seen = try run("env; ls /proc/$$/fd")
    #expect(!seen.contains("secret"))
    #expect(seen.contains("OMP_THREAD_LIMIT=1"))
    #expect(
      seen.split(separator: "\n").filter { Int($0) != nil }.allSatisfy { (Int($0) ?? 9) < 10 })
  }

  @Test("how a program failed is told")
  func failure() {
    #expect(throws: ChildError.failed("ended with status 3: no such page")) {
      try run("echo no such page >&2; echo more >&2; exit 3")
    }
    #expect(throws: ChildError.failed("was ended by signal 11")) { try run("kill -SEGV $$") }
  }

  @Test("a program that hangs is killed with what it started")
  func hangs() throws {
    #expect(throws: ChildError.timedOut) {
      try run("sleep 1000 & echo $! > '\(folder.file("child"))'; wait", seconds: 1)
    }
    let text = try String(contentsOfFile: folder.file("child"), encoding: .utf8)
    let child = try #require(pid_t(text.filter(\.isNumber)))
    // Killed, it is another's child, whose end is no event here.
    while !isGone(child) { sched_yield() }
  }

  /// Whether a process has ended; a zombie that nobody has waited for has.
  private func isGone(_ process: pid_t) -> Bool {
    guard kill(process, 0) == 0,
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    else { return true }
    return status.contains(") Z ") || status.contains(") X ")
  }

  @Test("a program that leaves another behind is done when it is")
  func background() throws {
    let began = Date()
    #expect(throws: ChildError.timedOut) { try run("sleep 1000 & exit 0", seconds: 1) }
    #expect(Date().timeIntervalSince(began) < 60)
  }

  @Test("memory, files and CPU time are bounded")
  func bounds() {
    #expect(throws: ChildError.self) {
      try run(
        "head -c 200000000 /dev/zero | tail -c 200000000 | wc -c; exit ${PIPESTATUS:-1}",
        memory: 64 << 20)
    }
    #expect(throws: ChildError.self) { try run("head -c 100000 /dev/zero", output: 1_024) }
  }

  @Test("a cancel ends what is at work, and what begins after it")
  func cancel() throws {
    let cancellation = Cancellation()
    let fifo = folder.file("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    Thread.detachNewThread {
      // Opens when the program has: it is at work then.
      let end = open(fifo, O_RDONLY)
      cancellation.cancel()
      close(end)
    }
    #expect(throws: ChildError.cancelled) { try run("exec 9>'\(fifo)'; sleep 1000", cancellation) }
    #expect(throws: ChildError.cancelled) { try run("true", cancellation) }
  }

  @Test("a program that is not there is told")
  func missing() throws {
    let child = ChildProcess(
      program: "/nonexistent/tesseract", arguments: [], limits: .init(memory: 1 << 30, output: 512))
    let error = #expect(throws: ChildError.self) {
      try child.run(output: folder.file("output"), seconds: 60, Cancellation())
    }
    guard case .failed(let reason) = error else { return }
    #expect(reason.contains("status 127"))
  }
}
