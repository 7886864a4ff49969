import CSodium

/// Randomness that is not secret: identifiers, salts, choices.
///
/// For secrets there is `SecretBytes.random`.
package enum Random {
  /// Makes `count` random bytes.
  package static func bytes(_ count: Int) -> [UInt8] {
    Sodium.wake()
    return unsafe [UInt8](count: count) { unsafe randombytes_buf($0, count) }
  }

  /// Picks one of `0..<bound`, each as likely as the other; 0 if there is nothing to pick.
  package static func uniform(below bound: UInt32) -> UInt32 {
    Sodium.wake()
    return randombytes_uniform(bound)
  }
}
