import Foundation
import Profiles
import Sealing
import Synchronization
import TestSupport
import Testing
import Vaults

/// Several programs at one file, each with a connection of its own.
@Suite struct ParallelTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
    let vault = try test.open()
    try vault.addLogin("a", password: "0")
  }

  @Test func `a reader sees one state while others write`() throws {
    let isDone = Mutex(false)
    let isOpen = DispatchSemaphore(value: 0)
    let test = test
    let errors = inParallel(2) { role -> VaultError? in
      failure {
        defer { isOpen.signal() }
        if role == 0 {
          defer { isDone.withLock { $0 = true } }
          let vault = try test.open()
          isOpen.signal()
          for _ in 0..<40 { try Self.look(at: vault) }
        } else {
          isOpen.wait()
          let vault = try test.open()
          var number = 0
          while !isDone.withLock({ $0 }) {
            number += 1
            let user = VersionField("username", .clear("\(number)"))
            _ = try vault.change(
              try change("a", user, password("\(number)")), by: author, at: later)
            try vault.addLogin("p\(number)")
          }
        }
      }
    }
    #expect(errors.allSatisfy { $0 == nil }, "\(errors)")
    _ = try test.open().verify(by: author, at: later)
  }

  /// User and password were always written together, and the number of profiles with the head.
  private static func look(at vault: borrowing Vault) throws {
    let read = try vault.revealUnaudited(
      try only("a"), fields: ["username", "password"], version: nil)
    guard let fields = read.first?.fields, case .clear(let user) = fields[0].content,
      case .secret(let secret) = fields[1].content
    else { throw VaultError.badKey("a field is missing") }
    guard secret.text == user || user == "reader" else {
      throw VaultError.badKey("user \(user) met password \(secret.text)")
    }
    _ = try vault.profiles(try everything())
  }

  @Test func `of those who set the same version one wins, and nothing is lost`() throws {
    let won = Mutex<[UInt32]>([])
    let test = test
    let errors = inParallel(8) { writer -> VaultError? in
      failure {
        let vault = try test.open()
        for wanted in 1...10 as ClosedRange<UInt32> {
          var wish = try change("a", password("\(writer)-\(wanted)"))
          wish.ifVersion = wanted
          do {
            let saved = try vault.change(wish, by: author, at: later)
            won.withLock { $0.append(saved.version) }
          } catch VaultError.versionConflict {
          }
        }
      }
    }
    #expect(errors.allSatisfy { $0 == nil }, "\(errors)")
    let versions = won.withLock { $0 }
    #expect(versions.sorted() == Array(2...UInt32(versions.count + 1)))
    let vault = try test.open()
    #expect(try vault.history(of: try name("a")).count == versions.count + 1)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `a hundred who add different names all succeed`() throws {
    let test = test
    let errors = inParallel(10) { writer -> VaultError? in
      failure {
        let vault = try test.open()
        for number in 0..<10 { try vault.addLogin("w\(writer)-\(number)") }
      }
    }
    #expect(errors.allSatisfy { $0 == nil }, "\(errors)")
    #expect(try test.open().profiles(try everything()).count == 101)
  }
}
