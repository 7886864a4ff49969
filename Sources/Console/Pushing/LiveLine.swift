import Host
package import Messages

/// The one line on a terminal that says how far a push or a check is, written over itself.
package struct LiveLine: Sendable {
  private let width: Int?
  private var shown = ""

  /// Off a terminal, and on one that cannot erase a line, it says nothing.
  package init(width: Int?) {
    self.width = Environment.value("TERM") == "dumb" ? nil : width
  }

  package static func text(_ progress: PushProgress) -> String {
    "done \(progress.done)  testing \(progress.testing)  failed \(progress.failed)"
      + "  remaining \(progress.remaining)"
  }

  /// Takes the line away, so that others may be written.
  package mutating func clear(_ printer: inout Printer) {
    guard !shown.isEmpty else { return }
    printer.raw("\r\u{1B}[K")
    shown = ""
  }

  package mutating func show(_ progress: PushProgress, _ printer: inout Printer) {
    show(Self.text(progress), &printer)
  }

  package mutating func show(_ words: String, _ printer: inout Printer) {
    guard let width else { return }
    let text = String(words.prefix(max(1, width - 1)))
    if text != shown {
      clear(&printer)
      printer.raw(text)
      shown = text
    }
    printer.flush()
  }
}
