import Proofs
import Sealing
import Testing

/// A pair of keys that several may hold.
private final class Signer: Sendable {
  let keys = SigningKeys.generate()
  var identity: [UInt8] { keys.publicKey }
}

/// A log of three events, exported.
private struct Export {
  let signer = Signer()
  var lines: [ExportLine] = []
  let vault: [UInt8]

  init(opening chosen: Set<Int64> = [2]) {
    vault = Digest.of(signer.identity.span)
    var link = vault
    lines.append(.start(vault: vault, identity: signer.identity, after: 0, link: link))
    for sequence in Int64(1)...3 {
      let event = Self.event(sequence, after: link, in: vault)
      link = event.header.link(in: vault)
      let isChosen = chosen.contains(sequence)
      lines.append(
        .event(
          isChosen ? event : ExportedEvent(event.header),
          facts: isChosen ? [Fact("name", "event \(sequence)")] : nil))
    }
    lines.append(
      .end(CheckpointLine(vault: vault, sequence: 3, time: 9, link: link, signer: signer.keys)))
  }

  static func event(_ sequence: Int64, after link: [UInt8], in vault: [UInt8]) -> ExportedEvent {
    let key = SecretBytes.random(count: 32, in: .pooled)
    var header = EventHeader(
      sequence: sequence, time: sequence, action: "secret.read", outcome: 1, changes: false,
      subject: Array(repeating: 5, count: 16), tags: [],
      commitment: EventHeader.commitment(to: key), details: [], previous: link)
    // A list of one fact, as the format packs it.
    let value = Array("event \(sequence)".utf8)
    let plain: [UInt8] =
      [0, 0, 0, 1, 0, 0, 0, 4] + Array("name".utf8) + [0, 0, 0, UInt8(value.count)] + value
    let context = header.context(in: vault)
    let sealed = Seal.close(
      plain.span, under: key, for: context.span, paddedTo: EventHeader.block)
    header.details = Digest.of(sealed.span)
    let bytes = key.bytes
    return ExportedEvent(header, sealed: sealed, key: bytes.indices.map { bytes[$0] })
  }

  /// What a check says of the lines, and what was disclosed.
  func check(_ lines: [ExportLine]? = nil) throws(ProofError) -> ([[Fact]], ExportCheck.Found) {
    var check = ExportCheck(identity: signer.identity)
    var opened: [[Fact]] = []
    for line in lines ?? self.lines {
      var bytes: [UInt8] = []
      line.append(to: &bytes)
      if let (_, facts) = try check.take(Array(bytes.dropLast())) { opened.append(facts) }
    }
    try check.endFile()
    return (opened, check.found)
  }

  func refusal(of lines: [ExportLine]) -> ProofError? {
    do throws(ProofError) {
      _ = try check(lines)
      return nil
    } catch {
      return error
    }
  }
}

@Suite struct ExportTests {
  @Test func `what was exported is whole, and only what was chosen is told`() throws {
    let export = Export()
    let (opened, found) = try export.check()
    #expect(opened == [[Fact("name", "event 2")]])
    #expect(found.events == 3 && found.opened == 1 && found.first == 1 && found.last == 3)
    #expect(found.signed == 9)
  }

  @Test func `an event that was left out is named`() {
    let export = Export()
    var lines = export.lines
    lines.remove(at: 2)
    #expect(export.refusal(of: lines) == .broken(sequence: 2, .missing(next: 3)))
  }

  @Test func `a log that was cut off is seen`() {
    let export = Export()
    var lines = export.lines
    lines.remove(at: 3)
    #expect(export.refusal(of: lines) == .broken(sequence: 3, .cut(signed: 3)))
    #expect(export.refusal(of: Array(export.lines.dropLast())) == .noEnd(after: 3))
    #expect(export.refusal(of: Array(export.lines.dropFirst())) == .noStart)
    #expect(export.refusal(of: []) == .noEnd(after: 0))
  }

  @Test func `what was edited is seen at the next event, or at the end`() {
    let export = Export()
    for (index, seen) in [(1, Int64(2)), (2, 3), (3, 3)] {
      var lines = export.lines
      guard case .event(let event, let facts) = lines[index] else { continue }
      var header = event.header
      header.outcome = 2
      lines[index] = .event(ExportedEvent(header), facts: nil)
      _ = facts
      let refusal = export.refusal(of: lines)
      guard case .broken(sequence: let sequence, _)? = refusal else {
        Issue.record("\(String(describing: refusal))")
        continue
      }
      #expect(sequence == seen)
    }
  }

  @Test func `what is disclosed must be what was committed to`() {
    let export = Export()
    guard case .event(let event, let facts) = export.lines[2] else { return }
    let other = SecretBytes.random(count: 32, in: .pooled)
    let bytes = other.bytes
    let falseKey = bytes.indices.map { bytes[$0] }
    let flaw = ProofError.broken(sequence: 2, .disclosure)
    var lines = export.lines
    lines[2] = .event(
      ExportedEvent(event.header, sealed: event.sealed, key: falseKey), facts: facts)
    #expect(export.refusal(of: lines) == flaw)
    lines[2] = .event(event, facts: [Fact("name", "another")])
    #expect(export.refusal(of: lines) == flaw)
    lines[2] = .event(event, facts: nil)
    #expect(export.refusal(of: lines) == flaw)
    lines[2] = .event(ExportedEvent(event.header, sealed: [0, 0, 0, 0], key: event.key), facts: [])
    #expect(export.refusal(of: lines) == flaw)
  }

