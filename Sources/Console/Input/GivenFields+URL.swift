import Arguments
import Catalog
import Host
import Messages
import Moving
import Sealing

extension GivenFields {
  /// Whether the word is a connection URL, which is taken apart, and no field of its own.
  func isURL(_ word: FieldWord) -> Bool {
    word.name == "url" && type["url"] == nil && type.purpose == .database
  }

  /// Takes everything that a connection URL says: host, port, user, password and database.
  mutating func takeURL(_ word: FieldWord) throws(Failure) {
    let text = try Self.url(word)
    let bytes = text.span
    var draft = Draft(line: 1, name: "", type: type)
    let url = try moved(try ConnectionURL(0..<bytes.count, of: bytes))
    try moved(try url.fill(&draft, from: bytes))
    for taken in draft.profile.fields {
      let field = try known(try type.field(named: taken.name))
      switch taken.content {
      case .clear(let text): try set(field, text: text)
      case .secret(let secret): try set(field, secret: secret)
      case .generated, .withheld: continue
      }
    }
    for remark in draft.remarks { self.remark(remark) }
  }

  private static func url(_ word: FieldWord) throws(Failure) -> Secret {
    let read: SecretBytes
    switch word {
    case .literal, .exact:
      throw .usage(
        "a connection URL holds a password and is not taken from the command line",
        hint: "give url=- to be asked or for standard input, or url=@FILE")
    case .standardInput where Terminal.isTerminal(0):
      var terminal = try told(try Terminal.open())
      read = try told(try terminal.readSecret(prompt: "Connection URL (hidden): "))
    case .standardInput:
      read = try told(try Files.readSecret(descriptor: 0, limit: FieldCheck.limit))
    case .file(_, let path): read = try told(try Files.readSecret(path, limit: FieldCheck.limit))
    }
    return Secret(KeyReading.withoutLineBreak(read))
  }
}
