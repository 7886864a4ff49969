import Embeddable
import Moving
import Profiles
import Redacting
import Sealing
import Syncing
import Vaults

extension FuzzTarget {
  /// What a server answers, read in the way that the first byte chooses.
  static let answers = FuzzTarget(name: "answers", about: "answers of Embeddable's API") { input in
    let body = input.from(1)
    switch input.byte(0) % 4 {
    case 0:
      let names = Reading.names(body, under: "connections")
      try promise(names?.count ?? 0 <= body.count, "there are more names than bytes")
    case 1:
      for source in Reading.dataSources(body) ?? [] {
        try promise(
          source.source.utf8.count + source.connection.utf8.count <= body.count,
          "a data source is longer than the answer")
      }
    case 2: try complaint(body)
    default: try drift(body)
    }
  }

  /// What is shown of an error is a part of what was sent, without our secrets.
  private static func complaint(_ body: Span<UInt8>) throws {
    guard let said = Reading.complaint(body) else { return }
    try promise(said.count <= body.count + 3, "a message is longer than the answer")
    let secret = Array("hunter22".utf8)
    let redaction = Redaction([Secret(SecretBytes(copying: secret.span))])
    let shown = Cleaned.text(redaction.text(said.bytes), limit: 300)
    try promise(shown.isEmpty || isShowable(shown), "a message is not fit for a terminal")
    try promise(!shown.contains("hunter22"), "a message holds our secret")
  }

  /// A connection that is shown has no secret taken out of it, and its drift is only names.
  private static func drift(_ body: Span<UInt8>) throws {
    if let shape = Shape.read(body) { try promise(!holdsSecret(.object(shape)), "a secret is out") }
    let password = Secret(SecretBytes(copying: Array("p".utf8).span))
    let fields = [
      VersionField("host", .clear("h")), VersionField("port", .clear("5432")),
      VersionField("user", .clear("u")), VersionField("database", .clear("d")),
      VersionField("ssl", .clear("{\"rejectUnauthorized\":false}")),
      VersionField("x.pool.size", .clear("3")), VersionField("password", .secret(password)),
    ]
    guard let wire = WireBody(type: "postgres", fields: fields, overrides: [:]) else {
      throw Broken("no body")
    }
    let same = Drift.fields(of: Secret(wire.bytes()), against: wire)
    try promise(same == [], "what was sent has drifted from itself")
    let answer = Secret(SecretBytes(copying: body))
    for name in Drift.fields(of: answer, against: wire) ?? [] {
      try promise(name.isEmpty || isShowable(name), "the name of a field is not fit for a terminal")
      try promise(name != "password", "a secret was compared")
    }
  }

  private static func holdsSecret(_ shape: Shape, under key: String = "") -> Bool {
    switch shape {
    case .text: key.lowercased().contains("password") || key.lowercased().contains("token")
    case .other: false
    case .object(let members): members.contains { holdsSecret($0.value, under: $0.key) }
    case .array(let elements): elements.contains { holdsSecret($0, under: key) }
    }
  }
}
