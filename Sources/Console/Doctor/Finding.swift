/// One thing that `doctor` looked at.
package struct Finding: Encodable, Equatable, Sendable {
  package enum Level: String, Encodable, Sendable {
    case ok, warning, problem
  }

  package let topic: String
  package let level: Level
  package let text: String
  /// What to do; nil where nothing is.
  package let advice: String?

  package static func ok(_ topic: String, _ text: String) -> Finding {
    Finding(topic: topic, level: .ok, text: text, advice: nil)
  }

  package static func warning(_ topic: String, _ text: String, _ advice: String) -> Finding {
    Finding(topic: topic, level: .warning, text: text, advice: advice)
  }

  package static func problem(_ topic: String, _ text: String, _ advice: String) -> Finding {
    Finding(topic: topic, level: .problem, text: text, advice: advice)
  }
}
