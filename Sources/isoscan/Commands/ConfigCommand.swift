/// `isoscan config`: validates and prints the effective configuration.
enum ConfigCommand: Command {
  static let syntax = CommandSyntax(
    name: "config", summary: "Validates and prints the effective configuration.", operands: "",
    flags: [Flag("config", "FILE", help: "configuration (default: ./config.json if there is one)")])

  static func run(_ arguments: CommandArguments) throws -> Int32 {
    // No key holds a secret: secrets are in files or variables that keys name.
    let (_, tree, _) = try Settings.load(file: arguments.string("config"))
    Terminal.print(tree.json, terminator: "")
    return 0
  }
}
