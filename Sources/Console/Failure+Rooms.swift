package import Arguments
package import Catalog
package import Host
package import Messages
package import Profiles
package import Sealing

// The errors of the rooms below in the one form that is printed and has an exit status.

extension Failure {
  package static func usage(_ message: String, hint: String) -> Failure {
    Failure(.usage, message, hint: hint)
  }

  /// The same failure, where more is known about what helps.
  package func advising(_ hint: String) -> Failure {
    Failure(status, code: code, message, hint: hint)
  }

  package init(_ error: UsageError) {
    self.init(.usage, error.message, hint: error.remedy)
  }

  package init(_ error: HostError) {
    self.init(error.status, error.message, hint: error.remedy)
  }

  package init(_ error: WordError) {
    self.init(.invalid, error.message, hint: error.remedy)
  }

  package init(_ error: SealingError) {
    self.init(.invalid, error.message, hint: error.remedy)
  }

  package init(_ error: CatalogError) {
    switch error {
    case .unknownType(let name, let known, nil), .unknownField(let name, _, let known, nil):
      self.init(
        .invalid, error.message, hint: error.remedy, unknown: name, known: known)
    default:
      self.init(.invalid, error.message, hint: error.remedy)
    }
  }
}

extension HostError {
  /// How the program ends on it where nothing better is known.
  var status: ExitStatus {
    switch self {
    case .notFound: .notFound
    case .alreadyExists: .conflict
    case .endOfInput, .hungUp, .noTerminal, .interrupted: .locked
    case .tooLarge, .notText: .invalid
    case .busy, .timedOut: .busy
    case .notPermitted, .symlink, .notRegular, .notFolder, .otherOwner, .tooOpen, .diskFull,
      .pathTooLong, .failed:
      .storage
    case .alreadyListening, .nobodyListens, .wrongPeer, .cutOff, .closed, .malformedFrame, .traced,
      .cannotStart:
      .unexpected
    }
  }
}

/// Does something that the operating system may refuse.
func told<T: ~Copyable>(_ body: @autoclosure () throws(HostError) -> T) throws(Failure) -> T {
  do throws(HostError) { return try body() } catch { throw Failure(error) }
}

/// Reads something of the command line.
func understood<T>(_ body: @autoclosure () throws(UsageError) -> T) throws(Failure) -> T {
  do throws(UsageError) { return try body() } catch { throw Failure(error) }
}

/// Makes a word of the domain.
func named<T>(_ body: @autoclosure () throws(WordError) -> T) throws(Failure) -> T {
  do throws(WordError) { return try body() } catch { throw Failure(error) }
}

/// Looks something up in the catalog.
func known<T>(_ body: @autoclosure () throws(CatalogError) -> T) throws(Failure) -> T {
  do throws(CatalogError) { return try body() } catch { throw Failure(error) }
}

/// Works with a secret.
func sealed<T: ~Copyable>(_ body: @autoclosure () throws(SealingError) -> T) throws(Failure) -> T {
  do throws(SealingError) { return try body() } catch { throw Failure(error) }
}
