import FoundationEssentials
import Host
import Messages
import Sealing

/// Messages as the bytes of frames.
enum Wire {
  /// Reads a request; one of another version is told so, whatever else it holds.
  static func request(_ header: [UInt8]) throws(Failure) -> Messages.Request {
    guard Nesting.isShallow(header) else { throw .misunderstood }
    let data = Data(header)
    guard let version = try? JSONDecoder().decode(RequestVersion.self, from: data) else {
      throw .misunderstood
    }
    guard version.version == Conversation.version else { throw .olderAgent }
    guard let request = try? JSONDecoder().decode(Messages.Request.self, from: data) else {
      throw .misunderstood
    }
    return request
  }

  /// A request of our own, to another agent.
  static func request(_ call: some Call) throws(Failure) -> Frame {
    let claim = Claim(program: "coffer-agent", parent: nil)
    return Frame(header: try encode(Messages.Request(call.message, claim: claim)))
  }

  /// An answer of the type that the question asks for.
  static func answer<C: Call>(
    to call: C, _ answer: C.Answer, attachments: [Secret] = []
  ) throws(Failure) -> Frame {
    let frame = Frame(header: try encode(Reply.answer(answer)), attachments: attachments)
    do throws(HostError) {
      try FrameLimits.toClient.check(frame)
    } catch {
      throw .answerTooLarge
    }
    return frame
  }

  static func failure(_ failure: Failure) -> Frame {
    // Only text: it cannot fail to be written.
    Frame(header: (try? encode(Reply<Nothing>.failure(failure))) ?? [])
  }

  private static func encode(_ value: some Encodable) throws(Failure) -> [UInt8] {
    do { return Array(try JSONEncoder().encode(value)) } catch { throw .misunderstood }
  }
}

extension Failure {
  static let answerTooLarge = Failure(
    .invalid, "the answer is larger than one message can be",
    hint: "select fewer profiles at a time")
}
