package import Arguments
import Host
package import Messages

extension OptionSpec {
  /// The answer to the question that a large change asks.
  package static let yes = OptionSpec("yes", short: "y", "do not ask for confirmation")
}

extension Context {
  /// Asks a person before a change that is easily regretted; elsewhere `--yes` has to be there.
  package mutating func agree(_ question: String, _ invocation: Invocation) throws(Failure) {
    if invocation.flag("yes") { return }
    guard KeySource.Facts(options).hasTerminal else {
      throw .usage("this change needs to be confirmed", hint: "look at it, then add --yes")
    }
    guard try confirm(question) else {
      throw Failure(.needsPerson, "nothing was changed", hint: "answer y to go on")
    }
  }
}
