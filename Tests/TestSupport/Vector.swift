import Foundation
import Sealing
package import Vaults

/// One scenario of the vector pack: a vault's file, how to open it, and what must come of that.
///
/// On disk it is a header in JSON, a line of three dashes, and the bytes of the file.
package struct Vector: Codable, Sendable {
  /// By what the file is opened; the text is as a person has it, the others in hexadecimal.
  package struct Key: Codable, Equatable, Sendable {
    package let kind: String
    package let value: String

    package init(kind: String, value: String) {
      self.kind = kind
      self.value = value
    }
  }

  /// A profile as a reader must see it; removed ones too.
  package struct Profile: Codable, Equatable, Sendable {
    package var name: String
    package var type: String
    package var note: String
    package var labels: [String: String]
    package var via: String?
    package var isRemoved: Bool
    package var missing: [String]
    package var versions: [Version]
  }

  package struct Version: Codable, Equatable, Sendable {
    package var number: UInt32
    package var state: String
    package var madeAt: Int64
    /// None of a destroyed version.
    package var fields: [String: String]
    /// In hexadecimal.
    package var secrets: [String: String]
  }

  package let about: String
  /// The exit status with which reading everything ends.
  package let expect: Int
  package let key: Key
  package var epoch: Int64?
  package var events: Int64?
  package var profiles: [Profile]?

  package init(about: String, expect: Int, key: Key) {
    self.about = about
    self.expect = expect
    self.key = key
  }

  package var credential: Credential {
    let bytes =
      switch key.kind {
      case "passphrase", "recovery": Array(key.value.utf8)
      default: Self.bytes(key.value)
      }
    let secret = Secret(SecretBytes(copying: bytes.span))
    return switch key.kind {
    case "passphrase": .passphrase(secret)
    case "recovery": .recovery(secret)
    case "identity": .identity(secret)
    default: .keyFile(secret)
    }
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}

/// Where vectors lie and how they are read and written.
package enum VectorPack {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Vectors/pack")
  package static let suffix = "vector"
  private static let separator = Data("\n---\n".utf8)

  /// The names of all scenarios.
  package static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix("." + suffix) }
      .map { String($0.dropLast(suffix.count + 1)) }.sorted()
  }()

  package static var paths: [String] {
    names.map { folder.appending(path: "\($0).\(suffix)").path }
  }

  package static func read(_ name: String) throws -> (Vector, file: [UInt8]) {
    let data = try Data(contentsOf: folder.appending(path: "\(name).\(suffix)"))
    guard let gap = data.firstRange(of: separator) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let vector = try JSONDecoder().decode(Vector.self, from: data[..<gap.lowerBound])
    return (vector, Array(data[gap.upperBound...]))
  }

  package static func write(_ vector: Vector, _ file: [UInt8], as name: String) throws {
    try write(vector, file, to: folder.appending(path: "\(name).\(suffix)").path)
  }

  package static func write(_ vector: Vector, _ file: [UInt8], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let header = try encoder.encode(vector)
    try (header + separator + Data(file)).write(to: URL(filePath: path))
  }
}
