extension Machine {
  /// One thing to be done, which may be done again.
  package enum Move: Equatable, Sendable {
    /// Sign in with the one in use before anything is changed; with the new one too if it is refused.
    case look
    /// Ask the issuer to take the new secret.
    case apply
    /// Sign in with both, and with the one before.
    case probe
    /// Make another secret, for the issuer does not take ours.
    case remake
    /// Make the new one current.
    case switchOver
    /// Bring it to all destinations, and test it there.
    case push
    /// Sign in with the new one once more before the old one goes.
    case prove
    /// Have the old one end by itself when its time has come.
    case limit
    /// Have the old one refused, so that it can still be undone.
    case disable
    case retire
    /// Sign in with the old one, which has to be refused.
    case confirm
    case finish
    /// Wait so many milliseconds, and look again.
    case pause(Int64)
    /// Nothing more can be done now; the journal says why.
    case rest
  }
}
