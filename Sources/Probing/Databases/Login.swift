import Querying
import Sealing

/// A profile of a database as what it takes to sign in to it.
struct Login: Sendable {
  let subject: Subject
  let host: String
  let port: UInt16
  let user: String
  let database: String
  let password: Secret
  let channel: Channel
  let remarks: [String]

  /// Says what is missing where it is not whole.
  init(_ subject: Subject) throws(Incomplete) {
    guard let password = subject.secrets["password"] else { throw Incomplete(field: "password") }
    guard let port = subject.port, port > 0 else { throw Incomplete(field: "port") }
    for field in ["host", "user"] where subject[field].isEmpty { throw Incomplete(field: field) }
    self.subject = subject
    self.password = password
    self.port = port
    host = subject["host"]
    user = subject["user"]
    database = subject["database"]
    let wish = TLSWish(subject)
    channel = wish.channel
    remarks = wish.remarks
  }

  struct Incomplete: Error {
    let field: String

    var verdict: Verdict {
      Verdict(
        .notChecked, "it has no \(field) yet", hint: "give it one: coffer set NAME \(field)=...")
    }
  }

  func place(_ limits: ProbeLimits) -> Place {
    Place(
      host: host, port: port, channel: channel, connect: limits.connect, total: limits.total)
  }
}
