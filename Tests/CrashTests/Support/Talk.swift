import Faults
import Foundation
import Host
import Messages
import Sealing
import TestSupport

/// One conversation, blocking: a call out, its answer in.
struct Talk: ~Copyable {
  private var channel: FrameChannel

  init(_ socket: consuming Descriptor) {
    channel = FrameChannel(socket, timeout: .seconds(180))
  }

  /// Throws a `Failure` for a refusal and a `HostError` when nobody answers any more.
  mutating func ask<C: Call>(_ call: C, _ secrets: [Secret] = []) throws -> C.Answer {
    let claim = Claim(program: "tests", parent: "swift")
    let header = try JSONEncoder().encode(Request(call.message, claim: claim))
    try channel.send(Frame(header: Array(header), attachments: secrets))
    guard let frame = try channel.receive() else { throw HostError.closed }
    switch try JSONDecoder().decode(Reply<C.Answer>.self, from: Data(frame.header)) {
    case .answer(let answer): return answer
    case .failure(let failure): throw failure
    }
  }
}

/// The agent for tests, started as our own child so that its death can be seen.
struct Subject: ~Copyable {
  let process: pid_t
  var talk: Talk

  static let program = BuiltPrograms.folder.appendingPathComponent("coffer-agent-under-test").path

  static func start(_ plan: Plan) throws -> Subject {
    let ends = try LocalSocket.pair().split { near, far in (near.release(), far.release()) }
    let talk = Talk(Descriptor(ends.0))
    let far = Descriptor(ends.1)
    guard let process = Launch.start([program] + plan.words, socket: far.number) else {
      throw HostError.cannotStart(program)
    }
    return Subject(process: process, talk: talk)
  }
}
