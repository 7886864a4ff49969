package import Messages

/// Events as comma-separated values (RFC 4180), in which nothing is taken for a formula.
package enum EventCSV {
  private static let columns = [
    "name", "new-name", "workspace", "connection", "environment", "version", "field", "cause",
    "count", "took",
  ]
  private static let actor = ["user", "slot", "session", "program", "parent"]

  package static var heading: String {
    (["sequence", "time", "action", "outcome"] + actor + columns
      + ["subject", "authenticated", "other"]).joined(separator: ",")
  }

  package static func line(_ event: EventLine) -> String {
    var cells = [
      String(event.sequence), Times.precise(event.time), event.action, event.outcome,
    ]
    // A key that was added or removed stands beside the one by which it was done.
    cells += actor.map { event.first($0) ?? "" }
    cells += columns.map { event.all($0).joined(separator: ";") }
    let named = Set(actor + columns)
    let others = event.facts.filter { !named.contains($0.key) }.map { "\($0.key)=\($0.value)" }
    let slots = event.all("slot").dropFirst().map { "slot=\($0)" }
    cells += [
      event.subject ?? "", event.isAuthenticated ? "true" : "false",
      (others + slots).joined(separator: ";"),
    ]
    return cells.map(cell).joined(separator: ",")
  }

  /// A cell that a spreadsheet shows and does not compute.
  package static func cell(_ text: String) -> String {
    var text = Printer.cleaned(text)
    let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{FFFD}" && $0 != "'" }
    if let first, "=+-@|%\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first) {
      text = "'" + text
    }
    guard
      text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x3B })
        || text.utf8.first == UInt8(ascii: " ")
    else { return text }
    // Scalar by scalar: a mark after it makes another character of a quote.
    var quoted = "\"".unicodeScalars
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}
