package import Foundation

/// Where the programs are that tests start.
package enum BuiltPrograms {
  /// The folder that COFFER_TEST_PROGRAMS names, as that of a release build, or the one beside the
  /// tests.
  package static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["COFFER_TEST_PROGRAMS"], !named.isEmpty {
      return URL(fileURLWithPath: named).resolvingSymlinksInPath()
    }
    return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
  }()
}
