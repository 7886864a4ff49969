import Foundation
import Host
import Messages
import Sealing
import TestSupport

/// A conversation with an agent without the client in between, as somebody would try it who has
/// only the socket.
struct RawSession: ~Copyable {
  private var channel: FrameChannel

  init(_ home: Home) throws {
    guard let socket = home.sockets.first else { throw Trouble("no session is open") }
    channel = FrameChannel(try LocalSocket.connect(to: socket), timeout: .seconds(120))
  }

  /// Asks, and gives why it was refused; nil if it was answered.
  mutating func refusal(_ message: Message, attachments: [String] = []) throws -> Failure? {
    let request = Request(message, claim: Claim(program: "coffer", parent: "test"))
    return try refusal(
      header: Array(try JSONEncoder().encode(request)), attachments: attachments,
      mayBring: message.kind.bringsNoSecret)
  }

  /// Asks, and gives the answer with what came beside it.
  mutating func answer<C: Call>(_ call: C) throws -> (answer: C.Answer, attachments: [Secret]) {
    let request = Request(call.message, claim: Claim(program: "coffer", parent: "test"))
    try channel.send(Frame(header: Array(try JSONEncoder().encode(request)), attachments: []))
    guard let frame = try channel.receive() else { throw Trouble("the agent hung up") }
    switch try JSONDecoder().decode(Reply<C.Answer>.self, from: Data(frame.header)) {
    case .answer(let answer): return (answer, frame.attachments)
    case .failure(let failure): throw failure
    }
  }

  mutating func refusal(
    header: [UInt8], attachments: [String] = [], mayBring: Bool = false
  ) throws -> Failure? {
    let secrets = attachments.map { Secret(SecretBytes(copying: Array($0.utf8).span)) }
    try channel.send(Frame(header: header, attachments: secrets))
    guard let frame = try channel.receive() else { throw Trouble("the agent hung up") }
    guard frame.attachments.isEmpty || mayBring else {
      throw Trouble("the agent gave secrets away")
    }
    for attachment in frame.attachments where attachment.text.contains("the secret") {
      throw Trouble("the agent gave the secret away")
    }
    // An answer is passed over, whatever it says.
    switch try JSONDecoder().decode(Reply<Nothing>.self, from: Data(frame.header)) {
    case .answer: return nil
    case .failure(let failure): return failure
    }
  }
}

extension MessageKind {
  /// Whether its answer brings what is no secret: a plan that only the vault itself can open, or a
  /// piece of an export, which says of the record what a session may read of it anyway.
  fileprivate var bringsNoSecret: Bool { self == .plan || self == .readAuditExport }
}
