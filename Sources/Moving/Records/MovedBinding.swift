/// A tie between a profile on its way and a workspace, which is named because ids differ between vaults.
package struct MovedBinding: Equatable, Sendable {
  package var workspace: String
  /// The name of the connection, or how it is made of labels; the profile's own where nothing is said.
  package var connection: String?
  /// Fields that differ from the profile's.
  package var overrides: [Override] = []

  package init(_ workspace: String, connection: String? = nil, _ overrides: [Override] = []) {
    self.workspace = workspace
    self.connection = connection
    self.overrides = overrides
  }

  package struct Override: Equatable, Sendable {
    package let field: String
    package let value: String
    package init(_ field: String, _ value: String) {
      self.field = field
      self.value = value
    }
  }
}
