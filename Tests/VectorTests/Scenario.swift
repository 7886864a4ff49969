import TestSupport

/// A scenario of the pack, and how its file comes to be.
struct Scenario: Sendable {
  struct Made {
    let file: [UInt8]
    let key: Vector.Key
  }

  let name: String
  let about: String
  /// The exit status with which reading everything ends.
  let expect: Int
  let make: @Sendable () throws -> Made

  static let all =
    good + settled + pushed + tamperedRecords + tamperedKeys + tamperedLog + tamperedSettings
    + tamperedRemotes + otherFiles

  /// One that opens: what it holds is read and written into its header.
  init(
    _ name: String, _ about: String, _ build: @escaping @Sendable () throws -> Made
  ) {
    self.init(name, expect: 0, about, build)
  }

  init(
    _ name: String, expect: Int, _ about: String,
    _ build: @escaping @Sendable () throws -> Made
  ) {
    self.name = name
    self.about = about
    self.expect = expect
    make = build
  }
}

extension Scenario.Made {
  /// The file of a workshop, opened by the key file.
  init(_ workshop: Workshop, key: Vector.Key = Workshop.keyFileKey) throws {
    self.init(file: try workshop.compact(), key: key)
  }
}
