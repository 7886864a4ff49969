import Auditing
import Catalog
import Host
import Profiles
import Storage

extension VaultError {
  package var message: String {
    switch self {
    case .storage(let error): error.message
    case .audit(let error): error.message
    case .unswept(let error):
      "it was done, but the old records may still be in the write-ahead log: \(error.message)"
    case .file(let error): error.message
    case .catalog(let error): error.message
    case .word(let error): error.message
    case .exists(let path): "there is already a file at \(path)"
    case .notAVault(let path): "\(path) is no Coffer vault"
    case .onNetwork(let system): "the vault lies on a network file system (\(system))"
    case .newer: "the vault was written by a newer Coffer"
    case .needsMigration(let steps):
      "the vault's file has to be migrated (\(steps.joined(separator: ", ")))"
    case .damaged(let what): "the vault is damaged or was tampered with: \(what)"
    case .substituted: "this key belongs to another vault: the file was put in the place of yours"
    case .otherVault(let id): "the file is a copy of another vault (\(id.prefix(16)))"
    case .wrongKey(let kind): "this \(kind.word) does not open the vault"
    case .noSlot(let kind): "no \(kind.word) opens this vault"
    case .stale: "the vault's key was changed since this session opened it"
    case .unknownProfile(let name, _): "no profile is named '\(name)'"
    case .nameTaken(let name): "there is already a profile named '\(name)'"
    case .versionConflict(let name, let wanted, let found):
      "'\(name)' is at version \(found), not \(wanted)"
    case .unknownVersion(let name, let number): "'\(name)' has no version \(number)"
    case .destroyed(let name, let number): "version \(number) of '\(name)' was destroyed"
    case .unknownField(let name, let field, _): "'\(name)' has no field '\(field)'"
    case .nothingToChange(let name): "nothing was given to change on '\(name)'"
    case .newDestination(let fields):
      "changing \(fields.joined(separator: ", ")) would send the stored secret to a new place"
    case .incomplete(let name, let missing):
      "'\(name)' lacks \(missing.joined(separator: ", "))"
    case .inUse(let name, let users):
      "'\(name)' is used by \(users.prefix(5).joined(separator: ", "))"
        + (users.count > 5 ? " and \(users.count - 5) more" : "")
    case .notRemoved(let name): "no removed profile is named '\(name)'"
    case .viaItself: "a profile cannot be changed via itself"
    case .otherType(let name, let found, let given): "'\(name)' is of type \(found), not \(given)"
    case .givenTwice(let name, let line): "'\(name)' stands on line \(line) already"
    case .unknownWorkspace(let name): "no workspace is named '\(name)'"
    case .notAWorkspace(let name, let type):
      "'\(name)' is no workspace but a profile of type \(type)"
    case .notPushable(let name, let type): "'\(name)' is of type \(type), which is not pushed"
    case .notAccepted(let name, let workspace, let label):
      "'\(workspace)' accepts only \(label), and '\(name)' does not carry it"
    case .notOverridable(let field, let type, _):
      "'\(field)' of \(type) cannot be overridden by a binding"
    case .connectionTaken(let name, let workspace, let other):
      "'\(workspace)/\(name)' is bound to '\(other)'"
    case .connectionTwice(let name, let first, let second):
      first == second
        ? "'\(name)' is given twice" : "'\(first)' and '\(second)' would both be named '\(name)'"
    case .patternUnfilled(let pattern, let name, let label):
      "'\(pattern)' cannot name '\(name)', which has no label '\(label)'"
    case .implicitEnvironment: "'default' exists by itself and cannot be set"
    case .bound(let name, let connections):
      "'\(name)' is bound to \(connections.prefix(5).joined(separator: ", "))"
        + (connections.count > 5 ? " and \(connections.count - 5) more" : "")
    case .badPlan: "the plan was not made by this vault, or its key was renewed since"
    case .inRotation(let name): "'\(name)' is being rotated"
    case .rotationOver: "the rotation is over"
    case .rotationMoved: "somebody else went on with the rotation"
    case .rotationsWait:
      "the vault was restored, and rotations wait until it is known what is in use"
    case .unknownSlot(let name, _): "no key slot is named '\(name)'"
    case .slotExists(let name): "there is already a key slot named '\(name)'"
    case .tooManySlots(let limit): "a vault has at most \(limit) such key slots"
    case .lastSlot: "this is the last key slot: without it nobody could open the vault"
    case .badKey(let what): what
    case .notByPassphrase: "the vault was not opened by a passphrase"
    }
  }

