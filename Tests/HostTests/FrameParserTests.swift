import Host
import Sealing
import Testing

@Suite struct FrameParserTests {
  private static let small = FrameLimits(
    header: 100, attachments: 3, attachment: 50, together: 120)

  @Test func `reads a frame one byte at a time`() throws {
    var parser = FrameParser(limits: .toAgent)
    let bytes = wire(frame("header", ["first", "", "second"]))
    var frames: [Frame] = []
    for (index, byte) in bytes.enumerated() {
      let hasBegun = parser.hasBegun
      #expect(hasBegun == (index > 0))
      frames += try parser.feed([byte].span)
      #expect(frames.isEmpty == (index < bytes.count - 1))
    }
    #expect(frames.map(\.text) == ["header"])
    #expect(frames.first?.secretTexts == ["first", "", "second"])
    let hasBegun = parser.hasBegun
    #expect(!hasBegun)
  }

  @Test(arguments: [1, 2, 3, 5, 7, 64, 1_000]) func `reads frames cut anywhere`(
    _ size: Int
  ) throws {
    var parser = FrameParser(limits: .toAgent)
    let sent = [frame("a", ["x"]), frame(""), frame("", [""]), frame("b"), frame("", ["y", "zz"])]
    let bytes = sent.flatMap(wire)
    var frames: [Frame] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      frames += try parser.feed(bytes.span.extracting(start..<min(start + size, bytes.count)))
    }
    #expect(frames.map(\.text) == sent.map(\.text))
    #expect(frames.map(\.secretTexts) == sent.map(\.secretTexts))
  }

  @Test func `the agent takes no more than some large attachments in one frame`() {
    let limits = FrameLimits.toAgent
    let small = Array(repeating: FrameLimits.small, count: 1_000)
    let large = Array(repeating: FrameLimits.small + 1, count: limits.large)
    #expect(limits.hasRoom(forAttachments: small))
    #expect(limits.hasRoom(forAttachments: large))
    #expect(!limits.hasRoom(forAttachments: large + large.prefix(1)))
    // An answer to the client's own process may be of many.
    #expect(FrameLimits.toClient.hasRoom(forAttachments: large + large))
  }

  @Test func `reads a frame with 1,000 attachments`() throws {
    var parser = FrameParser(limits: .toAgent)
    let secrets = (0..<1_000).map { String(repeating: "s", count: $0 % 70) + "\($0)" }
    let frames = try parser.feed(wire(frame("many", secrets)).span)
    #expect(frames.first?.secretTexts == secrets)
  }

  @Test func `accepts what is exactly at the limits`() throws {
    var parser = FrameParser(limits: Self.small)
    let full = frame(
      String(repeating: "h", count: 100), [50, 50, 20].map { String(repeating: "s", count: $0) })
    #expect(try parser.feed(wire(full).span).first?.secretTexts == full.secretTexts)
  }

  @Test(arguments: [
    wire(101, 0), wire(0xFFFF_FFFF, 0), wire(0xFFFF_FFFF, 0xFFFF_FFFF), wire(0, 4),
    wire(0, 0xFFFF_FFFF), wire(0, 1, 51), wire(0, 1, 0xFFFF_FFFF), wire(0, 3, 50, 50, 21),
    wire(0, 3, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF),
  ])
  func `refuses hostile sizes as soon as they are known`(_ bytes: [UInt8]) throws {
    var parser = FrameParser(limits: Self.small)
    #expect(try parser.feed(bytes.span.extracting(0..<bytes.count - 1)).isEmpty)
    var refusal: HostError?
    do { _ = try parser.feed([bytes[bytes.count - 1]].span) } catch { refusal = error }
    switch refusal {
    case .tooLarge, .malformedFrame: break
    default: Issue.record("was not refused, but \(String(describing: refusal))")
    }
  }

  @Test func `never asks for much on the strength of a claim`() throws {
    var parser = FrameParser(limits: .toClient)
    _ = try parser.feed(wire(256 << 20, 0).span)
    let wanted = parser.wanted
    #expect(wanted == 256 << 10)
  }

  @Test func `never asks for a byte of the next frame`() throws {
    var parser = FrameParser(limits: .toAgent)
    var bytes = wire(frame("abc", ["de", "f"]))[...]
    var asked: [Int] = []
    while !bytes.isEmpty {
      asked.append(parser.wanted)
      _ = try parser.feed(Array(bytes.prefix(parser.wanted)).span)
      bytes = bytes.dropFirst(asked.last ?? 0)
    }
    #expect(asked == [8, 8, 3, 3])
  }

  @Test(arguments: [
    (frame(String(repeating: "h", count: 101)), false), (frame("", ["", "", "", ""]), false),
    (frame("", attachmentOf: 51), false), (frame("", attachmentOf: 50), true),
  ])
  func `checks what is sent by the same limits`(_ frame: Frame, _ isFine: Bool) {
    var refusal: HostError?
    do { try Self.small.check(frame) } catch { refusal = error }
    #expect((refusal == nil) == isFine)
  }
}
