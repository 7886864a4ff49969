import Arguments
import Host
import Messages

extension Command {
  static let doctor = Command(
    CommandSpec(
      "doctor", group: "vault", summary: "look for what endangers the vault, and say what to do",
      discussion: """
        Examines the file and its folder, the disk, the clock, the memory, both programs, sockets, \
        copies and backups. Changes nothing and asks for no passphrase: what takes a key is looked \
        at in a session, or with a key that is given. Exits with 14 when there is a problem; \
        warnings alone are no problem.
        """,
      examples: [
        Example("coffer doctor", "prints what was found, with what to do"),
        Example("coffer doctor --json", "prints it for a machine"),
      ])
  ) { _, context throws(Failure) in
    let findings = try Doctor.findings(&context)
    let isWell = !findings.contains { $0.level == .problem }
    if context.isJSON {
      try context.json(DoctorResult(findings: findings, isWell: isWell))
    } else {
      for finding in findings { Doctor.print(finding, &context) }
    }
    return isWell ? .done : .differences
  }
}

/// The examination of a vault and what it stands on.
enum Doctor {
  static func findings(_ context: inout Context) throws(Failure) -> [Finding] {
    let vault = try VaultPlace.path(context.options)
    try Context.checkExists(vault)
    var found = VaultFindings.list(vault)
    do throws(Failure) {
      let examined = try context.askWithoutKey(Examine(path: vault)).answer
      found += ProgramFindings.list(examined, now: context.now)
    } catch {
      found += ProgramFindings.list(error)
    }
    do throws(Failure) {
      if let facts = try context.askUnprompted(AskBackups()) {
        found += BackupFindings.list(facts, vault: vault, now: context.now)
      } else {
        found.append(BackupFindings.locked)
      }
    } catch {
      found.append(.problem("record", error.message, error.hint))
    }
    // What one of them stumbles over the others often do, too.
    var told: Set<String> = []
    return found.filter { $0.level != .problem || told.insert($0.text).inserted }
  }

  static func print(_ finding: Finding, _ context: inout Context) {
    let level = finding.level.rawValue
    context.out(
      level + String(repeating: " ", count: 9 - level.count) + finding.topic + ": " + finding.text)
    if let advice = finding.advice { context.out("         " + advice) }
  }
}

/// What `coffer doctor --json` prints.
struct DoctorResult: Encodable, Equatable {
  let findings: [Finding]
  let isWell: Bool
}
