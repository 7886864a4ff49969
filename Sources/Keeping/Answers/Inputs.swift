import Messages
import Profiles
import Sealing
import Vaults

// The words of messages as values of the domain, checked.

extension Order {
  /// Fields as they are given, each at most once; those to be generated are made here.
  func fields(_ inputs: [FieldInput]) throws -> [VersionField] {
    var seen: Set<String> = []
    return try inputs.map { input in
      guard seen.insert(input.name).inserted else {
        throw Failure.invalid(
          "\(Cleaned.text(input.name)) is given twice", hint: "give each field once")
      }
      return VersionField(input.name, try content(of: input))
    }
  }

  private func content(of input: FieldInput) throws -> VersionField.Content {
    switch input.source {
    case .text(let text): return .clear(text)
    case .attachment(let number): return .secret(try secret(number))
    case .generated(let length):
      guard (8...1024).contains(length) else {
        throw Failure.invalid(
          "a generated secret cannot have \(length) characters", hint: "choose 8 to 1024")
      }
      return .secret(Secret(PasswordMaker.make(length: length)))
    }
  }
}

extension [FieldInput] {
  /// The names of the fields that are generated.
  var generatedNames: [String] {
    compactMap { input in
      if case .generated = input.source { input.name } else { nil }
    }
  }
}

extension SelectorInput {
  func selector() throws(WordError) -> Selector {
    try Selector(words: words, labels: labels, types: types, all: all)
  }

  /// A selector that says something: all profiles are only meant where that is said.
  func narrowSelector() throws -> Selector {
    let selector = try selector()
    guard !selector.isEmpty else {
      throw Failure(
        .usage, "no profile is selected", hint: "name profiles, or say --all for all of them")
    }
    return selector
  }
}

extension [String] {
  /// Each a name, and no name twice.
  func profileNames() throws(WordError) -> [ProfileName] {
    var names: [ProfileName] = []
    for text in self {
      let name = try ProfileName(text)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
