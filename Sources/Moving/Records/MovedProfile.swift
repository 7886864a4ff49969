import Packing
package import Sealing

/// A profile on its way into a vault or out of one, with its secrets in locked memory.
package struct MovedProfile: Sendable {
  /// Where in the input it stands, counted from 1.
  package var line: Int
  package var name: String
  package var type: String
  package var labels: [Label] = []
  /// Nothing where the input does not speak of it.
  package var note: String?
  package var via: String?
  package var fields: [MovedField] = []
  /// Secrets that it lacks are no error.
  package var isIncomplete = false
  /// The connections as which it is sent to workspaces.
  package var bindings: [MovedBinding] = []

  package init(line: Int, name: String, type: String) {
    self.line = line
    self.name = name
    self.type = type
  }

  package struct Label: Equatable, Sendable {
    package let key: String
    package let value: String
    package init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }
}

/// A field of a profile on its way.
package struct MovedField: Sendable {
  package enum Content: Sendable {
    case clear(String)
    case secret(Secret)
    /// A secret of this length is made on arrival.
    case generated(Int)
    /// A secret that is there, but stays where it is.
    case withheld
  }

  package let name: String
  package let content: Content

  package init(_ name: String, _ content: Content) {
    self.name = name
    self.content = content
  }
}
