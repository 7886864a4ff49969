import Moving
import Packing
import Sealing
import TestSupport
import Testing

@Suite struct ExportTests {
  private static func sealed(to keys: borrowing BoxKeys, pieces: Int = 3) throws -> [UInt8] {
    var writer = try ExportWriter(to: keys.publicKey)
    var bytes = writer.beginning
    for number in 1...pieces {
      bytes += writer.piece(Secret(text: "piece \(number)").span, isLast: number == pieces)
    }
    return bytes
  }

  private static func open(_ bytes: [UInt8], by keys: borrowing BoxKeys) throws(MovingError)
    -> [String]
  {
    let found = try ExportHeader.read(bytes.span)
    let key = try found.header.key(for: keys)
    return try ExportPiece.openAll(
      of: bytes.span, from: found.end, header: found.header, key: key
    ).map(\.text)
  }

  @Test func `opens for whom it is`() throws {
    let keys = BoxKeys.generate()
    let bytes = try Self.sealed(to: keys)
    #expect(try Self.open(bytes, by: keys) == ["piece 1", "piece 2", "piece 3"])
  }

  @Test func `does not open for somebody else`() throws {
    let bytes = try Self.sealed(to: BoxKeys.generate())
    let other = BoxKeys.generate()
    #expect(throws: MovingError.exportForOther) { try Self.open(bytes, by: other) }
  }

  @Test func `opens with its passphrase alone`() throws {
    let cost = try PassphraseCost(memoryMiB: 64, passes: 3)
    var writer = try ExportWriter(passphrase: Secret(text: "right").span, cost: cost)
    let bytes = writer.beginning + writer.piece(Secret(text: "x").span, isLast: true)
    let found = try ExportHeader.read(bytes.span)
    if try found.header.key(passphrase: Secret(text: "wrong").span) != nil {
      Issue.record("a wrong passphrase opens it")
    }
    guard let key = try found.header.key(passphrase: Secret(text: "right").span) else {
      Issue.record("the right passphrase does not open it")
      return
    }
    let pieces = try ExportPiece.openAll(
      of: bytes.span, from: found.end, header: found.header, key: key)
    #expect(pieces.map(\.text) == ["x"])
  }

  @Test func `every changed byte is seen`() throws {
    let keys = BoxKeys.generate()
    let bytes = try Self.sealed(to: keys)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x41
      do throws(MovingError) {
        let opened = try Self.open(changed, by: keys)
        Issue.record("byte \(index) of \(bytes.count) may be changed: \(opened)")
      } catch {}
    }
  }

  @Test func `every cut is seen, and what is added, moved or taken out`() throws {
    let keys = BoxKeys.generate()
    let bytes = try Self.sealed(to: keys)
    for end in 0..<bytes.count {
      do throws(MovingError) {
        _ = try Self.open(Array(bytes[..<end]), by: keys)
        Issue.record("may be cut after \(end) bytes")
      } catch {}
    }
    #expect(throws: MovingError.damagedExport("something follows its end")) {
      try Self.open(bytes + [0], by: keys)
    }
    // Each piece takes as much room as the others.
    let start = try ExportHeader.read(bytes.span).end
    let size = (bytes.count - start) / 3
    let parts = (0..<3).map { Array(bytes[start + $0 * size..<start + ($0 + 1) * size]) }
    let header = Array(bytes[..<start])
    for order in [[1, 0, 2], [0, 2], [0, 0, 1, 2], [2]] {
      do throws(MovingError) {
        _ = try Self.open(header + order.flatMap { parts[$0] }, by: keys)
        Issue.record("the order \(order) opens")
      } catch {}
    }
  }

  @Test func `pieces of another export do not fit`() throws {
    let keys = BoxKeys.generate()
    let one = try Self.sealed(to: keys, pieces: 1)
    let other = try Self.sealed(to: keys, pieces: 1)
    let start = try ExportHeader.read(one.span).end
    #expect(throws: MovingError.damagedExport("piece 1 does not open")) {
      try Self.open(Array(one[..<start]) + other[start...], by: keys)
    }
  }

  @Test func `a profile comes back as it was packed`() throws {
    var profile = MovedProfile(line: 7, name: "a", type: "clickhouse")
    profile.labels = [MovedProfile.Label("k", "v")]
    profile.note = ""
    profile.isIncomplete = true
    profile.fields = [
      MovedField("host", .clear("h")), MovedField("password", .secret(Secret(text: "p"))),
      MovedField("x", .generated(40)), MovedField("y", .withheld),
    ]
    var pieces = Pieces()
    try pieces.add(profile)
    let piece = try #require(pieces.finish().first)
    #expect(piece.count == 4 + profile.size)
    #expect(try Pieces.names(in: piece).map(\.name) == ["a"])
    var back: [MovedProfile] = []
    try Pieces.forEach(in: piece, mapping: { $0 }) { found throws(PackingError) in
      back.append(found)
    }
    let found = try #require(back.first)
    #expect(found.line == 7)
    #expect(found.labels == profile.labels)
    #expect(found.note == "")
    #expect(found.via == nil)
    #expect(found.isIncomplete)
    #expect(
      ["host", "password", "x", "y"].map { found.text($0) }
        == ["h", "secret p", "generated 40", "withheld"])
    for end in 1..<piece.count {
      #expect(throws: PackingError.self) {
        try Pieces.forEach(
          in: Secret(SecretBytes(copying: piece.span.extracting(0..<end))), mapping: { $0 }
        ) { _ throws(PackingError) in }
      }
    }
  }
}
