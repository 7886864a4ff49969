extension Grammar {
  /// Reads the words after the program's name.
  ///
  /// A wrong line that also asks for help on a known command gets the help. No words at all ask
  /// for the overview.
  package func parse(_ words: [String]) throws(UsageError) -> Request {
    if words.isEmpty { return .help(.overview) }
    var reading = Reading(of: self)
    do {
      try reading.read(words)
      return try reading.finish()
    } catch {
      let rest = words.prefix { $0 != "--" }
      if rest.contains("--help") || rest.contains("-h"), let topic = reading.knownTopic {
        return .help(topic)
      }
      throw error
    }
  }
}
