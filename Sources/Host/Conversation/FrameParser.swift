import Sealing

/// Turns a stream of bytes, in pieces of any size, into frames.
///
/// On the wire a frame is the header's length, the number of attachments, the size of each (all
/// four bytes, big-endian), the header, the attachments. Memory is set aside only for sizes that
/// were checked, and the header's only as its bytes come. After an error it is of no more use.
package struct FrameParser: ~Copyable, Sendable {
  private enum Stage {
    case prefix, sizes, header, attachments
  }

  /// How much of a large frame is taken at once, so that a claim alone costs no memory.
  private static let piece = 256 << 10

  private let limits: FrameLimits
  private var stage = Stage.prefix
  private var numbers: [UInt8] = []
  private var sizes: [Int] = []
  private var headerLength = 0
  private var header: [UInt8] = []
  private var missing = 8
  private var staging: Staging?

  package init(limits: FrameLimits) {
    self.limits = limits
  }

  /// Whether some bytes of a frame have come, but not yet all.
  package var hasBegun: Bool { stage != .prefix || missing < 8 }

  /// How many bytes it takes next: at least one, and never one of the following frame.
  package var wanted: Int { min(missing, Self.piece) }

  /// Has `read` append at most `wanted` bytes; returns the frame when they complete one.
  package mutating func take(
    from read: (inout OutputSpan<UInt8>) throws(HostError) -> Void
  ) throws(HostError) -> Frame? {
    let before: Int
    let wanted = wanted
    switch stage {
    case .prefix, .sizes:
      before = numbers.count
      try numbers.append(addingCapacity: wanted, initializingWith: read)
      missing -= numbers.count - before
    case .header:
      before = header.count
      try header.append(addingCapacity: wanted, initializingWith: read)
      missing -= header.count - before
    case .attachments:
      missing -= try staging?.append(atMost: wanted, from: read) ?? 0
    }
    while missing == 0 {
      if let frame = try finishStage() { return frame }
    }
    return nil
  }

  /// The same for bytes that are at hand already; returns the frames that they complete.
  package mutating func feed(_ bytes: borrowing Span<UInt8>) throws(HostError) -> [Frame] {
    var frames: [Frame] = []
    var position = 0
    while position < bytes.count {
      let end = min(position + wanted, bytes.count)
      let piece = position..<end
      position = end
      let frame = try take { output throws(HostError) in
        for index in piece { output.append(bytes[index]) }
      }
      if let frame { frames.append(frame) }
    }
    return frames
  }

  /// Goes on to the next stage, whose bytes may be none, or gives out the frame after the last.
  private mutating func finishStage() throws(HostError) -> Frame? {
    switch stage {
    case .prefix:
      let count = Self.number(in: numbers, at: 4)
      headerLength = Self.number(in: numbers, at: 0)
      numbers = []
      if let excess = limits.excess(header: headerLength, attachments: count) { throw excess }
      (stage, missing) = (.sizes, count * 4)
    case .sizes:
      sizes = []
      for index in stride(from: 0, to: numbers.count, by: 4) {
        sizes.append(Self.number(in: numbers, at: index))
      }
      numbers = []
      if let excess = limits.excess(sizes: sizes) { throw excess }
      (stage, missing) = (.header, headerLength)
    case .header:
      let total = sizes.reduce(0, +)
      if total > 0 { staging = try Staging(capacity: total) }
      (stage, missing) = (.attachments, total)
    case .attachments:
      return finishFrame()
    }
    return nil
  }

  private mutating func finishFrame() -> Frame {
    let secrets: [Secret]
    if let staging = staging.take() {
      secrets = staging.secrets(of: sizes)
    } else {
      secrets = sizes.map { _ in Secret(SecretBytes(copying: [UInt8]().span)) }
    }
    let frame = Frame(header: header, attachments: secrets)
    self = FrameParser(limits: limits)
    return frame
  }

  private static func number(in numbers: [UInt8], at index: Int) -> Int {
    (0..<4).reduce(0) { $0 << 8 | Int(numbers[index + $1]) }
  }
}
