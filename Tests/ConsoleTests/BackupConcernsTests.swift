import Console
import Messages
import Testing

@Suite struct BackupConcernsTests {
  private static let now: Int64 = 1_800_000_000_000
  private static let day: Int64 = 86_400_000

  private func facts(
    _ place: BackupPlaceWord = .undecided, made: Int64? = nil, failed: Bool = false,
    frozen: Bool = false, age: Int64 = 30
  ) -> BackupFacts {
    BackupFacts(
      place: place, keepDays: 30, isFrozen: frozen, lineage: "",
      lastMade: made.map { Self.now - $0 * Self.day }, lastName: made.map { _ in "copy" },
      lastCheck: nil, lastCheckFailed: failed, vaultMade: Self.now - age * Self.day)
  }

  private func concerns(_ facts: BackupFacts) -> [String] {
    BackupConcerns.list(facts, now: Self.now)
  }

  @Test func `a backup of this week raises none`() {
    #expect(concerns(facts(made: 7)).isEmpty)
    #expect(BackupConcerns.last(facts(made: 2), now: Self.now) == "2 d ago (copy)")
  }

  @Test func `an older one does`() {
    #expect(concerns(facts(made: 8)).first?.hasPrefix("the last backup is 8 days old") == true)
  }

  @Test func `a vault of this week needs none yet, and one of others never`() {
    #expect(concerns(facts(age: 6)).isEmpty)
    #expect(concerns(facts(age: 8)).count == 1)
    #expect(concerns(facts(.none, age: 100)).isEmpty)
  }

  @Test func `a failed check is worse than all, and frozen rotations are told`() {
    let list = concerns(facts(made: 9, failed: true, frozen: true))
    #expect(list.count == 3)
    #expect(list.first?.contains("NOT whole") == true)
  }
}

@Suite struct CopyNameTests {
  @Test func `a backup is named after its vault and its time`() {
    #expect(CopyName.stamp(1_769_856_067_000) == "20260131T104107Z")
    #expect(CopyName.start(vault: "/data/vault.coffer") == "vault-")
    #expect(CopyName.start(vault: "/a/keys") == "keys-")
  }

  @Test func `only its own names are a vault's backups`() {
    let vault = "/a/vault.coffer"
    #expect(CopyName.isBackup("vault-20260131T104107Z.coffer", vault: vault))
    #expect(!CopyName.isBackup("vaulty-20260131T104107Z.coffer", vault: vault))
    #expect(!CopyName.isBackup("vault-20260131T104107Z.coffer.part", vault: vault))
    #expect(CopyName.isPart("vault-20260131T104107Z.coffer.part", vault: vault))
    #expect(!CopyName.isPart("vault.coffer", vault: vault))
  }
}
