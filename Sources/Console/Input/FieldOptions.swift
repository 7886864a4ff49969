package import Arguments
package import Messages
import Profiles

/// The options that `add` and `set` share.
package enum FieldOptions {
  static let labels = [
    OptionSpec(
      "label", short: "l", value: ValueSpec("KEY=VALUE", completion: .label), repeats: true,
      "labels, several apart by commas")
  ]
  static let note = OptionSpec("note", value: ValueSpec("TEXT"), "a remark, shown by show")
  static let generate = OptionSpec(
    "generate", value: ValueSpec("FIELD[=LENGTH]", completion: .field), repeats: true,
    "make a random secret for FIELD, of 32 characters unless told")

  /// Each label given, checked.
  package static func labels(_ invocation: Invocation) throws(Failure) -> [String] {
    var texts: [String] = []
    var labels = Labels()
    for text in invocation.values("label") {
      for pair in try named(try Labels.pairs(text)) {
        try named(try labels.set(pair.key, to: pair.value))
        texts.append("\(pair.key)=\(pair.value)")
      }
    }
    return texts
  }

  /// Standard input can be the key of the vault or the value of a field, not both.
  static func checkInput(
    _ invocation: Invocation, _ options: GlobalOptions
  ) throws(Failure) {
    guard KeySource.readsInput(KeySource.Facts(named: options)) else { return }
    for case .standardInput(let name) in invocation.fields {
      throw .usage(
        "standard input cannot be both the key and '\(Printer.cleaned(name))'",
        hint: "take one of them from a file")
    }
  }

  /// The version that a profile must be at, as `3` or `v3`.
  package static func version(
    _ option: String, _ invocation: Invocation
  ) throws(Failure) -> UInt32? {
    guard let text = invocation.value(option) else { return nil }
    guard let number = VersionRange.number(text) else {
      throw .usage(
        "'--\(option)' needs the number of a version", hint: "write it like '--\(option) 3'")
    }
    return number
  }
}

/// Two versions of a profile, as `A..B`.
package struct VersionRange: Equatable, Sendable {
  package let from: UInt32
  package let to: UInt32

  package init(_ text: String) throws(Failure) {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
    guard ends.count == 2, let from = Self.number(ends[0]), let to = Self.number(ends[1]) else {
      throw .usage("a range of versions is two numbers", hint: "write it like 2..5")
    }
    self.from = from
    self.to = to
  }

  /// The number of a version, with or without the `v` that we print before it.
  static func number(_ text: some StringProtocol) -> UInt32? {
    let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return UInt32(digits).flatMap { $0 == 0 ? nil : $0 }
  }
}
