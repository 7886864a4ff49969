/// A role of the organization, as the service comes with it.
package enum CloudRole: String, CaseIterable, Sendable {
  case admin = "Admin"
  case reader = "Org API reader"
  case member = "Member"

  package var id: String {
    switch self {
    case .admin: "6f6a5c1e-8d5b-4b0e-9a51-000000000001"
    case .reader: "6f6a5c1e-8d5b-4b0e-9a51-000000000002"
    case .member: "6f6a5c1e-8d5b-4b0e-9a51-000000000003"
    }
  }

  static func of(id: String) -> CloudRole? { allCases.first { $0.id == id } }

  var shown: JSONValue {
    ["roleId": .string(id), "roleName": .string(rawValue), "roleType": "system"]
  }

  /// What somebody may do.
  enum Right: Comparable {
    case nothing, seeServices, seeKeys, change
  }

  var right: Right {
    switch self {
    case .admin: .change
    case .reader: .seeKeys
    case .member: .seeServices
    }
  }
}
