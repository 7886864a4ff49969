import CLinux
import Glibc

/// The terminal of the person, whatever standard input and output are connected to.
package struct Terminal: ~Copyable, Sendable {
  private let descriptor: Descriptor

  var number: Int32 { descriptor.number }

  /// Opens the terminal that this process belongs to.
  package static func open() throws(HostError) -> Terminal {
    do throws(HostError) {
      return try Terminal(Files.open("/dev/tty", O_RDWR | O_NOCTTY))
    } catch {
      throw .noTerminal
    }
  }

  /// Talks on a terminal that is open already.
  package init(_ descriptor: consuming Descriptor) throws(HostError) {
    guard isatty(descriptor.number) == 1 else { throw .noTerminal }
    self.descriptor = descriptor
  }

  /// Whether a descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  /// How many columns a terminal has; nil if it is none or does not say.
  package static func width(_ descriptor: Int32) -> Int? {
    let columns = clinux_terminal_width(descriptor)
    return columns > 0 ? Int(columns) : nil
  }

  /// Shows text to the person.
  package func write(_ text: String) throws(HostError) {
    try Output.write(number, text)
  }

  /// Shows bytes to the person, such as a secret that was asked for.
  package func write(_ bytes: borrowing Span<UInt8>) throws(HostError) {
    try Output.write(number, bytes)
  }

  /// Asks for a line, which is seen while it is typed.
  ///
  /// Never for secrets.
  package mutating func readLine(prompt: String, limit: Int = 4_096)
    throws(HostError) -> String
  {
    try write(prompt)
    var line: [UInt8] = []
    var length = 0
    reading: while true {
      switch try TerminalInput.next(from: number, orSignalFrom: nil) {
      case .byte(UInt8(ascii: "\n")): break reading
      case .byte(let byte):
        length += 1
        if length <= limit { line.append(byte) }
      case .end where length > 0: break reading
      case .end: throw .endOfInput
      case .hungUp: throw .hungUp
      case .signal: continue
      }
    }
    guard length <= limit else { throw .tooLarge("the answer", limit: limit) }
    guard let text = String(validating: line, as: UTF8.self) else { throw .notText("the answer") }
    return text
  }
}
