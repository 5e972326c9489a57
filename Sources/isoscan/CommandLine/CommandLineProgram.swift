import Foundation

/// One command of the executable.
protocol Command: Sendable {
  static var syntax: CommandSyntax { get }

  /// Runs to the end and returns the exit status.
  static func run(_ arguments: CommandArguments) throws -> Int32
}

/// The executable's entry: finds the command, runs it, turns errors into one line on stderr.
enum CommandLineProgram {
  static let version = "1.0.0"

  static let commands: [any Command.Type] = [
    ServeCommand.self, ScanCommand.self, ExtractCommand.self, DemoCommand.self,
    ConfigCommand.self, QueueCommand.self, BackupCommand.self, EmulateDriveCommand.self,
  ]

  /// - Returns: the exit status: 0, 1 for a runtime failure, 2 for a command line or
  ///   configuration that can't be used.
  static func main(_ arguments: [String]) -> Int32 {
    // A limit of a file's size (setrlimit(2)) is met like a full disk, not as the process's end.
    signal(SIGXFSZ, SIG_IGN)
    do {
      return try dispatch(arguments)
    } catch let error as UsageError {
      Terminal.complain(error.message)
      return 2
    } catch let error as SettingsError {
      Terminal.complain(error.description)
      return 2
    } catch let error as RuntimeFailure {
      Terminal.complain(error.message)
      return 1
    } catch {
      Terminal.complain("\(error)")
      return 1
    }
  }

  private static func dispatch(_ arguments: [String]) throws -> Int32 {
    guard let name = arguments.first else {
      Terminal.complain("no command given; 'isoscan --help' lists them")
      return 2
    }
    switch name {
    case "--help", "-h", "help":
      Terminal.print(overview, terminator: "")
      return 0
    case "--version":
      Terminal.print("isoscan \(version)")
      return 0
    default:
      break
    }
    guard let command = commands.first(where: { $0.syntax.name == name }) else {
      let names = commands.map { $0.syntax.name } + ["--help", "--version"]
      throw UsageError("unknown command '\(name)'" + Nearest.hint(name, among: names))
    }
    let rest = Array(arguments.dropFirst())
    let beforeOperands = rest.prefix { $0 != "--" }
    if beforeOperands.contains("--help") || beforeOperands.contains("-h") {
      Terminal.print(command.syntax.help, terminator: "")
      return 0
    }
    return try command.run(try command.syntax.parse(rest))
  }

  private static var overview: String {
    var text = """
      usage: isoscan COMMAND [options]

      Finds which piping drawings hold which hole codes.

      commands:

      """
    let width = (commands.map { $0.syntax.name.count }.max() ?? 0) + 2
    for command in commands {
      let name = command.syntax.name
      text += "  " + name + String(repeating: " ", count: width - name.count)
      text += command.syntax.summary.prefix { $0 != "\n" } + "\n"
    }
    return text + "\n'isoscan COMMAND --help' tells more; 'isoscan --version' the version.\n"
  }
}
