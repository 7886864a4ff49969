/// What of credentials is secret, and how it is shown.
enum Masks {
  /// The word that stands for every secret.
  static let hidden = "hidden"

  private static let secretKeys: Set<String> = [
    "password", "privateKey", "privateKeyPass", "private_key", "passphrase", "key", "token",
    "secretAccessKey", "sessionToken", "motherDuckToken", "apiKey", "api_key", "authToken",
    "custom_auth", "clientSecret", "client_secret",
  ]

  /// The same credentials with their secrets replaced.
  static func masked(_ credentials: JSONValue, _ masking: Choices.Masking) -> JSONValue {
    guard case .object(let members) = credentials else { return credentials }
    return .object(
      members.map { member in
        switch masking {
        case .password:
          member.key == "password" ? .init(member.key, .string(hidden)) : member
        case .all:
          .init(member.key, isSecret(member) ? .string(hidden) : nested(member.value))
        }
      })
  }

  /// Every secret text in credentials, at any depth.
  static func secrets(in credentials: JSONValue) -> [String] {
    switch credentials {
    case .object(let members):
      members.flatMap { member in
        isSecret(member) ? member.value.text.map { [$0] } ?? [] : secrets(in: member.value)
      }
    case .array(let elements): elements.flatMap { secrets(in: $0) }
    default: []
    }
  }

  private static func nested(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object: masked(value, .all)
    case .array(let elements): .array(elements.map { nested($0) })
    default: value
    }
  }

  private static func isSecret(_ member: JSONValue.Member) -> Bool {
    guard secretKeys.contains(member.key) else { return false }
    return member.value.members == nil && member.value.elements == nil
  }
}
