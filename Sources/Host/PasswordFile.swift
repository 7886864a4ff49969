/// The users that /etc/passwd names, read as text: a static program cannot ask the name services.
package enum PasswordFile {
  package struct Entry: Equatable, Sendable {
    package let name: String
    package let home: String
  }

  /// The entry of a user, nil if the file has none (the user may come from a directory service).
  package static func entry(of uid: UInt32) -> Entry? {
    guard let text = try? Files.readSmall("/etc/passwd", limit: 4 << 20) else { return nil }
    return entry(of: uid, in: text)
  }

  /// The number of the user of this login name.
  package static func uid(of name: String) -> UInt32? {
    guard let text = try? Files.readSmall("/etc/passwd", limit: 4 << 20) else { return nil }
    return uid(of: name, in: text)
  }

  package static func uid(of name: String, in text: [UInt8]) -> UInt32? {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      if parts.count >= 7, parts[0].elementsEqual(name.utf8) {
        return UInt32(String(decoding: parts[2], as: UTF8.self))
      }
    }
    return nil
  }

  package static func entry(of uid: UInt32, in text: [UInt8]) -> Entry? {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      if parts.count >= 7, UInt32(parts[2]) == uid {
        return Entry(name: parts[0], home: parts[5])
      }
    }
    return nil
  }
}
