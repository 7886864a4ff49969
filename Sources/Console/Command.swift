package import Arguments
package import Messages

/// One command: how it is called, and what it does.
package struct Command: Sendable {
  package typealias Work =
    @Sendable (Invocation, inout Context) throws(Failure) -> ExitStatus
  package let spec: CommandSpec
  package let run: Work

  package init(_ spec: CommandSpec, _ run: @escaping Work) {
    self.spec = spec
    self.run = run
  }
}
