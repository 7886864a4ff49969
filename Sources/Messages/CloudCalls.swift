/// Asks ClickHouse Cloud which services a key sees.
package struct AskCloudServices: Call {
  package typealias Answer = CloudServicesAnswer
  package let profile: String
  package init(_ profile: String) { self.profile = profile }
  package var message: Message { .cloudServices(self) }
}

package struct CloudServicesAnswer: Codable, Equatable, Sendable {
  package let organization: String
  package let services: [CloudServiceRow]
  package init(organization: String, services: [CloudServiceRow]) {
    self.organization = organization
    self.services = services
  }
}

package struct CloudServiceRow: Codable, Equatable, Sendable {
  package struct Endpoint: Codable, Equatable, Sendable {
    package let host: String
    package let kind: String
    package let port: Int
    package init(host: String, kind: String, port: Int) {
      self.host = host
      self.kind = kind
      self.port = port
    }
  }

  package let id: String
  package let name: String
  package let provider: String
  package let region: String
  package let state: String
  package let endpoints: [Endpoint]
  /// Nothing where the answer did not say.
  package let ipAccess: [String]?
  /// Addresses of Embeddable that it does not let in, by the regions that the vault pushes to.
  package let excluded: [String: [String]]

  package init(
    id: String, name: String, provider: String, region: String, state: String,
    endpoints: [Endpoint], ipAccess: [String]?, excluded: [String: [String]]
  ) {
    self.id = id
    self.name = name
    self.provider = provider
    self.region = region
    self.state = state
    self.endpoints = endpoints
    self.ipAccess = ipAccess
    self.excluded = excluded
  }
}

/// Asks ClickHouse Cloud which keys its organization has, and which of them are in the vault.
package struct AskCloudKeys: Call {
  package typealias Answer = CloudKeysAnswer
  package let profile: String
  package init(_ profile: String) { self.profile = profile }
  package var message: Message { .cloudKeys(self) }
}

package struct CloudKeysAnswer: Codable, Equatable, Sendable {
  package let organization: String
  package let keys: [CloudKeyRow]
  package init(organization: String, keys: [CloudKeyRow]) {
    self.organization = organization
    self.keys = keys
  }
}

package struct CloudKeyRow: Codable, Equatable, Sendable {
  package let id: String
  package let name: String
  package let state: String
  package let suffix: String
  package let roles: [String]
  /// Milliseconds since 1970.
  package let createdAt: Int64?
  package let expiresAt: Int64?
  package let usedAt: Int64?
  /// The profile that holds it, by its UUID.
  package let profile: String?
  /// Profiles whose Key ID ends like it, which proves nothing.
  package let alike: [String]

  package init(
    id: String, name: String, state: String, suffix: String, roles: [String], createdAt: Int64?,
    expiresAt: Int64?, usedAt: Int64?, profile: String?, alike: [String]
  ) {
    self.id = id
    self.name = name
    self.state = state
    self.suffix = suffix
    self.roles = roles
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.usedAt = usedAt
    self.profile = profile
    self.alike = alike
  }
}

/// Asks ClickHouse Cloud where a key belongs that is not saved yet.
package struct IdentifyCloudKey: Call {
  package typealias Answer = CloudKeyIdentity
  package let fields: [FieldInput]
  package init(_ fields: [FieldInput]) { self.fields = fields }
  package var message: Message { .identifyCloudKey(self) }
}

package struct CloudKeyIdentity: Codable, Equatable, Sendable {
  package let organization: String
  package let organizationName: String
  /// Only where one key alone can be meant.
  package let keyUuid: String?
  /// Why there is none, or how it expires; a line each.
  package let remarks: [String]
  package init(
    organization: String, organizationName: String, keyUuid: String?, remarks: [String]
  ) {
    self.organization = organization
    self.organizationName = organizationName
    self.keyUuid = keyUuid
    self.remarks = remarks
  }
}
