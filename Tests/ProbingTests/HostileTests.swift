import Foundation
import TestSupport
import Testing

@testable import Probing

/// Servers that mean us harm, or are none.
@Suite struct HostileTests {
  private static let password = "hostile-canary-4711"

  private func look(
    at server: RawServer, _ type: String = "postgres", _ more: [String: String] = [:],
    seconds: Int = 60
  ) async throws -> Verdict {
    try await ProbingTests.look(
      type, port: server.port, user: "reader", password: Self.password, more, seconds: seconds)
  }

  private static func message(_ kind: Unicode.Scalar, _ payload: [UInt8]) -> [UInt8] {
    let length = UInt32(payload.count + 4)
    return [UInt8(ascii: kind)] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
      + payload
  }

  private func heardPassword(_ server: RawServer) -> Bool {
    String(decoding: server.received, as: UTF8.self).contains(Self.password)
  }

  @Test(arguments: ["postgres", "mysql", "questdb", "redshift"])
  func `one that accepts and hangs takes no longer than it may`(_ type: String) async throws {
    let server = try RawServer { $0.hearAll() }
    // How long it took is no measure, as other tests hold the threads. It ends, and says why.
    let verdict = try await look(at: server, type, seconds: 1)
    #expect(verdict.kind == .unreachable && verdict.cause.contains("in time"), "\(verdict)")
  }

  @Test(arguments: ["postgres", "mysql"])
  func `garbage is no answer`(_ type: String) async throws {
    let server = try RawServer { peer in
      peer.say([UInt8](repeating: 0xAA, count: 4_000))
      peer.hearAll()
    }
    let verdict = try await look(at: server, type)
    #expect(verdict.kind == .unreachable && verdict.cause.contains("as expected"), "\(verdict)")
    #expect(!heardPassword(server))
  }

  @Test(arguments: ["postgres", "mysql"])
  func `one that never stops talking is not listened to`(_ type: String) async throws {
    let server = try RawServer { peer in
      // Messages that are only remarks, or packets of the right number: a gigabyte if we let it.
      let notice = Self.message("N", [UInt8](repeating: 0x41, count: 60_000))
      for number in 0..<20_000 {
        let packet: [UInt8] =
          [0x60, 0xEA, 0, UInt8(truncatingIfNeeded: number)]
          + [UInt8](repeating: 0x41, count: 60_000)
        guard peer.say(type == "mysql" ? packet : notice) else { return }
      }
    }
    let verdict = try await look(at: server, type)
    #expect(verdict.kind == .unreachable, "\(verdict)")
  }

  @Test func `one that says the password back is not repeated`() async throws {
    let server = try RawServer { peer in
      peer.hearNext()
      peer.say(Self.message("R", [0, 0, 0, 3]))
      peer.hearNext()
      let text = "no such user with \(Self.password)\u{1B}[2J"
      peer.say(
        Self.message("E", Array("SERROR\0C28P01\0M\(text)\0\0".utf8)))
      peer.hearAll()
    }
    let verdict = try await look(at: server)
    #expect(verdict.kind == .refused, "\(verdict)")
    #expect(heardPassword(server))
    #expect(!"\(verdict)".contains(Self.password))
    #expect(!verdict.cause.contains("\u{1B}"))
  }

  @Test func `one that asks for the password after SCRAM has begun does not get it`()
    async throws
  {
    let server = try RawServer { peer in
      peer.hearNext()
      peer.say(Self.message("R", [0, 0, 0, 10] + Array("SCRAM-SHA-256\0\0".utf8)))
      peer.say(Self.message("R", [0, 0, 0, 3]))
      peer.hearAll()
    }
    let verdict = try await look(at: server, "postgres", ["host": "localhost"])
    #expect(verdict.kind == .unreachable && verdict.cause.contains("in clear"), "\(verdict)")
    #expect(!heardPassword(server))
  }

  @Test func `one that lets us in without its part of SCRAM is an impostor`() async throws {
    let server = try RawServer { peer in
      peer.hearNext()
      peer.say(Self.message("R", [0, 0, 0, 10] + Array("SCRAM-SHA-256\0\0".utf8)))
      peer.hearNext()
      peer.say(Self.message("R", [0, 0, 0, 0]) + Self.message("Z", [0x49]))
      peer.hearAll()
    }
    let verdict = try await look(at: server)
    #expect(verdict.kind == .unreachable && verdict.cause.contains("did not prove"), "\(verdict)")
  }

  @Test(arguments: [(1, "rounds"), (4_096, "cannot be answered")])
  func `one that asks for weak proofs, or for many, gets none more`(
    _ rounds: Int, _ words: String
  ) async throws {
    let server = try RawServer { peer in
      peer.hearNext()
      peer.say(Self.message("R", [0, 0, 0, 10] + Array("SCRAM-SHA-256\0\0".utf8)))
      let nonce = String(decoding: peer.hearNext().suffix(24), as: UTF8.self)
      let challenge = "r=\(nonce)theirs,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=\(rounds)"
      for _ in 0..<2 {
        peer.say(Self.message("R", [0, 0, 0, 11] + Array(challenge.utf8)))
      }
      peer.hearAll()
    }
    let verdict = try await look(at: server)
    #expect(verdict.kind == .unreachable && verdict.cause.contains(words), "\(verdict)")
    let proofs = String(decoding: server.received, as: UTF8.self).components(separatedBy: ",p=")
    #expect(proofs.count <= (rounds < 4_096 ? 1 : 2))
  }

