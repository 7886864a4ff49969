import Moving
import Profiles
import Redacting
package import Sealing
package import Transport

/// The control plane of ClickHouse Cloud, spoken to with one key; it decides nothing.
///
/// What is read may lack any part; what is written is exactly what was asked for.
package struct CloudClient: Sendable {
  /// Where everybody's is.
  package static let usualBase = "https://api.clickhouse.cloud"

  let courier: Courier
  let base: String
  let authorization: Secret
  let keySecret: Secret
  let security: Security
  let pace: CloudPace?
  let patience: CloudPatience

  /// A base address without a slash at its end; without a pace requests are not counted.
  package init(
    _ courier: Courier, base: String = usualBase, keyID: String, keySecret: Secret,
    pace: CloudPace?, patience: CloudPatience = CloudPatience()
  ) {
    self.courier = courier
    self.base = base + "/v1"
    self.keySecret = keySecret
    security = base.hasPrefix("http://") ? .plain : .verified
    self.pace = pace
    self.patience = patience
    authorization = Self.basic(keyID, keySecret)
  }

  /// The organization of the key, in a list; needs no right, and so says whether the key is good.
  package func organizations() async throws(CloudError) -> [CloudOrganization] {
    let answer = try await ask(.get, "/organizations")
    return try Self.read("list of organizations", CloudReading.organizations(answer.body.span))
  }

  package func keys(of organization: String) async throws(CloudError) -> [CloudKey] {
    let answer = try await ask(.get, Self.path(organization, "keys"))
    return try Self.read("list of keys", CloudReading.keys(answer.body.span))
  }

  /// Nil if it is not there.
  package func key(
    _ id: String, of organization: String
  ) async throws(CloudError) -> CloudKey? {
    guard let answer = try await found(Self.path(organization, "keys", id)) else { return nil }
    return try Self.read("key", CloudReading.key(answer.body.span))
  }

  /// Makes a key; its secret, if the far side made one, is never seen again.
  package func createKey(
    _ draft: KeyDraft, in organization: String
  ) async throws(CloudError) -> CreatedKey {
    let answer = try await ask(.post, Self.path(organization, "keys"), CloudBody.make(draft))
    return try Self.read("new key", CloudReading.createdKey(answer.body.span))
  }

  package func changeKey(
    _ id: String, of organization: String, _ change: KeyChange
  ) async throws(CloudError) -> CloudKey {
    let answer = try await ask(
      .patch, Self.path(organization, "keys", id), CloudBody.make(change))
    return try Self.read("key", CloudReading.key(answer.body.span))
  }

  /// Deletes a key for good; the one that asks cannot delete itself.
  package func deleteKey(_ id: String, of organization: String) async throws(CloudError) {
    _ = try await ask(.delete, Self.path(organization, "keys", id))
  }

  package func services(of organization: String) async throws(CloudError) -> [CloudService] {
    let answer = try await ask(.get, Self.path(organization, "services"))
    return try Self.read("list of services", CloudReading.services(answer.body.span))
  }

  /// Nil if it is not there.
  package func service(
    _ id: String, of organization: String
  ) async throws(CloudError) -> CloudService? {
    guard let answer = try await found(Self.path(organization, "services", id)) else { return nil }
    return try Self.read("service", CloudReading.service(answer.body.span))
  }

  /// Gives the user `default` of a service the password that these stand for.
  package func setPassword(
    _ hashes: PasswordHashes, of service: String, in organization: String
  ) async throws(CloudError) {
    _ = try await ask(
      .patch, Self.path(organization, "services", service, "password"), CloudBody.make(hashes))
  }

  /// Has the far side make a password for the user `default`, which is never seen again.
  package func makePassword(
    of service: String, in organization: String
  ) async throws(CloudError) -> Secret {
    let answer = try await ask(
      .patch, Self.path(organization, "services", service, "password"), CloudBody.empty)
    return try Self.read("new password", CloudReading.password(answer.body.span))
  }

  /// The organization's own record, from and before these times.
  package func activities(
    of organization: String, from: Int64, to: Int64
  ) async throws(CloudError) -> [CloudActivity] {
    let query = "?from_date=" + CloudTime.text(from) + "&to_date=" + CloudTime.text(to)
    let answer = try await ask(.get, Self.path(organization, "activities") + query)
    return try Self.read("list of activities", CloudReading.activities(answer.body.span))
  }

  private func found(_ path: String) async throws(CloudError) -> Answer? {
    do throws(CloudError) {
      return try await ask(.get, path)
    } catch .missing {
      return nil
    }
  }

  private static func path(_ organization: String, _ parts: String...) -> String {
    (["", "organizations", PathPart.escaped(organization)] + parts.map(PathPart.escaped))
      .joined(separator: "/")
  }

  private static func read<Value>(_ what: String, _ value: Value?) throws(CloudError) -> Value {
    guard let value else { throw .garbled("the \(what) cannot be read") }
    return value
  }

  private static func basic(_ keyID: String, _ keySecret: Secret) -> Secret {
    let pair = SecretBytes(count: keyID.utf8.count + 1 + keySecret.count) { output in
      for byte in keyID.utf8 { output.append(byte) }
      output.append(UInt8(ascii: ":"))
      let secret = keySecret.span
      for index in secret.indices { output.append(secret[index]) }
    }
    return Secret(
      SecretBytes(count: Base64.encodedSize(pair.count)) { output in
        Base64.encode(pair.bytes, into: &output)
      })
  }
}

/// An identifier as one part of a path.
enum PathPart {
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return escaped
  }
}
