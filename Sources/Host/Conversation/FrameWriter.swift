import Sealing

/// A frame on its way out, which lets go of each secret as soon as its last byte has left.
struct FrameWriter: ~Copyable {
  private var header: [UInt8]
  private var lead: [UInt8] = []
  /// The attachments still to go, the next one last.
  private var attachments: [Secret]
  /// How much of the foremost piece has gone.
  private var gone = 0

  /// A small header goes out with the numbers before it, in one call.
  private static let small = 64 << 10

  init(_ frame: consuming Frame, limits: FrameLimits) throws(HostError) {
    try limits.check(frame)
    header = frame.header
    attachments = frame.attachments.reversed()
    lead.reserveCapacity(8 + 4 * attachments.count + (header.count > Self.small ? 0 : header.count))
    append(header.count)
    append(attachments.count)
    for attachment in frame.attachments { append(attachment.count) }
    if header.count <= Self.small {
      lead += header
      header = []
    }
  }

  /// Has `send` take bytes until all are gone (true) or it takes none for now (false).
  mutating func advance(
    _ send: (borrowing Span<UInt8>) throws(HostError) -> Int
  ) throws(HostError) -> Bool {
    while !lead.isEmpty {
      let taken = try send(lead.span.extracting(gone..<lead.count))
      gone += taken
      if gone == lead.count { (lead, gone) = ([], 0) } else if taken == 0 { return false }
    }
    while !header.isEmpty {
      let taken = try send(header.span.extracting(gone..<header.count))
      gone += taken
      if gone == header.count { (header, gone) = ([], 0) } else if taken == 0 { return false }
    }
    while let attachment = attachments.last {
      let left = attachment.count - gone
      let taken = left > 0 ? try Self.send(attachment.bytes, from: gone, by: send) : 0
      gone += taken
      if taken == left {
        attachments.removeLast()
        gone = 0
      } else if taken == 0 {
        return false
      }
    }
    return true
  }

  private static func send(
    _ secret: borrowing SecretBytes, from start: Int,
    by send: (borrowing Span<UInt8>) throws(HostError) -> Int
  ) throws(HostError) -> Int {
    let bytes = secret.bytes
    return try send(bytes.extracting(start..<bytes.count))
  }

  private mutating func append(_ number: Int) {
    for shift in [24, 16, 8, 0] { lead.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }
}
