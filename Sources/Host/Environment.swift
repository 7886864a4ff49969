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
}
