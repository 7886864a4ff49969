import Host
package import Messages
package import Sealing

extension Context {
  /// Makes a recovery code, shows it once on the terminal, and has one group of it typed back.
  package mutating func newRecoveryCode() throws(Failure) -> Secret {
    guard hasPerson else {
      throw Failure(
        .needsPerson, "a recovery code is shown on a terminal, and there is none",
        hint: "run this on a terminal, or leave --recovery away")
    }
    printer.flush()
    let code = Secret(RecoveryCode.encode(SecretBytes.random(count: 32)))
    var terminal = try told(try Terminal.open())
    try told(
      try terminal.write("\nThis recovery code opens the vault. It is shown only now:\n\n  "))
    try Self.show(code.bytes, on: terminal)
    try told(try terminal.write("\n\nWrite it down and keep it apart from this machine.\n"))
    let group = Int(Random.uniform(below: UInt32(RecoveryCode.groups))) + 1
    for _ in 0..<3 {
      let typed = try told(
        try terminal.readSecret(prompt: "To be sure, type group \(group) of it (hidden): "))
      if Self.matches(typed, group: group, of: code.bytes) { return code }
      try told(try terminal.write("That is not group \(group). Look again.\n"))
    }
    throw Failure(
      .invalid, "the recovery code was not typed back", hint: "nothing was changed; start again")
  }

  private static func show(
    _ code: borrowing SecretBytes, on terminal: borrowing Terminal
  ) throws(Failure) {
    do throws(HostError) { try terminal.write(code.bytes) } catch { throw Failure(error) }
  }

  private static func matches(
    _ typed: borrowing SecretBytes, group: Int, of code: borrowing SecretBytes
  ) -> Bool {
    let wanted = RecoveryCode.group(group, of: code.bytes)
    let given = RecoveryCode.group(1, of: typed.bytes)
    return given.equals(wanted.bytes)
  }
}
