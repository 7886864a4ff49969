import Foundation
import Host
import Messages
import Sealing
import Storage

/// Somebody who talks to an agent, on a thread of its own, for it waits.
actor Client {
  private let executor = QueueExecutor(label: "client")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.unowned }
  private var channel: FrameChannel?

  init(_ socket: consuming Descriptor) {
    // So long that only an agent that hangs is meant, not a machine that is busy.
    channel = FrameChannel(socket, timeout: .seconds(600))
  }

  func ask<C: Call>(_ call: C, _ attachments: [Secret] = []) throws -> C.Answer {
    try Self.read(C.self, try raw(call, attachments)).answer
  }

  /// The answer with the secrets that came with it.
  func reveal(_ call: RevealFields) throws -> (answer: ShowAnswer, secrets: [Secret]) {
    try Self.read(RevealFields.self, try raw(call))
  }

  /// The answer as it came over the wire.
  func raw(_ call: some Call, _ attachments: [Secret] = []) throws -> Frame {
    try send(call, attachments)
    guard let frame = try channel?.receive() else { throw HostError.closed }
    return frame
  }

  func exchange(_ frame: Frame) throws -> Frame? {
    try channel?.send(frame)
    return try channel?.receive()
  }

  /// Sends without waiting for an answer.
  func send(_ call: some Call, _ attachments: [Secret] = []) throws {
    let claim = Claim(program: "tests", parent: "swift")
    let header = try JSONEncoder().encode(Request(call.message, claim: claim))
    try channel?.send(Frame(header: Array(header), attachments: attachments))
  }

  func hangUp() { channel = nil }

  /// Why a question was refused.
  func refusal(of call: some Call, _ attachments: [Secret] = []) -> Failure? {
    do {
      _ = try ask(call, attachments)
      return nil
    } catch {
      return error as? Failure
        ?? Failure(.unexpected, code: "no-answer", "\(error)", hint: "")
    }
  }

  private static func read<C: Call>(
    _ type: C.Type, _ frame: Frame
  ) throws -> (answer: C.Answer, secrets: [Secret]) {
    switch try JSONDecoder().decode(Reply<C.Answer>.self, from: Data(frame.header)) {
    case .answer(let answer): return (answer, frame.attachments)
    case .failure(let failure): throw failure
    }
  }
}

extension Secret {
  static func of(_ text: String) -> Secret {
    Secret(SecretBytes(copying: Array(text.utf8).span))
  }

  var text: String { String(decoding: (0..<count).map { span[$0] }, as: UTF8.self) }
}

extension AddProfile {
  /// A whole profile; its password is the first attachment.
  static func sample(_ name: String) -> AddProfile {
    var call = AddProfile(name: name, type: "clickhouse")
    call.fields = [
      FieldInput("host", .text("x1.example")), FieldInput("database", .text("acme")),
      FieldInput("username", .text("reader")), FieldInput("password", .attachment(0)),
    ]
    return call
  }
}

extension SelectorInput {
  static func named(_ names: String...) -> SelectorInput { SelectorInput(words: names) }
}
