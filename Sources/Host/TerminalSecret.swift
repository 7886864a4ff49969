import Glibc
package import Sealing

extension Terminal {
  /// Asks for a secret, which is not shown while it is typed.
  ///
  /// The usual keys correct it: backspace, ^W for a word, ^U for all. Ends with the line, or with
  /// ^D after something was typed.
  package mutating func readSecret(prompt: String, limit: Int = 65_536)
    throws(HostError) -> SecretBytes
  {
    let number = number
    let typed = try Self.type(prompt, on: number, limit: limit)
    try write("\n")
    guard typed.count <= limit else { throw .tooLarge("the secret", limit: limit) }
    return typed.copy()
  }

  /// What was typed: at most one byte more than `limit`.
  private static func type(_ prompt: String, on number: Int32, limit: Int)
    throws(HostError) -> SecretBytes
  {
    var quiet = try QuietMode.begin(on: number)
    try Output.write(number, prompt)
    return try SecretBytes(count: limit + 1) { (line) throws(HostError) in
      while true {
        switch try TerminalInput.next(from: number, orSignalFrom: quiet.signals) {
        case .byte(let byte):
          if LineEditing.take(byte, into: &line) { continue }
          guard byte == LineEditing.endOfInput, line.isEmpty else { return }
          throw .endOfInput
        case .signal(let signal):
          try quiet.deliver(signal)
          try Output.write(number, prompt)
        case .end, .hungUp: throw .hungUp
        }
      }
    }
  }
}