  package var remedy: String {
    switch self {
    case .storage(let error): error.remedy
    case .audit(let error): error.remedy
    case .unswept(.full): "free some disk space; the next such change takes them away"
    case .unswept(.inputOutput), .unswept(.readOnly):
      "check the disk; the next such change takes them away"
    case .unswept:
      "end the other programs that read the vault; the next such change takes them away"
    case .file(let error): error.remedy
    case .catalog(let error): error.remedy
    case .word(let error): error.remedy
    case .exists: "choose another path with --vault, or move the file away"
    case .notAVault:
      "check the path given by --vault or COFFER_VAULT, or make one with 'coffer init'"
    case .onNetwork: "keep the vault on a local disk; two machines would damage it"
    case .newer: "install the newer Coffer"
    case .needsMigration: "run 'coffer migrate'; a copy is made first"
    case .damaged: "do not write to it; compare with a backup, and see 'coffer audit verify'"
    case .substituted: "look for the right file, and find out who put this one there"
    case .otherVault: "name a copy of this vault, or another vault with --vault"
    case .wrongKey: "try again, or use another of the vault's keys"
    case .noSlot: "'coffer key list' shows which keys open it"
    case .stale: "unlock it again"
    case .unknownProfile: "'coffer list' shows the names"
    case .nameTaken: "choose another name, change it with 'coffer set', or say --if-absent"
    case .versionConflict: "look at what changed with 'coffer history', then try again"
    case .unknownVersion, .destroyed: "'coffer history' shows the versions"
    case .unknownField: "'coffer show' lists the fields"
    case .nothingToChange: "give field=value words, --generate FIELD or --unset FIELD"
    case .newDestination: "give the secret again, or say --keep-secret"
    case .incomplete: "give the missing fields with 'coffer set'"
    case .inUse: "change or remove what uses it first"
    case .notRemoved: "'coffer list --removed' shows the removed ones"
    case .viaItself: "name another profile"
    case .otherType: "give it another name, or remove the one that is there"
    case .givenTwice: "keep one of them"
    case .unknownWorkspace:
      "import it too, add it with 'coffer add embeddable', or say --without-bindings"
    case .notAWorkspace: "'coffer list --type embeddable' shows the workspaces"
    case .notPushable: "bind a profile of a database"
    case .notAccepted: "set the label with 'coffer label', or bind it elsewhere"
    case .notOverridable(_, _, let allowed):
      allowed.isEmpty
        ? "nothing of this type can be overridden" : "these can: \(allowed.joined(separator: ", "))"
    case .connectionTaken: "choose another name with --as, or say --replace"
    case .connectionTwice: "choose names that differ with --as, such as '{name}'"
    case .patternUnfilled: "set the label with 'coffer label', or select fewer profiles"
    case .implicitEnvironment: "name connections as the data sources are, or choose another name"
    case .bound:
      "let go of them first with 'coffer unbind' and 'coffer environment remove'; of a database, or say --everywhere"
    case .badPlan: "make a new one with 'coffer plan --out FILE'"
    case .inRotation(let name):
      "see 'coffer rotation show \(name)'; then resume it, or abandon it"
    case .rotationOver, .rotationMoved: "see how it stands with 'coffer rotation list'"
    case .rotationsWait: "check what is in use, then say so with 'coffer restore --reconciled'"
    case .unknownSlot: "'coffer key list' shows the slots"
    case .slotExists: "choose another name"
    case .tooManySlots: "remove one that is no longer needed"
    case .lastSlot: "add another key first"
    case .notByPassphrase:
      "open it with the passphrase that is to change: at the prompt, or with --passphrase-fd N"
    case .badKey: "check the file or the text of the key"
    }
  }
}
