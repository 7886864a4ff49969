package import Transport

/// Why ClickHouse Cloud did not do what it was asked; texts of the far side are cleaned already.
package enum CloudError: Error, Equatable, Sendable {
  /// The service itself says that it does not know this key, or no longer.
  case refusedKey(KeyTrouble, said: String)
  /// The key is good, but may not do this, or not from this address.
  case forbidden(said: String)
  case missing(said: String)
  /// It said no to what was asked.
  case refused(status: Int, said: String)
  /// More was asked than it answers in a while, until our patience was over.
  case rateLimited(wait: Duration)
  /// It, or something before it, broke; whether it did what it was asked is not known.
  case broken(status: Int, said: String)
  case redirected
  /// It said yes in words that cannot be read.
  case garbled(String)
  /// The requests could not be counted beside those of other processes.
  case cannotPace(String)
  case transport(TransportError)

  package enum KeyTrouble: String, Sendable {
    /// No such key here, or a wrong secret.
    case unknown
    /// There is such a key, but it is switched off or its time is over.
    case inactive
    case other
  }
}

extension CloudError {
  /// Whether the far side may have done what it was asked, though it did not say so.
  package var mayHaveActed: Bool {
    switch self {
    case .broken, .garbled: true
    case .transport(let error): error.mayHaveActed
    case .refusedKey, .forbidden, .missing, .refused, .rateLimited, .redirected, .cannotPace: false
    }
  }

  /// Whether somebody answered who knows the API.
  package var isRefusal: Bool {
    switch self {
    case .refusedKey, .forbidden, .missing, .refused: true
    case .rateLimited, .broken, .redirected, .garbled, .cannotPace, .transport: false
    }
  }

  package var message: String {
    switch self {
    case .refusedKey(.unknown, let said): "the key is not known there" + Self.tail(said)
    case .refusedKey(.inactive, let said): "the key is disabled or has expired" + Self.tail(said)
    case .refusedKey(.other, let said): "the key is refused" + Self.tail(said)
    case .forbidden(let said): "the key may not do this" + Self.tail(said)
    case .missing(let said): "it is not there" + Self.tail(said)
    case .refused(let status, let said):
      said.isEmpty ? "refused with status \(status)" : "refused: \(said)"
    case .rateLimited(let wait):
      "too many requests with this key; it is free again in \(max(1, wait.components.seconds)) s"
    case .broken(let status, let said): "failed with status \(status)" + Self.tail(said)
    case .redirected: "the address leads elsewhere"
    case .garbled(let what): what
    case .cannotPace(let why): "the requests cannot be counted: \(why)"
    case .transport(let error): error.message
    }
  }

  package var remedy: String {
    switch self {
    case .refusedKey(.unknown, _):
      "compare Key ID and Key Secret with the console; a key that was made just now takes seconds"
    case .refusedKey(.inactive, _): "enable the key in the console, or make another one"
    case .refusedKey(.other, _): "look at the key in the console"
    case .forbidden: "look at the key's roles and at its IP access list in the console"
    case .missing: "look with 'coffer cloud services' and 'coffer cloud keys' what there is"
    case .refused: "check what was asked for"
    case .rateLimited: "try again later; ClickHouse Cloud answers 10 requests in 10 s to a key"
    case .broken, .garbled: "try again later"
    case .redirected: "check the profile's baseURL"
    case .cannotPace: "check the folder for sockets and locks"
    case .transport(let error): error.remedy
    }
  }

  private static func tail(_ said: String) -> String { said.isEmpty ? "" : ": " + said }
}
