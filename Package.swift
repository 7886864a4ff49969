// swift-tools-version: 6.2
import PackageDescription

// The target list is the architecture: read it from the top, knowledge flows down only.

/// Whether the release build carries what it needs of Swift with it.
///
/// The testing library cannot be carried: tests with optimisation set COFFER_TEST_RELEASE.
let isStatic = Context.environment["COFFER_TEST_RELEASE"] == nil

/// The rules under which every Swift target is built.
let rules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
  .unsafeFlags(isStatic ? ["-static-stdlib"] : [], .when(configuration: .release)),
  // A room at a time: half the work of a build from nothing, which CI always does.
  .unsafeFlags(["-whole-module-optimization", "-num-threads", "2"], .when(configuration: .debug)),
  // Types are found by the linker instead of by their names at run time: half of what `coffer get`
  // did was to look for conformances.
  .unsafeFlags(
    ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"],
    .when(configuration: .release)),
]

/// A Swift room and the rooms it may look into.
func room(_ name: String, sees dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: rules)
}

/// A C library as the system has it, with the Debian package that provides it.
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A program of one file; `linked` is how its release build is put together.
func program(
  _ name: String, sees dependencies: [Target.Dependency], linked flag: String
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: rules,
    linkerSettings: [.unsafeFlags(isStatic ? [flag] : [], .when(configuration: .release))])
}

/// The tests of a room.
func tests(
  _ name: String, of dependencies: [Target.Dependency], besides files: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], exclude: files,
    swiftSettings: rules)
}

