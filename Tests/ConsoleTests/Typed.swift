import Arguments
import Console
import Foundation
import Messages
import Sealing

/// A command line as it was typed, for the tests of what commands make of it.
enum Typed {
  struct NotRun: Error {}

  static func line(_ words: String...) throws -> Invocation {
    try line(words)
  }

  static func line(_ words: [String]) throws -> Invocation {
    guard case .run(let invocation) = try CofferGrammar.grammar.parse(words) else {
      throw NotRun()
    }
    return invocation
  }

  /// What a body is refused with.
  static func refusal<T>(_ body: () throws -> T) -> Failure? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? Failure
    }
  }

  /// Runs a body with the path of a file that holds these bytes.
  static func withFile<T>(_ bytes: [UInt8], _ body: (String) throws -> T) throws -> T {
    let url = FileManager.default.temporaryDirectory.appending(path: "coffer-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }
}

extension Secret {
  convenience init(_ text: String) {
    self.init(SecretBytes(copying: Array(text.utf8).span))
  }

  /// The bytes as text.
  ///
  /// Only here may a secret become a string.
  var text: String { bytes.text }
}

extension SecretBytes {
  var text: String {
    let span = bytes
    return String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
  }
}

extension ProfileSummary {
  init(
    named name: String, type: String = "clickhouse", labels: [String: String] = [:],
    note: String = "", version: UInt32 = 3, missing: [String] = []
  ) {
    self.init(
      id: "00", name: name, type: type, labels: labels, note: note, via: nil, version: version,
      changedAt: 0, missing: missing, removedAt: nil)
  }
}
