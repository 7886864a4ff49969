import Glibc

/// The environment that this process was started with.
package enum Environment {
  /// A variable's value; nil if it is missing or no UTF-8.
  package static func value(_ name: String) -> String? {
    guard let found = unsafe getenv(name) else { return nil }
    return unsafe String(validatingCString: found)
  }

  /// A folder named by a variable.
  ///
  /// Relative ones do not count, as the XDG rules have it.
  package static func folder(_ name: String) -> String? {
    guard let path = value(name), path.hasPrefix("/") else { return nil }
    return path
  }

  /// The home folder, by `$HOME` or else by /etc/passwd.
  package static var home: String? {
    folder("HOME") ?? PasswordFile.entry(of: ProcessFacts.uid)?.home
  }

  /// The folder for sockets of this login.
  package static var runtimeFolder: String? { folder("XDG_RUNTIME_DIR") }

  /// Those of `names` that are set, as `NAME=value`, to hand on to a program that we start.
  package static func entries(_ names: [String]) -> [String] {
    names.compactMap { name in value(name).map { "\(name)=\($0)" } }
  }

  /// The same without values that are no plain words: the C library opens whatever file `TZ` names.
  package static func plainEntries(_ names: [String]) -> [String] {
    names.compactMap { name in
      value(name).flatMap { isPlain($0) ? "\(name)=\($0)" : nil }
    }
  }

  /// Whether it is a word like `Europe/Berlin`, `UTC+2` or `de_DE.UTF-8`, and names no file elsewhere.
  package static func isPlain(_ text: String) -> Bool {
    guard 1...64 ~= text.utf8.count, let first = text.utf8.first else { return false }
    let isWord = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "+-_./@,:".utf8.contains(byte)
      }
    }
    return isWord && first != UInt8(ascii: "/") && first != UInt8(ascii: ":")
      && !text.split(separator: "/").contains("..")
  }
}
