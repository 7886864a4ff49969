/// Which profiles a command means: by name, by pattern, by label, by type, or all.
package struct Selector: Hashable, Sendable {
  package var names: [ProfileName] = []
  package var globs: [Glob] = []
  /// Each key must have one of its values.
  package var labels: [String: Set<String>] = [:]
  package var types: Set<String> = []
  package var all = false

  package init() {}

  /// Reads the words of a command line.
  package init(words: [String], labels: [String], types: [String], all: Bool)
    throws(WordError)
  {
    for word in words {
      if Glob.isPattern(word) {
        globs.append(try Glob(word))
      } else {
        names.append(try ProfileName(word))
      }
    }
    for text in labels {
      for pair in try Labels.pairs(text) { self.labels[pair.key, default: []].insert(pair.value) }
    }
    self.types = Set(types)
    self.all = all
  }

  /// Whether nothing was selected at all, which is never taken for everything.
  package var isEmpty: Bool {
    names.isEmpty && globs.isEmpty && labels.isEmpty && types.isEmpty && !all
  }

  /// Whether names alone decide, so that nothing else needs to be looked at.
  package var isNamesOnly: Bool {
    !names.isEmpty && globs.isEmpty && labels.isEmpty && types.isEmpty && !all
  }

  package func matches(_ profile: Profile) -> Bool {
    let byName =
      names.isEmpty && globs.isEmpty || names.contains(profile.name)
      || globs.contains { $0.matches(profile.name.text) }
    return byName && (types.isEmpty || types.contains(profile.type))
      && labels.allSatisfy { key, values in
        profile.labels.values[key].map(values.contains) ?? false
      }
  }
}
