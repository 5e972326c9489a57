import CLinux
import Foundation

/// Why a program did not do its work.
enum ChildError: Error, Equatable {
  case cancelled
  case timedOut
  /// In words for people, lower case, without the program's name.
  case failed(String)
}

/// What a program may take.
struct ChildLimits {
  /// Bytes of address space (setrlimit(2), RLIMIT_AS).
  var memory: Int
  /// Bytes of a file that it writes.
  var output: Int
}

/// One run of another program in a process group of its own, bounded in memory, time and output.
struct ChildProcess {
  let program: String
  let arguments: [String]
  let limits: ChildLimits

  /// Sets limits, then becomes the program: posix_spawn(3) sets none. Sizes are in KiB and, as POSIX
  /// has it, in units of 512 bytes. CPU time bounds a child whose parent was killed.
  private static let script =
    "ulimit -c 0; ulimit -v \"$1\"; ulimit -f \"$2\"; ulimit -t \"$3\"; shift 3; exec \"$@\""

  /// Runs it to its end; its standard output goes to a file, and its errors to one beside it.
  ///
  /// - Parameter seconds: until it is killed, with what it started.
  func run(
    output: String, seconds: Double, _ cancellation: Cancellation
  ) throws(ChildError) {
    guard seconds > 0 else { throw .timedOut }
    // Both ends close when the program and all that it started are gone.
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw .failed("can't be started: \(Self.reason(errno))")
    }
    defer { close(ends[0]) }
    let child = try start(output, seconds, ends[1], cancellation)
    let isOver = Self.waitForEnd(ends[0], seconds)
    cancellation.end(child)
    let status = Self.reap(child)
    if cancellation.isCancelled { throw .cancelled }
    guard isOver else { throw .timedOut }
    guard status != 0 else { return }
    throw .failed(Self.explain(status, errors: output + Self.errorSuffix))
  }

  private static let errorSuffix = ".errors"

  /// - Parameter alive: the end that the program gets; closed here.
  private func start(
    _ output: String, _ seconds: Double, _ alive: Int32, _ cancellation: Cancellation
  ) throws(ChildError) -> pid_t {
    defer { close(alive) }
    return try cancellation.begin { () throws(ChildError) in
      try spawn(output: output, seconds: seconds, alive: alive).get()
    }
  }

  // MARK: Starting

  private func spawn(output: String, seconds: Double, alive: Int32) -> Result<pid_t, ChildError> {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    let mode = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, mode, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, output + Self.errorSuffix, mode, 0o600)
    posix_spawn_file_actions_adddup2(&actions, alive, 3)
    posix_spawn_file_actions_addclosefrom_np(&actions, 4)
    Self.setSignals(&attributes)
    let words =
      ["sh", "-c", Self.script, "sh", String(limits.memory / 1024), String(limits.output / 512)]
      + [String(Int(seconds.rounded(.up)) + 1), program] + arguments
    var child: pid_t = 0
    let result = Self.withStrings(words) { argv in
      Self.withStrings(Self.environment) { envp in
        posix_spawn(&child, "/bin/sh", &actions, &attributes, argv, envp)
      }
    }
    return result == 0
      ? .success(child) : .failure(.failed("can't be started: \(Self.reason(result))"))
  }

  /// A group of its own, and the signals as a shell would find them.
  private static func setSignals(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }

  /// What a child needs of the environment; secrets in it are none of its business. One thread a
  /// child (OMP_THREAD_LIMIT), since every worker may have one.
  private static var environment: [String] {
    let all = ProcessInfo.processInfo.environment
    return ["PATH", "HOME", "TESSDATA_PREFIX", "FONTCONFIG_PATH"].compactMap { name in
      all[name].map { "\(name)=\($0)" }
    } + ["LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1"]
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(copies)
  }

  // MARK: Ending

  /// Waits until nobody holds the other end; false after `seconds`.
  private static func waitForEnd(_ descriptor: Int32, _ seconds: Double) -> Bool {
    let end = DispatchTime.now().uptimeNanoseconds + UInt64(min(seconds, 1e6) * 1e9)
    while true {
      let now = DispatchTime.now().uptimeNanoseconds
      guard now < end else { return false }
      var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = Int32(clamping: (end - now) / 1_000_000 + 1)
      guard poll(&event, 1, left) > 0 else { continue }
      var byte: UInt8 = 0
      // What a program writes there is passed over.
      guard read(descriptor, &byte, 1) > 0 else { return true }
    }
  }

  private static func reap(_ child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private static func explain(_ status: Int32, errors: String) -> String {
    let signal = status & 0x7F
    let told = FileManager.default.contents(atPath: errors)?.prefix(200) ?? Data()
    let line = String(decoding: told, as: UTF8.self).split(whereSeparator: \.isNewline).first
    let text = line.map { ": " + $0.filter { !$0.isNewline } } ?? ""
    return signal == 0
      ? "ended with status \(status >> 8 & 0xFF)\(text)" : "was ended by signal \(signal)\(text)"
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