let package = Package(
  name: "coffer",
  products: [
    .executable(name: "coffer", targets: ["coffer"]),
    .executable(name: "coffer-agent", targets: ["coffer-agent"]),
    .executable(name: "coffer-sandbox", targets: ["coffer-sandbox"]),
  ],
  targets: [
    // 0. The C libraries, as the system has them.
    library("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev"),
    library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    library("CMicrohttpd", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
    library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    library("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
    .systemLibrary(name: "CLinux"),

    // 1. Their safe faces. Only here may code be unsafe.
    room("Sealing", sees: ["CSodium"]),
    room("Storage", sees: ["CSQLite"]),
    room("Transport", sees: ["CCurl", "Sealing"]),
    room("Host", sees: ["CLinux", "Sealing"]),
    room("Serving", sees: ["CMicrohttpd"]),
    room("Querying", sees: ["COpenSSL", "Sealing"]),

    // 2. Words without effects.
    room("Packing"),
    room("Profiles"),
    room("Catalog", sees: ["Profiles"]),
    room("Messages"),
    room("Arguments"),
    .target(
      name: "Migrations", path: "Migrations",
      resources: [.embedInCode("sql")], swiftSettings: rules),

    // What a vault proves to those who have none of its keys.
    room("Proofs", sees: ["Packing", "Sealing"]),

    // 3. The sealed file, and profiles on their way in and out.
    room("Moving", sees: ["Catalog", "Packing", "Profiles", "Sealing"]),
    room("Redacting", sees: ["Moving", "Sealing"]),
    room("Auditing", sees: ["Packing", "Proofs", "Sealing", "Storage"]),
    room(
      "Vaults",
      sees: [
        "Auditing", "Catalog", "Host", "Migrations", "Packing", "Profiles", "Proofs", "Sealing",
        "Storage",
      ]),

    // 4. Others' APIs, typed, without policy.
    room("Embeddable", sees: ["Moving", "Profiles", "Redacting", "Sealing", "Transport"]),
    room(
      "ClickHouseCloud",
      sees: ["Host", "Moving", "Profiles", "Redacting", "Sealing", "Transport"]),
    room(
      "Probing",
      sees: [
        "Catalog", "ClickHouseCloud", "Embeddable", "Moving", "Profiles", "Querying", "Redacting",
        "Sealing", "Transport",
      ]),

    // 5. What the vault holds, compared with what is over there.
    room(
      "Syncing",
      sees: [
        "Catalog", "Embeddable", "Moving", "Packing", "Profiles", "Redacting", "Sealing",
        "Transport", "Vaults",
      ]),

    // The steps by which one credential takes the place of another.
    room("Rotation", sees: ["Profiles", "Vaults"]),

    // 6. The two ends of the conversation.
    room(
      "Keeping",
      sees: [
        "Auditing", "Catalog", "ClickHouseCloud", "Embeddable", "Host", "Messages", "Moving",
        "Packing", "Probing", "Profiles", "Proofs", "Rotation", "Sealing", "Storage", "Syncing",
        "Transport", "Vaults",
      ]),
    room(
      "Console",
      sees: [
        "Arguments", "Catalog", "Host", "Messages", "Moving", "Profiles", "Proofs", "Sealing",
      ]),

    // Stand-ins for what is on the network, on loopback.
    room("Sandboxing", sees: ["Host", "Sealing", "Serving"]),

    // 7. The programs.
    // The client starts for every command, so it carries all that it needs: 1.4 x the start of bare C
    // instead of 2.2 x. The agent shares the C libraries, so that their security updates reach it.
    program("coffer", sees: ["Console", "Host"], linked: "-static-executable"),
    program("coffer-agent", sees: ["Host", "Keeping"], linked: "-static-stdlib"),

    program("coffer-sandbox", sees: ["Host", "Sandboxing", "Serving"], linked: "-static-stdlib"),

    // The book.
    room("Manual"),

    // The tests, bottom up.
    .target(
      name: "TestSupport",
      dependencies: [
        "Auditing", "CSQLite", "Host", "Profiles", "Sandboxing", "Sealing", "Serving", "Vaults",
      ],
      path: "Tests/TestSupport", swiftSettings: rules),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Arguments", "Auditing", "Catalog", "ClickHouseCloud", "Console", "Embeddable", "Host",
        "Messages", "Moving", "Packing", "Probing", "Profiles", "Proofs", "Querying", "Redacting",
        "Sealing", "Storage", "Syncing", "TestSupport", "Vaults",
      ],
      path: "Tests/Fuzz/Targets", swiftSettings: rules),
    tests("Fuzz", of: ["FuzzTargets"]),
    tests("Vector", of: ["Auditing", "Profiles", "Sealing", "Storage", "Vaults"]),
    // A disk that breaks as planned, and the agent on it; never installed.
    .target(
      name: "Faults", dependencies: ["CSQLite"], path: "Tests/Faults", swiftSettings: rules),
    .executableTarget(
      name: "coffer-agent-under-test", dependencies: ["Faults", "Host", "Keeping"],
      path: "Tests/AgentUnderTest", swiftSettings: rules,
      linkerSettings: [
        .unsafeFlags(isStatic ? ["-static-stdlib"] : [], .when(configuration: .release))
      ]),
    tests("Sealing", of: ["CSodium", "Sealing"], besides: ["Vectors"]),
    tests("Storage", of: ["CSQLite", "Faults", "Storage"]),
    tests("Transport", of: ["Sealing", "Transport"], besides: ["Support/server.py"]),
    tests("Host", of: ["Host", "Sealing"]),
    tests("Serving", of: ["Sandboxing", "Serving"]),
    tests("Sandboxing", of: ["Sandboxing", "Sealing", "Serving", "coffer-sandbox"]),
    tests("Packing", of: ["Packing"]),
    tests("Profiles", of: ["Profiles"]),
    tests("Catalog", of: ["Catalog", "Profiles"]),
    tests("Moving", of: ["Catalog", "Moving", "Packing", "Profiles", "Sealing"]),
    tests("Messages", of: ["Messages", "Profiles"]),
    tests("Arguments", of: ["Arguments"]),
    tests(
      "Syncing",
      of: [
        "Catalog", "Embeddable", "Profiles", "Sealing", "Syncing", "Vaults",
      ]),
    tests("Rotation", of: ["Profiles", "Rotation", "Vaults"]),
    tests("Migrations", of: ["Migrations", "Sealing", "Storage"]),
    tests("Proofs", of: ["Proofs", "Sealing"], besides: ["verifier.py"]),
    tests("Auditing", of: ["Auditing", "Migrations", "Sealing", "Storage"]),
    tests(
      "Vaults",
      of: [
        "Auditing", "Catalog", "Host", "Migrations", "Packing", "Profiles", "Sealing",
        "Storage", "Vaults",
      ]),
    tests(
      "Embeddable",
      of: ["Embeddable", "Profiles", "Redacting", "Sandboxing", "Sealing", "Transport"]),
    tests(
      "ClickHouseCloud",
      of: ["ClickHouseCloud", "Host", "Sandboxing", "Sealing", "Transport"]),
    tests("Querying", of: ["Querying", "Sealing"]),
    tests(
      "Probing",
      of: [
        "Catalog", "Embeddable", "Probing", "Profiles", "Sandboxing", "Sealing", "Serving",
        "Transport",
      ]),
    tests(
      "Keeping",
      of: [
        "Auditing", "Catalog", "Host", "Keeping", "Messages", "Moving", "Packing", "Probing",
        "Profiles", "Sealing", "Storage", "Vaults", "coffer-agent",
      ]),
    tests(
      "Console",
      of: ["Arguments", "Catalog", "Console", "Host", "Messages", "Profiles", "Sealing"]),
    tests(
      "Crash",
      of: [
        "Auditing", "Faults", "Host", "Messages", "Migrations", "Moving", "Profiles", "Sandboxing",
        "Sealing", "Storage", "Vaults",
      ]),
    tests(
      "EndToEnd",
      of: [
        "Catalog", "Host", "Messages", "Sandboxing", "Sealing", "Storage", "Vaults", "coffer",
        "coffer-agent", "coffer-sandbox",
      ],
      besides: ["Support/tamper.py", "Transcripts"]),
  ]
)

// The fuzzer's entry exists only under its sanitizer: Scripts/fuzz sets both.
if Context.environment["COFFER_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "LibFuzzer", path: "Tests/Fuzz/LibFuzzer"),
    .executableTarget(
      name: "coffer-fuzz", dependencies: ["FuzzTargets", "LibFuzzer"],
      path: "Tests/Fuzz/Program", swiftSettings: rules),
  ]
}

// Some tests with what they need and nothing else, such as COFFER_TESTS="Sealing Host": sanitizers and
// optimisation build everything anew, which takes long.
if let chosen = Context.environment["COFFER_TESTS"] {
  var needed: Set<String> = []
  var waiting = chosen.split(separator: " ").map { "\($0)Tests" }
  while let name = waiting.popLast() {
    guard needed.insert(name).inserted else { continue }
    for dependency in package.targets.first(where: { $0.name == name })?.dependencies ?? [] {
      if case .byNameItem(let name, _) = dependency { waiting.append(name) }
    }
  }
  package.targets.removeAll { !needed.contains($0.name) }
  package.products = []
}
