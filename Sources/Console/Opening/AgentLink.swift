import FoundationEssentials
import Host
package import Messages
package import Sealing

/// The client's end of a conversation with an agent, private or of a session.
package struct AgentLink: ~Copyable, Sendable {
  private var channel: FrameChannel
  /// Whether the other end is an agent that we spawned ourselves, to which keys may go.
  package let isPrivate: Bool
  private let claim: Claim

  private init(_ socket: consuming Descriptor, isPrivate: Bool, patience: Duration) {
    channel = FrameChannel(socket, timeout: patience)
    self.isPrivate = isPrivate
    claim = Claim(program: "coffer", parent: ProcessFacts.parentName)
  }

  /// Starts an agent for this conversation alone.
  package static func spawn() throws(Failure) -> AgentLink {
    let program = try told(try ProgramPath.sibling("coffer-agent"))
    let pair = try told(try LocalSocket.pair())
    let near = try told(try pair.near.duplicate())
    let far = try told(try pair.far.duplicate())
    let folders = Environment.entries([
      "HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME",
      "XDG_CACHE_HOME",
      // The way to the network; what else a library would read from there stays behind.
      "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE",
    ])
    let environment = folders + Environment.plainEntries(["TZ", "LANG"])
    do throws(HostError) {
      try Spawner.spawn(
        program: program, arguments: ["--conversation"], environment: environment, socket: far)
    } catch {
      throw Failure(error)
    }
    // Many at once queue for the derivation of their keys.
    return AgentLink(near, isPrivate: true, patience: .seconds(1_800))
  }

  /// Joins the session of a vault; nil where there is none.
  package static func session(
    of vault: String, patience: Duration = .seconds(300)
  ) throws(Failure) -> AgentLink? {
    let place = try told(try SessionPlace(vault: vault))
    do throws(HostError) {
      let socket = try LocalSocket.connect(to: place.socket)
      return AgentLink(socket, isPrivate: false, patience: patience)
    } catch .nobodyListens {
      return nil
    } catch .notFound {
      return nil
    } catch {
      throw Failure(error)
    }
  }

  /// Asks, and waits for the answer and the secrets that come with it.
  package mutating func ask<C: Call>(
    _ call: C, attachments: [Secret] = []
  ) throws(Failure) -> (answer: C.Answer, secrets: [Secret]) {
    let header = try Self.encode(Messages.Request(call.message, claim: claim))
    let frame: Frame?
    do throws(HostError) {
      try channel.send(Frame(header: header, attachments: attachments))
      frame = try channel.receive()
    } catch .closed {
      throw .stopped
    } catch .cutOff {
      throw .stopped
    } catch {
      throw Failure(error)
    }
    guard let frame else { throw .stopped }
    switch try Self.decode(Reply<C.Answer>.self, frame.header) {
    case .answer(let answer): return (answer, frame.attachments)
    case .failure(let failure): throw failure
    }
  }

  private static func encode(_ value: some Encodable) throws(Failure) -> [UInt8] {
    do { return Array(try JSONEncoder().encode(value)) } catch { throw .misunderstood }
  }

  private static func decode<T: Decodable>(
    _ type: T.Type, _ bytes: [UInt8]
  ) throws(Failure) -> T {
    guard Nesting.isShallow(bytes) else { throw .misunderstood }
    do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch { throw .misunderstood }
  }
}

extension Failure {
  /// The agent went away before it answered.
  static let stopped = Failure(
    .unexpected, "the agent stopped in the middle of the command",
    hint: "nothing is half done; look with 'coffer show', then try again")

  static let misunderstood = Failure(
    .unexpected, "the two programs do not understand each other",
    hint: "make sure that coffer and coffer-agent are of the same release")
}
