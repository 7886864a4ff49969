import Host
import Messages
import Sealing

/// Handing a copy to an agent, and having it looked at.
extension Context {
  /// Has a file examined as a copy of the vault, by the keys at hand.
  mutating func check(copy path: String, as name: String) throws(Failure) -> CopyFacts {
    let vault = try VaultPlace.path(options)
    guard try canOpen(vault) else { return try checkAlone(copy: path, as: name, beside: vault) }
    let token = try handOver(path, beside: vault, alone: false)
    do throws(Failure) {
      return try ask(CheckCopy(token: token, name: name)).answer
    } catch  where error.code == Failure.copyNeedsKey {
      return try checkAlone(copy: path, as: name, beside: vault)
    }
  }

  /// Hands a copy to an agent of our own, opens it there by a key of its own, and has it examined.
  mutating func openAlone(
    copy path: String, as name: String, beside vault: String
  ) throws(Failure) -> (token: String, facts: CopyFacts) {
    _ = link.take()
    let token = try handOver(path, beside: vault, alone: true)
    try unlock(copy: token)
    let call = CheckCopy(token: token, name: name, keep: true)
    return (token, try askWithoutKey(call).answer)
  }

  private mutating func checkAlone(
    copy path: String, as name: String, beside vault: String
  ) throws(Failure) -> CopyFacts {
    try openAlone(copy: path, as: name, beside: vault).facts
  }

  /// Whether the vault itself can be opened; a broken one is no reason not to look at a copy.
  private mutating func canOpen(_ vault: String) throws(Failure) -> Bool {
    guard Files.exists(vault) else { return false }
    do throws(Failure) {
      _ = try ask(AskBackups())
      return true
    } catch  where [.damaged, .storage, .newer].contains(error.status) {
      warn("the vault itself does not open: \(error.message)")
      return false
    }
  }

  private mutating func handOver(
    _ path: String, beside vault: String, alone: Bool
  ) throws(Failure) -> String {
    let file = try told(try LargeFile(reading: path))
    let token = try put(StageCopy(vault: vault), [], alone).token
    var offset = 0
    while true {
      let piece: SecretBytes
      do throws(HostError) {
        piece = try file.piece(at: offset, limit: ReadBackup.pieceLimit)
      } catch {
        throw Failure(error)
      }
      guard piece.count > 0 else { return token }
      offset += piece.count
      _ = try put(StagePiece(token: token), [Secret(piece)], alone)
    }
  }

  private mutating func put<C: Call>(
    _ call: C, _ attachments: [Secret], _ alone: Bool
  ) throws(Failure) -> C.Answer {
    alone
      ? try askWithoutKey(call, attachments: attachments).answer
      : try ask(call, attachments: attachments).answer
  }

  /// Opens a staged copy by the first key at hand that is no session.
  private mutating func unlock(copy token: String) throws(Failure) {
    for source in KeySource.order(KeySource.Facts(options)) {
      if let key = try KeyReading.key(from: source) {
        _ = try askWithoutKey(OpenCopy(token: token, kind: key.kind), attachments: [key.secret])
        return
      }
      if source == .prompt { return try unlockByPerson(copy: token) }
    }
    throw .keyWanted
  }

  /// Asks for the passphrase or recovery code of the copy, up to three times.
  private mutating func unlockByPerson(copy token: String) throws(Failure) {
    var tries = 3
    while true {
      tries -= 1
      let typed = Secret(try askSecret("Passphrase (or recovery code) of the copy: "))
      let kinds: [SlotWord] =
        Self.isRecoveryCode(typed.bytes) ? [.recovery, .passphrase] : [.passphrase]
      for (index, kind) in kinds.enumerated() {
        do throws(Failure) {
          _ = try askWithoutKey(OpenCopy(token: token, kind: kind), attachments: [typed])
          return
        } catch  where error.status == .wrongKey && (index + 1 < kinds.count || tries > 0) {
          if index + 1 == kinds.count {
            printer.err("coffer: that does not open the copy; try again")
          }
        }
      }
    }
  }
}
