import Auditing
import Foundation
import Profiles
import Sealing
import TestSupport
import Vaults

let author = TemporaryVault.author
/// A moment after the vault was made and opened.
let later = TemporaryVault.time + 1_000

func name(_ text: String) throws -> ProfileName { try ProfileName(text) }

func only(_ names: String...) throws -> Selector {
  try Selector(words: names, labels: [], types: [], all: false)
}

func everything() throws -> Selector { try Selector(words: [], labels: [], types: [], all: true) }

/// What a closure threw, for closures that may touch what cannot be copied.
func failure(_ body: () throws -> Void) -> VaultError? {
  do {
    try body()
    return nil
  } catch let error as VaultError {
    return error
  } catch {
    return .badKey("another error than a vault's: \(error)")
  }
}

/// A ClickHouse login with every field that it needs.
func login(_ text: String, password: String = "s3cret-\u{e9}") throws -> NewProfile {
  var new = NewProfile(name: try name(text), type: "clickhouse")
  new.fields = [
    VersionField("host", .clear("db.example")), VersionField("username", .clear("reader")),
    VersionField("password", .secret(Secret(text: password))),
  ]
  return new
}

func password(_ text: String) -> VersionField {
  VersionField("password", .secret(Secret(text: text)))
}

func change(_ text: String, _ fields: VersionField...) throws -> ProfileChange {
  var change = ProfileChange(name: try name(text))
  change.fields = fields
  return change
}

extension Vault {
  /// Events, newest first, of one profile or of all.
  borrowing func events(
    limit: Int, before: Int64?, about name: ProfileName?, by author: Author, at time: Int64
  ) throws(VaultError) -> [OpenedEvent] {
    var question = Question(limit: limit)
    question.query.before = before ?? .max
    if let name {
      var selector = Selector()
      selector.names = [name]
      question.about = selector
    }
    return try events(question, by: author, at: time).events
  }

  /// The password of a profile, read as `get` does.
  borrowing func password(of text: String, version: UInt32? = nil) throws -> String? {
    let read = try reveal(
      try only(text), fields: ["password"], version: version, by: author, at: later)
    guard case .secret(let secret)? = read.first?.fields.first?.content else { return nil }
    return secret.text
  }

  borrowing func addLogin(_ text: String, password: String = "s3cret-\u{e9}") throws {
    _ = try add(try login(text, password: password), by: author, at: later)
  }

  borrowing func setPassword(of text: String, to password: String) throws {
    _ = try change(
      try VaultsTests.change(text, VaultsTests.password(password)), by: author, at: later)
  }
}
