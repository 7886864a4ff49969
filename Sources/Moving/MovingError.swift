package import Catalog

/// What is wrong with a file that is moved into a vault, or with a line of it.
///
/// Holds cleaned, capped names only: never a value.
package enum MovingError: Error, Equatable, Sendable {
  // The whole file.
  case empty
  case notText(String)
  case unknownFormat
  case noMap(String)
  case badMap(String)
  case noType
  case nothingMatches(String)
  case columnTwice(String)
  case strangeColumn(String, known: [String], meant: String?)
  case noColumn(String)
  case notAnExport
  case newerExport
  case exportForOther
  case exportKind(wanted: String)
  case damagedExport(String)

  // A line.
  case tooLong(limit: Int)
  case nul
  case notUTF8
  case notJSON(column: Int, String)
  case repeatedKey(String)
  case strangeKey(String)
  case strangeBindingKey(String)
  case wrongKind(String, wanted: String)
  case missingKey(String)
  case givenTwice(String)
  case openQuote
  case cellCount(found: Int, wanted: Int)
  case notAssignment
  case noName
  case notURL(String)
  case strangeScheme(String)
  case notBase64(String)
  case badLength(String)
  case notScript(String)
  case notWritten(String, what: String)
  case unsetVariable(String)
  case notFilledIn(String)
  case notInScript(String)
  case catalog(CatalogError)

  package var message: String {
    switch self {
    case .empty: "there is nothing in it"
    case .notText(let what): "it is no text but \(what)"
    case .unknownFormat: "its format cannot be told from its contents"
    case .noMap(let format): "a \(format) does not say which values belong to which profile"
    case .badMap(let map): "'\(map)' is no map"
    case .noType: "nothing says of which type the profiles are"
    case .nothingMatches(let what): "none of its \(what) fits a map"
    case .columnTwice(let name): "the column '\(name)' is there twice"
    case .strangeColumn(let name, _, _): "the column '\(name)' stands for nothing"
    case .noColumn(let name): "there is no column '\(name)'"
    case .notAnExport: "this is no export of Coffer"
    case .newerExport: "the export was written by a newer Coffer"
    case .exportForOther: "the export is sealed to somebody else's key"
    case .exportKind(let wanted): "the export is opened by \(wanted)"
    case .damagedExport(let what): "the export is damaged or was tampered with: \(what)"
    case .tooLong(let limit): "it is longer than \(limit) bytes"
    case .nul: "it holds a NUL byte"
    case .notUTF8: "it is not UTF-8 text"
    case .notJSON(let column, let what): "it is not JSON: \(what) at column \(column)"
    case .repeatedKey(let key): "the key '\(key)' is there twice"
    case .strangeKey(let key): "the key '\(key)' means nothing here"
    case .strangeBindingKey(let key): "the key '\(key)' means nothing in a binding"
    case .wrongKind(let key, let wanted): "'\(key)' has to be \(wanted)"
    case .missingKey(let key): "'\(key)' is missing"
    case .givenTwice(let field): "\(field) is given twice"
    case .openQuote: "a quote is never closed"
    case .cellCount(let found, let wanted): "it has \(found) cells, and there are \(wanted) columns"
    case .notAssignment: "it is no NAME=VALUE"
    case .noName: "the URL has no name before it"
    case .notURL(let what): "it is no connection URL: \(what)"
    case .strangeScheme(let scheme): "no type of profile is reached by '\(scheme)://'"
    case .notBase64(let field): "\(field) is not base64"
    case .badLength(let field): "\(field) cannot be made up with that length"
    case .notScript(let what): "it is no script that can be read: \(what)"
    case .notWritten(let key, let what): "'\(key)' is \(what), and a script is never run"
    case .unsetVariable(let name): "process.env.\(name) is not known"
    case .notFilledIn(let key): "'\(key)' is still the '...' of the sample"
    case .notInScript(let what): "the script does not hold \(what)"
    case .catalog(let error): error.message
    }
  }

  package var remedy: String {
    switch self {
    case .empty: "check the path, or what was to be written to standard input"
    case .notText: "save it as UTF-8 text"
    case .unknownFormat: "say --format jsonl, csv, dotenv, pass, url, export or embeddable-script"
    case .noMap("dotenv file"):
      "say which is which, like: --map '{NAME}_CH_{FIELD}' --type clickhouse"
    case .noMap: "say which is which with --map"
    case .badMap: "write COLUMN=FIELD for CSV, and a pattern with {NAME} for dotenv and pass"
    case .noType: "say it with --type TYPE"
    case .nothingMatches: "look at the names in the file and change --map"
    case .columnTwice: "rename one of them"
    case .strangeColumn(let name, _, let meant?):
      "say --map \(name)=\(meant), or --map \(name)= to leave it out"
    case .strangeColumn(let name, let known, nil):
      "say --map \(name)=FIELD, or --map \(name)= to leave it out; known are "
        + known.joined(separator: ", ")
    case .noColumn: "look at the first line of the file"
    case .notAnExport: "check the file; 'coffer export' makes one"
    case .newerExport: "install the newer Coffer"
    case .exportForOther: "give the identity file that it is for with --from-identity FILE"
    case .exportKind("a passphrase"): "give it with --from-passphrase-fd N, or on a terminal"
    case .exportKind: "give it with --from-identity FILE"
    case .damagedExport: "nothing was taken from it; ask for a new one"
    case .tooLong: "check that this is the right file"
    case .nul: "check that this is a text and not some other file"
    case .notUTF8: "save the file as UTF-8"
    case .notJSON: "each line is one JSON object, such as {\"name\":\"a\",\"type\":\"secret\"}"
    case .repeatedKey: "keep the one that is meant"
    case .strangeKey:
      "known are name, type, labels, note, via, fields, secrets, generate, bindings, missing "
        + "and version"
    case .strangeBindingKey: "known are workspace, connection and set"
    case .wrongKind, .missingKey: "see 'coffer help import'"
    case .givenTwice: "keep one of them"
    case .openQuote: "close it, or double the quotes inside of it"
    case .cellCount: "look for a separator that should be in quotes"
    case .notAssignment: "comment it out with #"
    case .noName: "write NAME URL"
    case .notURL: "write it like postgres://USER:PASSWORD@HOST:5432/DATABASE"
    case .strangeScheme: "say --type TYPE if it is one of its own"
    case .notBase64: "write {\"base64\":\"...\"} with whole groups of four characters"
    case .badLength: "choose 8 to 1024"
    case .notScript: "check that this is the right file"
    case .notWritten: "write the value there, or process.env.NAME with --env-file FILE"
    case .unsetVariable: "give a file that sets it with --env-file FILE"
    case .notFilledIn: "fill it in, or add the profile with 'coffer add'"
    case .notInScript: "see 'coffer help import' for what is looked for"
    case .catalog(let error): error.remedy
    }
  }
}

/// Something wrong at one place of the input.
package struct LineProblem: Error, Equatable, Sendable {
  package let line: Int
  package let error: MovingError

  package init(line: Int, error: MovingError) {
    self.line = line
    self.error = error
  }
}
