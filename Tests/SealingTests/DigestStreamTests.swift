import Sealing
import Testing

@Suite struct DigestStreamTests {
  @Test(arguments: [0, 1, 127, 128, 129, 1_000, 70_000])
  func `pieces give the digest of the whole`(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for step in [1, 7, 128, 65_536] where count / step < 2_000 {
      var stream = DigestStream()
      for start in stride(from: 0, to: count, by: step) {
        let piece = Array(bytes[start..<min(start + step, count)])
        stream.add(piece.span)
      }
      #expect(stream.finish() == Digest.of(bytes.span), "in steps of \(step)")
    }
  }
}