  @Test func `QuestDB's odd error is a refusal, and its greeting is known`() async throws {
    let server = try RawServer { peer in
      peer.hearNext()
      peer.say(Self.message("R", [0, 0, 0, 3]))
      let said = String(decoding: peer.hearNext().dropFirst(5).dropLast(), as: UTF8.self)
      guard said == Self.password else {
        peer.say(
          Self.message("E", Array("C00000\0Minvalid username/password\0SERROR\0\0".utf8)))
        return
      }
      peer.say(
        Self.message("R", [0, 0, 0, 0])
          + Self.message("S", Array("server_version\012.3 (questdb)\0".utf8))
          + Self.message("Z", [0x49]))
      peer.hearNext()
      peer.say(
        Self.message("D", [0, 1, 0, 0, 0, 1, 0x31]) + Self.message("C", Array("SELECT 1\0".utf8))
          + Self.message("Z", [0x49]))
      peer.hearAll()
    }
    let good = try await look(at: server, "questdb")
    #expect(good.kind == .valid && good.remarks.isEmpty, "\(good)")
    let bad = try await ProbingTests.look(
      "questdb", port: server.port, user: "admin", password: "other-password")
    #expect(bad.kind == .refused && bad.isConfirmed, "\(bad)")
  }

  @Test func `a server of MySQL's kind that asks for the password in clear does not get it`()
    async throws
  {
    let server = try RawServer { peer in
      let greeting: [UInt8] =
        [10] + Array("8.0.36\0".utf8) + [1, 0, 0, 0] + Array("abcdefgh".utf8) + [0]
        + [0xFF, 0xF7, 45, 2, 0, 0xFF, 0xDF, 21] + [UInt8](repeating: 0, count: 10)
        + Array("ijklmnopqrst\0mysql_native_password\0".utf8)
      peer.say([UInt8(greeting.count), 0, 0, 0] + greeting)
      peer.hearNext()
      let wish = [0xFE] + Array("mysql_clear_password\0".utf8)
      peer.say([UInt8(wish.count), 0, 0, 2] + wish)
      peer.hearNext()
      peer.say([7, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0])
      peer.hearAll()
    }
    let verdict = try await look(at: server, "mysql", ["host": "localhost"])
    #expect(verdict.kind == .unreachable && verdict.cause.contains("in clear"), "\(verdict)")
    #expect(!heardPassword(server))
    let chosen = try await look(
      at: server, "mysql", ["host": "localhost", "cleartext": "allow"], seconds: 2)
    #expect(heardPassword(server), "\(chosen)")
  }

  /// MySQL's packet of an error, the first that is said.
  private static func refusal(_ number: UInt16, _ text: String) -> [UInt8] {
    let packet =
      [0xFF, UInt8(truncatingIfNeeded: number), UInt8(number >> 8)] + Array("#42000\(text)".utf8)
    return [UInt8(packet.count), 0, 0, 0] + packet
  }

  @Test(arguments: [1_045, 1_049] as [UInt16])
  func `what is said before TLS is believed by nobody who wants TLS`(_ number: UInt16) async throws
  {
    let server = try RawServer { peer in
      peer.say(Self.refusal(number, "injected words"))
      peer.hearAll()
    }
    for ssl in ["true", "{\"rejectUnauthorized\":false}"] {
      let verdict = try await look(at: server, "mysql", ["ssl": ssl])
      #expect(verdict.kind == .unreachable && !verdict.isConfirmed, "\(verdict)")
      #expect(!verdict.passwordWasTaken && !"\(verdict)".contains("injected"), "\(verdict)")
    }
  }

  @Test func `an error before the password was asked for proves no password`() async throws {
    let hasty = try RawServer { peer in
      peer.hearNext()
      peer.say(Self.message("E", Array("SFATAL\0C3D000\0Mno such database\0\0".utf8)))
      peer.hearAll()
    }
    let astray = try await look(at: hasty)
    #expect(astray.kind == .wrongTarget && !astray.passwordWasTaken, "\(astray)")
    let rude = try RawServer { peer in
      peer.say(Self.refusal(1_049, "Unknown database"))
      peer.hearAll()
    }
    let lost = try await look(at: rude, "mysql")
    #expect(lost.kind == .wrongTarget && !lost.passwordWasTaken, "\(lost)")
  }

  @Test func `nobody there is never a wrong password`() async throws {
    for (type, host) in [("postgres", "127.0.0.1"), ("mysql", "nowhere.invalid")] {
      let verdict = try await ProbingTests.look(
        type, port: 1, user: "reader", password: Self.password, ["host": host])
      #expect(verdict.kind == .unreachable && !verdict.isConfirmed, "\(verdict)")
    }
  }
}
