package import Host
import Profiles

/// The two outputs.
///
/// Lines are collected and written together, before anything else is asked or said.
package struct Printer: Sendable {
  private let output: Int32
  private let errors: Int32
  private var pending: [UInt8] = []
  /// Why the result could not be written; told once, at the end.
  package private(set) var trouble: HostError?
  /// Columns of the terminal that the result goes to; nil if it goes elsewhere.
  package let width: Int?

  package init(output: Int32 = 1, errors: Int32 = 2) {
    self.output = output
    self.errors = errors
    width = Terminal.isTerminal(output) ? Terminal.width(output) ?? 80 : nil
  }

  /// A line of the result, without anything that a terminal would obey.
  package mutating func out(_ line: String) {
    pending += Self.cleaned(line).utf8
    pending.append(UInt8(ascii: "\n"))
    if pending.count > 1 << 16 { flush() }
  }

  /// Text that is made by us alone and is written as it is.
  package mutating func raw(_ text: String) {
    pending += text.utf8
    if pending.count > 1 << 16 { flush() }
  }

  /// A secret that was asked for, as it is.
  package mutating func secret(_ bytes: borrowing Span<UInt8>) {
    flush()
    guard trouble == nil else { return }
    do throws(HostError) { try Output.write(output, bytes) } catch { trouble = error }
  }

  /// A line beside the result, after what was said before it.
  package mutating func err(_ line: String) {
    flush()
    try? Output.write(errors, Self.cleaned(line) + "\n")
  }

  package mutating func flush() {
    defer { pending = [] }
    guard trouble == nil, !pending.isEmpty else { return }
    do throws(HostError) { try Output.write(output, pending.span) } catch { trouble = error }
  }

  /// Whether results end on a terminal.
  package var isTerminal: Bool { width != nil }

  /// Replaces characters that move the cursor or the direction of the text.
  package static func cleaned(_ line: String) -> String {
    if line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return line }
    var text = ""
    for scalar in line.unicodeScalars {
      text.unicodeScalars.append(Cleaned.isInert(scalar) ? scalar : "\u{FFFD}")
    }
    return text
  }
}
