import Foundation
import FuzzTargets
import Testing

/// Without a fuzzer: what was kept, and a few thousand changes of it, the same in each run.
@Suite struct ReplayTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzz/Corpus")

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `keeps its promises on everything that was kept`(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let corpus = try Self.corpus(of: name)
    #expect(!corpus.isEmpty)
    for (file, bytes) in corpus {
      #expect(throws: Never.self, "\(file)") { try target.run(bytes.span) }
    }
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `keeps its promises on changes of it`(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    var corpus = try Self.corpus(of: name).map(\.bytes)
    corpus.append([])
    var changes = Changes(state: 7)
    for _ in 0..<(name == "vaults" ? 100 : 2_000) {
      let bytes = changes.changed(corpus)
      #expect(throws: Never.self, "\(Data(bytes).base64EncodedString())") {
        try target.run(bytes.span)
      }
    }
  }

  private static func corpus(of name: String) throws -> [(file: String, bytes: [UInt8])] {
    let folder = folder.appending(path: name)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
    }
  }
}

/// Small changes as a fuzzer makes them, but the same numbers in every run (SplitMix64).
private struct Changes: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func changed(_ corpus: [[UInt8]]) -> [UInt8] {
    var bytes = corpus.randomElement(using: &self) ?? []
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &self)
      case 2 where !bytes.isEmpty: bytes.remove(at: place)
      case 3: bytes.insert(UInt8.random(in: 0...255, using: &self), at: place)
      case 4 where !bytes.isEmpty:
        bytes.removeLast(bytes.count - place)
      default:
        let other = corpus.randomElement(using: &self) ?? []
        bytes.insert(contentsOf: other.prefix(Int.random(in: 0...32, using: &self)), at: place)
      }
    }
    return bytes
  }
}
