import Sealing

/// How large a frame may be, checked before any memory is set aside for it.
package struct FrameLimits: Equatable, Sendable {
  package let header: Int
  package let attachments: Int
  package let attachment: Int
  package let together: Int
  /// How many attachments may be longer than `small`: each of these takes mappings of its own, of which a
  /// process has some 65,000, and the agent listens to many at once.
  package let large: Int
  package static let small = 4_096

  /// What the agent accepts.
  package static let toAgent = FrameLimits(header: 8 << 20, large: 64)
  /// What the client accepts: a list or an export of a large vault is one frame.
  package static let toClient = FrameLimits(header: 256 << 20)

  package init(
    header: Int, attachments: Int = 1_024, attachment: Int = 2 << 20, together: Int = 4 << 20,
    large: Int = 1_024
  ) {
    self.header = header
    self.attachments = attachments
    self.attachment = attachment
    self.together = together
    self.large = large
  }

  /// Refuses a frame that the other end would refuse.
  package func check(_ frame: borrowing Frame) throws(HostError) {
    if let limit = excess(header: frame.header.count, attachments: frame.attachments.count) {
      throw limit
    }
    if let limit = excess(sizes: frame.attachments.map(\.count)) { throw limit }
  }

  /// Whether attachments of these sizes fit into one frame.
  package func hasRoom(forAttachments sizes: [Int]) -> Bool {
    excess(header: 0, attachments: sizes.count) == nil && excess(sizes: sizes) == nil
  }

  func excess(header length: Int, attachments count: Int) -> HostError? {
    if length > header { return .tooLarge("the header of a message", limit: header) }
    if count > attachments {
      return .malformedFrame("\(count) attachments, \(attachments) are allowed")
    }
    return nil
  }

  func excess(sizes: [Int]) -> HostError? {
    var total = 0
    var many = 0
    for size in sizes {
      if size > attachment { return .tooLarge("an attachment of a message", limit: attachment) }
      total += size
      if size > Self.small { many += 1 }
    }
    if many > large { return .malformedFrame("\(many) large attachments, \(large) are allowed") }
    return total > together
      ? .tooLarge("a message's attachments together", limit: together) : nil
  }
}
