import Auditing
import Catalog
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct AddTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
  }

  @Test func `adds the catalog's defaults to what was given`() throws {
    let vault = try test.open()
    let saved = try vault.add(try login("a"), by: author, at: later)
    let read = try vault.masked(try only("a"), version: nil)
    let clear = Dictionary(
      uniqueKeysWithValues: read[0].fields.compactMap { field in
        field.clear.map { (field.name, $0) }
      })
    #expect(clear["port"] == "8443" && clear["protocol"] == "https:")
    #expect(saved.changed.contains("port"))
    #expect(read[0].version.state == .current)
  }

  @Test func `keeps labels, note and what it is changed via`() throws {
    let vault = try test.open()
    try vault.addLogin("keeper")
    var new = try login("a")
    try new.labels.set("stage", to: "prod")
    new.note = "first line\nsecond"
    new.via = try name("keeper")
    _ = try vault.add(new, by: author, at: later)
    let read = try vault.masked(try only("a"), version: nil)[0]
    #expect(read.profile.labels.values == ["stage": "prod"])
    #expect(read.profile.note == "first line\nsecond")
    #expect(read.via == "keeper")
  }

  @Test func `refuses a name that is taken, or leaves it alone when told to`() throws {
    let vault = try test.open()
    try vault.addLogin("a", password: "one")
    #expect(failure { try vault.addLogin("a", password: "two") } == .nameTaken("a"))
    var again = try login("a", password: "two")
    again.ifAbsent = true
    let saved = try vault.add(again, by: author, at: later)
    #expect(!saved.isChanged && saved.version == 1)
    #expect(try vault.password(of: "a") == "one")
  }

  @Test func `an incomplete profile needs to be wanted, and is completed later`() throws {
    let vault = try test.open()
    var new = try login("a")
    new.fields.removeLast()
    let refused = failure { _ = try vault.add(new, by: author, at: later) }
    #expect(refused == .incomplete(name: "a", missing: ["password"]))
    new.allowsIncomplete = true
    let saved = try vault.add(new, by: author, at: later)
    #expect(saved.missing == ["password"])
    #expect(try vault.profiles(try only("a"))[0].isIncomplete)
    try vault.setPassword(of: "a", to: "there")
    #expect(try vault.profiles(try only("a"))[0].missing == [])
  }

  @Test func `what the catalog refuses leaves nothing behind`() throws {
    let vault = try test.open()
    var unknown = try login("a")
    unknown.fields.append(VersionField("pasword", .clear("x")))
    let refused = failure { _ = try vault.add(unknown, by: author, at: later) }
    guard case .catalog(.unknownField)? = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    let odd = NewProfile(name: try name("a"), type: "clickhose")
    guard case .catalog(.unknownType)? = failure({ _ = try vault.add(odd, by: author, at: later) })
    else {
      Issue.record("an unknown type was taken")
      return
    }
    var via = try login("a")
    via.via = try name("nobody")
    #expect(
      failure { _ = try vault.add(via, by: author, at: later) }
        == .unknownProfile("nobody", known: []))
    var noted = try login("a")
    noted.note = "\u{1B}[2J"
    #expect(failure { _ = try vault.add(noted, by: author, at: later) } == .word(.badNote))
    #expect(try vault.profiles(try everything()).isEmpty)
    _ = try vault.verify(by: author, at: later)
  }

  @Test(arguments: [1, 255, 256, 257, 65_536])
  func `keeps a secret of any size`(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let vault = try test.open()
    var new = NewProfile(name: try name("big"), type: "secret")
    new.fields = [VersionField("value", .secret(Secret(SecretBytes(copying: bytes.span))))]
    _ = try vault.add(new, by: author, at: later)
    let read = try test.open().reveal(
      try only("big"), fields: [], version: nil, by: author, at: later)
    guard case .secret(let secret)? = read.first?.fields.first?.content else {
      Issue.record("no secret")
      return
    }
    let isSame = secret.bytes.equals(bytes.span)
    #expect(isSame)
  }
}
