import Auditing
import Host
import Messages
import Profiles
import Sealing
import Vaults

/// Taking copies in: to look at them, and to put one in the place of the vault.
extension Keeper {
  /// Nothing if the message is about something else.
  func answerCopy(_ message: Message, _ order: Order) throws -> Frame? {
    switch message {
    case .stageCopy(let call): return try Wire.answer(to: call, stage(call))
    case .stagePiece(let call):
      let secret = try order.secret(0)
      let stage = try copies.stage(call.token, at: clock.boot())
      guard !stage.isSealed else { throw Failure.misunderstood }
      do {
        try stage.file.append(secret.span)
      } catch {
        copies.drop(call.token)
        throw error
      }
      return try Wire.answer(to: call, Nothing())
    case .openCopy(let call):
      let stage = try copies.stage(call.token, at: clock.boot())
      _ = try stage.seal()
      try open(stage, with: try order.credential(call.kind), order)
      return try Wire.answer(to: call, Nothing())
    case .checkCopy(let call): return try Wire.answer(to: call, check(call, order))
    case .restore(let call): return try Wire.answer(to: call, restore(call, order))
    case .examine(let call): return try Wire.answer(to: call, Opening.examine(call))
    default: return nil
    }
  }

  private func stage(_ call: StageCopy) throws -> StagedCopy {
    try copies.makeRoom(at: clock.boot())
    let path = if let opened { opened.vault.path } else { try Opening.checked(call.vault) }
    let stage = try Stage(beside: path)
    return StagedCopy(token: copies.add(stage, at: clock.boot()))
  }

  private func open(_ stage: Stage, with credential: Credential, _ order: Order) throws {
    try CopyError.told {
      let done = try VaultMigration.run(
        path: stage.file.path, copying: false, by: order.author.user, at: order.time)
      if !done.steps.isEmpty { stage.migrated = done.steps }
      stage.vault = try Derivation.queued(if: credential.kind == .passphrase) {
        try Vault.openCopy(
          at: stage.file.path, with: credential, by: order.author, at: order.time)
      }
    }
  }

  /// Opens it with the keys that are here already.
  private func open(_ stage: Stage, _ order: Order) throws {
    guard stage.vault == nil else { return }
    guard let opened else { throw CopyError.needsKey }
    let done = try VaultMigration.run(
      path: stage.file.path, copying: false, by: order.author.user, at: order.time)
    if !done.steps.isEmpty { stage.migrated = done.steps }
    stage.vault = try opened.vault.openCopy(
      at: stage.file.path, by: order.author, at: order.time)
    guard stage.vault != nil else { throw CopyError.needsKey }
  }

  private func check(_ call: CheckCopy, _ order: Order) throws -> CopyFacts {
    let stage = try copies.stage(call.token, at: clock.boot())
    let name = FileName.shown(call.name)
    let (size, digest) = try stage.seal()
    let found: Inspected
    do {
      try open(stage, order)
      guard let inspected = try stage.inspect() else { throw CopyError.needsKey }
      found = inspected
    } catch let error as VaultError where error.status == .damaged {
      copies.drop(call.token)
      let failure = CopyError.failure(of: error)
      try opened?.vault.note(
        checkOf: name, failure: failure.message, by: order.author, at: order.time)
      throw failure
    } catch let error as Failure where error.code == Failure.copyNeedsKey && session != nil {
      // A session takes no key, so nobody comes back for this.
      copies.drop(call.token)
      throw error
    }
    stage.isChecked = true
    let isOurs = opened?.vault.hexID == found.id
    if isOurs {
      try opened?.vault.note(checkOf: name, failure: nil, by: order.author, at: order.time)
    }
    let migrated = stage.migrated
    if !call.keep { copies.drop(call.token) }
    return CopyFacts(
      id: found.id, epoch: found.epoch, events: found.events, profiles: found.profiles,
      versions: found.versions, lastEvent: found.lastEvent, size: size, digest: digest,
      migrated: migrated, isRecorded: isOurs)
  }

  private func restore(_ call: RestoreVault, _ order: Order) throws -> RestoredAnswer {
    let stage = try copies.stage(call.token, at: clock.boot())
    let path = try Opening.checked(call.path)
    guard opened == nil, stage.isChecked, stage.place == path, call.stamp.isStamp else {
      throw Failure.misunderstood
    }
    // A secret that is just being set would be in the vault that is put aside, and nowhere else.
    guard let turn = try Turn(ifFreeAt: path) else {
      throw Failure(
        .busy, "a rotation or a push is under way", hint: "wait for its end, or stop it")
    }
    defer { turn.end() }
    defer { copies.drop(call.token) }
    guard let vault = stage.vault.take() else { throw Failure.misunderstood }
    Takeover.endSession(at: try SessionPlace(vault: path).socket)
    var author = order.author
    author.slot = vault.slotName
    let restored = try VaultRestore.run(
      vault, into: path, source: FileName.shown(call.source), stamp: call.stamp, by: author,
      at: order.time)
    return RestoredAnswer(kept: restored.kept, lineage: restored.lineage)
  }
}

extension String {
  /// Whether it is a point in time as it stands in the names of files.
  fileprivate var isStamp: Bool {
    utf8.count == 16 && utf8.allSatisfy { "0123456789TZ".utf8.contains($0) }
  }
}

/// What is wrong with a copy, said of the copy and not of the vault.
enum CopyError {
  static let needsKey = Failure(
    .wrongKey, code: Failure.copyNeedsKey, "the copy is not opened by the key that is open now",
    hint: "give a key of the time when the copy was made")

  static func failure(of error: VaultError) -> Failure {
    switch error {
    case .notAVault:
      Failure(
        .damaged, "the file is no copy of a vault, or its beginning is destroyed",
        hint: "name a file that 'coffer backup' made")
    case .damaged(let what): .notWhole(what)
    default: error.status == .damaged ? .notWhole(error.message) : Failure(error)
    }
  }

  /// Runs something on a copy.
  static func told<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as VaultError {
      throw failure(of: error)
    }
  }
}

extension Failure {
  fileprivate static func notWhole(_ what: String) -> Failure {
    Failure(
      .damaged, "the copy is not whole: \(what)",
      hint: "take another copy; 'coffer backup' makes a new one")
  }
}
