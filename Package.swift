// swift-tools-version: 6.2
import PackageDescription

/// Rules every Swift target is built by.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(
  _ name: String, _ dependencies: Target.Dependency..., exclude: [String] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: strict)
}

let package = Package(
  name: "isoscan",
  targets: [
    // System libraries and embedded files: no logic.
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CLinux"),
    .target(name: "CPublic", cSettings: [.unsafeFlags(["-std=c23"])]),
    .target(
      name: "CCharacterMaps", exclude: ["make.py", "maps.bin", "LICENSE-Adobe.txt"],
      cSettings: [.unsafeFlags(["-std=c23"])]),

    // Leaves. Each layer imports only layers above it.
    module("SQLite", "CSQLite"),
    module("Codec", "CZlib"),
    module("Matching"),
    module("FileSources", "Codec", exclude: ["Demo/Font/LICENSE-DejaVu.txt"]),
    module("Queue", "SQLite"),
    module("Store", "SQLite"),
    module("HTTP", "Codec", "CLinux"),
    module("Extraction", "Codec", "CCharacterMaps"),
    module("Spreadsheets", "Codec"),
    module("Recognition", "Extraction", "CLinux"),

    // The flow, without sockets.
    .target(
      name: "Pipeline",
      dependencies: [
        "SQLite", "Codec", "Matching", "FileSources", "Queue", "Store", "Extraction",
        "Spreadsheets", "Recognition",
      ],
      swiftSettings: strict),

    // The executable: commands, settings, routes, gateway, wiring.
    .executableTarget(
      name: "isoscan",
      dependencies: [
        "CPublic", "CLinux", "SQLite", "Codec", "Matching", "FileSources", "Queue", "Store", "HTTP",
        "Extraction", "Spreadsheets", "Recognition", "Pipeline",
      ],
      swiftSettings: strict),

    // For development.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Codec", "Matching", "FileSources", "HTTP", "Extraction", "Queue", "SQLite", "Pipeline",
      ],
      // C programs that a run compiles itself: what servers are measured beside.
      exclude: ["Peers"],
      swiftSettings: strict),

    tests("SQLite"),
    tests("Codec"),
    tests("Matching"),
    tests("FileSources", "Codec"),
    tests("Queue", "SQLite"),
    tests("Store", "SQLite"),
    tests("HTTP", "Codec"),
    tests("Extraction", "Codec"),
    tests("Spreadsheets", "Codec"),
    tests("Recognition", "Extraction"),
    tests(
      "Pipeline", "SQLite", "Codec", "Queue", "Store", "Extraction", "Matching", "FileSources",
      "Spreadsheets", "Recognition"),
    tests("isoscan", "HTTP", "Pipeline", "CPublic", "Store", "FileSources"),
  ],
  cxxLanguageStandard: .cxx20
)

// The fuzz harnesses need a build of their own: see Sources/Fuzz/run.sh.
if Context.environment["ISOSCAN_FUZZ"] != nil {
  package.targets.removeAll { $0.type == .test }
  package.targets.append(
    .executableTarget(
      name: "Fuzz",
      dependencies: ["Codec", "Extraction", "FileSources", "HTTP"],
      exclude: ["Dictionaries", "run.sh"], swiftSettings: strict))
}
