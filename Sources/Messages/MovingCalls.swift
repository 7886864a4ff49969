/// Begins an import in this conversation; the profiles follow in pieces.
package struct BeginImport: Call {
  package typealias Answer = Nothing
  package init() {}
  package var message: Message { .beginImport(self) }
}

/// Packed profiles, as one attachment.
package struct ImportPiece: Call {
  package typealias Answer = Nothing
  package init() {}
  package var message: Message { .importPiece(self) }
}

/// Writes everything that came in pieces, or tells what would come of it.
package struct FinishImport: Call {
  package typealias Answer = ImportAnswer
  /// What is done where a name is taken.
  package enum Conflict: String, Codable, Sendable {
    case fail, skip, update
  }
  package let conflict: Conflict
  /// Writes nothing, and the pieces stay for another try.
  package let onTrial: Bool
  /// In what form the profiles came, for the record.
  package let source: String
  /// The ties to workspaces that come with the profiles are left out.
  package let withoutBindings: Bool
  package init(
    conflict: Conflict, onTrial: Bool, source: String, withoutBindings: Bool = false
  ) {
    self.conflict = conflict
    self.onTrial = onTrial
    self.source = source
    self.withoutBindings = withoutBindings
  }
  package var message: Message { .finishImport(self) }
}

package struct ImportAnswer: Codable, Equatable, Sendable {
  package struct Problem: Codable, Equatable, Sendable {
    package let line: Int
    package let name: String
    package let failure: Failure
    package init(line: Int, name: String, failure: Failure) {
      self.line = line
      self.name = name
      self.failure = failure
    }
  }
  /// Profiles that sign in at one place as one user.
  package struct SharedLogin: Codable, Equatable, Sendable {
    package let host: String
    package let user: String
    package let names: [String]
    package init(host: String, user: String, names: [String]) {
      self.host = host
      self.user = user
      self.names = names
    }
  }
  package var added = 0
  package var changed = 0
  package var unchanged = 0
  package var skipped = 0
  package var generated = 0
  package var incomplete = 0
  /// The first names of those that were added.
  package var addedNames: [String] = []
  package var changedNames: [String] = []
  /// The first of the ties that came with the profiles, and how many there are.
  package var bindings: [BindAnswer.Row] = []
  package var bindingCount = 0
  /// With any of them nothing was written.
  package var problems: [Problem] = []
  package var problemCount = 0
  package var sharedLogins: [SharedLogin] = []
  package var sharedLoginCount = 0
  package init() {}
}

/// Begins an export: reads the profiles, writes that down, and keeps them for being fetched.
package struct BeginExport: Call {
  package typealias Answer = ExportAnswer
  /// What becomes of them, for the record.
  package enum Form: String, Codable, Sendable {
    case recipient, passphrase, plaintext
    case withoutSecrets = "without-secrets"
  }
  package let selector: SelectorInput
  package let form: Form
  package init(_ selector: SelectorInput, form: Form) {
    self.selector = selector
    self.form = form
  }
  package var message: Message { .beginExport(self) }
}

package struct ExportAnswer: Codable, Equatable, Sendable {
  package let profiles: Int
  package let secrets: Int
  package let pieces: Int
  package init(profiles: Int, secrets: Int, pieces: Int) {
    self.profiles = profiles
    self.secrets = secrets
    self.pieces = pieces
  }
}

/// The next piece of the export, as one attachment.
package struct ExportPieceCall: Call {
  package typealias Answer = Nothing
  package init() {}
  package var message: Message { .exportPiece(self) }
}
