import Host
import Sealing

extension FuzzTarget {
  /// The stream between client and agent: the same frames, or the same error, however it is cut.
  static let frames = FuzzTarget(name: "frames", about: "a stream of messages") { input in
    let stream = input.from(1)
    let whole = Taken(from: stream, by: Int.max)
    let pieces = Taken(from: stream, by: Int(input.byte(0) % 16) + 1)
    try promise(whole == pieces, "the frames depend on how the stream was cut")
    let size = whole.frames.reduce(0) { $0 + $1.wireSize }
    try promise(size <= stream.count, "frames of \(size) bytes came out of \(stream.count)")
    for frame in whole.frames {
      try promise(
        (try? Taken.limits.check(frame.asFrame)) != nil, "a frame came out over the limits")
    }
  }
}

/// What came out of a parser until its first error.
private struct Taken: Equatable {
  static let limits = FrameLimits(
    header: 4_096, attachments: 16, attachment: 1_024, together: 4_096)

  var frames: [PlainFrame] = []
  var error: HostError?
  var hasBegun = false

  init(from stream: Span<UInt8>, by step: Int) {
    var parser = FrameParser(limits: Self.limits)
    var position = 0
    while position < stream.count {
      let end = position + min(parser.wanted, step, stream.count - position)
      do throws(HostError) {
        let frame = try parser.take { output throws(HostError) in
          for index in position..<end { output.append(stream[index]) }
        }
        if let frame { frames.append(PlainFrame(frame)) }
      } catch {
        self.error = error
        return
      }
      position = end
    }
    hasBegun = parser.hasBegun
  }
}

/// A frame whose attachments can be compared.
private struct PlainFrame: Equatable {
  let header: [UInt8]
  let attachments: [[UInt8]]

  init(_ frame: Frame) {
    header = frame.header
    attachments = frame.attachments.map { $0.span.array }
  }

  var wireSize: Int { attachments.reduce(8 + header.count) { $0 + 4 + $1.count } }

  var asFrame: Frame {
    Frame(header: header, attachments: attachments.map { Secret(SecretBytes(copying: $0.span)) })
  }
}