  @Test func `another vault's export is not taken for this one's`() {
    let export = Export()
    #expect(Export().refusal(of: export.lines) == .otherVault)
    var lines = export.lines
    lines[4] = Export().lines[4]
    #expect(export.refusal(of: lines) == .unsigned(sequence: 3))
  }

  @Test func `hostile text stands inert in a line and is read back whole`() {
    let text = "a\"b\\c\n\u{1B}[2J\u{202E}=1+1,é\u{1F600}"
    let header = EventHeader(
      sequence: 1, time: 2, action: text, outcome: 1, changes: true, subject: nil, tags: [],
      commitment: nil, details: Array(repeating: 1, count: 32),
      previous: Array(repeating: 2, count: 32))
    let line = ExportLine.event(
      ExportedEvent(header, sealed: [1, 2]), facts: [Fact(text, text)])
    var bytes: [UInt8] = []
    line.append(to: &bytes)
    #expect(bytes.dropLast().allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    #expect(ExportLine(Array(bytes.dropLast())) == line)
  }

  @Test func `a line that says something else to another reader is refused`() {
    let export = Export(opening: [1, 2, 3])
    func changed(_ index: Int, _ edits: [(String, String)]) -> ExportLine? {
      var bytes: [UInt8] = []
      export.lines[index].append(to: &bytes)
      var text = String(decoding: bytes.dropLast(), as: UTF8.self)
      for (old, new) in edits {
        #expect(text.contains(old))
        text = text.replacing(old, with: new, maxReplacements: 1)
      }
      return ExportLine(Array(text.utf8))
    }
    for index in export.lines.indices {
      #expect(changed(index, []) == export.lines[index])
      // A member that nobody knows, before and behind, and space that nobody wrote.
      for edit in [("{", "{\"note\":\"x\","), ("}", ",\"note\":\"x\"}"), ("{", "{ "), ("}", "} ")] {
        #expect(changed(index, [edit]) == nil, "\(index) \(edit)")
      }
    }
    // The same member twice, of which readers take the first or the last.
    for (index, old, new) in [
      (0, "\"after\":0", "\"after\":7,\"after\":0"),
      (1, "\"outcome\":1", "\"outcome\":1,\"outcome\":2"),
      (1, "\"outcome\":1", "\"outcome\":2,\"outcome\":1"),
      (2, "\"facts\":[", "\"facts\":[[\"name\",\"other\"]],\"facts\":["),
      (4, "{", "{\"checkpoint\":\"x\","),
      (4, "\"coffer-checkpoint", "\"an older coffer-checkpoint"),
      (4, "sequence=3", "sequence=03"),
    ] {
      #expect(changed(index, [(old, new)]) == nil, "\(new)")
    }
  }

  @Test(arguments: [
    "", "{}", "[]", "null", "{\"coffer-export\":2}", "{\"checkpoint\":\"x\"}",
    "{\"sequence\":1e99}", String(repeating: "[", count: 600), "{\"sequence\":1,\"time\":1}",
  ])
  func `what is no line is refused`(text: String) {
    #expect(ExportLine(Array(text.utf8)) == nil)
  }
}

@Suite struct CheckpointLineTests {
  private let signer = Signer()

  private func line() -> CheckpointLine {
    CheckpointLine(
      vault: Digest.of(signer.identity.span), sequence: 7, time: 8,
      link: Array(repeating: 3, count: 32), signer: signer.keys)
  }

  @Test func `is found in the line of another log`() throws {
    let line = line()
    #expect(line.isSigned(by: signer.identity))
    #expect(CheckpointLine(in: line.text) == line)
    #expect(CheckpointLine(in: "Nov 28 10:41:07 host coffer[7]: \(line.text)") == line)
    #expect(CheckpointLine(in: line.text + " and more") == line)
  }

  @Test func `the last of a glued line is read, whatever stands before it`() {
    let line = line()
    let older = line.text.replacing("sequence=7", with: "sequence=6")
    #expect(CheckpointLine(in: older + line.text) == line)
    #expect(CheckpointLine(in: String(older.prefix(80)) + line.text) == line)
    #expect(CheckpointLine(in: "\u{0D4E}" + line.text) == line)
    let cut = String(line.text.dropLast(9))
    #expect(CheckpointLine(in: cut) == nil && CheckpointLine.isMarked(cut))
    #expect(CheckpointLine(in: line.text + cut) == nil)
    #expect(!CheckpointLine.isMarked("no checkpoint"))
  }

  @Test func `is nobody else's`() {
    #expect(!line().isSigned(by: Signer().identity))
    let text = line().text.replacing("sequence=7", with: "sequence=6")
    #expect(CheckpointLine(in: text)?.isSigned(by: signer.identity) == false)
  }

  @Test(arguments: ["", "coffer-checkpoint 1 ", "coffer-checkpoint 1 vault=zz", "sequence=1"])
  func `what is none is refused`(text: String) {
    #expect(CheckpointLine(in: text) == nil)
  }
}
