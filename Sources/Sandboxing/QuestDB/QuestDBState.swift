/// What a QuestDB knows of who may sign in: as it runs, and as its files say.
///
/// A changed file changes nothing before somebody calls `reload_config()`, or it starts anew.
package struct QuestDBState: Equatable, Sendable {
  package struct Login: Equatable, Sendable {
    package var user: String
    package var password: String
  }

  package struct Settings: Equatable, Sendable {
    package var admin = Login(user: "admin", password: "quest")
    /// Only where it was switched on.
    package var reader: Login?
    /// Without one the web interface is open to everybody.
    package var web: Login?
  }

  /// What it runs with.
  private(set) var running: Settings
  /// What stands in its files.
  package var written: Settings

  package init(_ settings: Settings = Settings()) {
    running = settings
    written = settings
  }

  /// Takes over what can be, which is all but the web interface's login; whether anything changed.
  mutating func reload() -> Bool {
    var next = written
    next.web = running.web
    defer { running = next }
    return next != running
  }

  mutating func restart() { running = written }

  /// Whether somebody signs in over PostgreSQL's protocol.
  func admits(_ user: String, _ password: String) -> Bool {
    let login = Login(user: user, password: password)
    return login == running.admin || login == running.reader
  }

  func isAdmin(_ user: String) -> Bool { user == running.admin.user }

  /// Whether the web interface takes this header; compared whole, as the server does.
  func admits(header: String?) -> Bool {
    guard let web = running.web else { return true }
    return header == "Basic " + Base64.encoded(Array("\(web.user):\(web.password)".utf8))
  }

  enum Reply: Equatable {
    case rows(column: String, [String])
    case refused(String)
  }

  /// The few statements that somebody who looks after logins asks.
  mutating func run(_ query: String, by user: String) -> Reply {
    var words = query.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    while words.last == ";" { words.removeLast() }
    switch words {
    case "select 1": return .rows(column: "1", ["1"])
    case "select reload_config()":
      guard isAdmin(user) else { return .refused("permission denied") }
      return .rows(column: "reload_config", [reload() ? "true" : "false"])
    case "show parameters": return .rows(column: "property_path", ["pg.user", "pg.password"])
    default: return .refused("unexpected token [\(words.prefix(20))]")
    }
  }
}
