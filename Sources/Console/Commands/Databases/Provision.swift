import Arguments
import Messages
import Profiles

extension Command {
  /// Makes the login of a profile.
  static let provision = Command(
    CommandSpec(
      "provision", group: "databases", summary: "make the login of a profile at its database",
      discussion: """
        Signs in as the profile that may change this one (its via, or --via), makes the user that \
        the profile names with rights to read its database and no others, and then signs in as it. \
        Only a digest of the password is sent. A user who is there already with another password is \
        left alone; one with this password only gets its rights again, so that the command can be \
        repeated.

        For ClickHouse from 20.5 on, PostgreSQL, MySQL and MariaDB. What others make, such as tables \
        of another owner in PostgreSQL, may need rights of its own later.
        """,
      operands: [OperandSpec("NAME", "the profile", completion: .profile)],
      options: [
        OptionSpec(
          "via", value: ValueSpec("PROFILE", completion: .profile),
          "the profile of an administrator at the same host"),
        OptionSpec("with-database", "make the database too, if it is not there"),
        OptionSpec("print", "only show what would be done, digests left out"),
        .yes,
      ],
      examples: [
        Example("coffer provision acme-pg --via pg-admin", "makes the login of acme-pg"),
        Example(
          "coffer provision acme-pg --with-database --yes", "with its database, as in a script"),
      ])
  ) { invocation, context throws(Failure) in
    var call = ProvisionLogin(try named(try ProfileName(invocation.operand("NAME") ?? "")).text)
    call.via = try invocation.value("via").map { text throws(Failure) in
      try named(try ProfileName(text)).text
    }
    call.withDatabase = invocation.flag("with-database")
    let isPrint = invocation.flag("print")
    if isPrint || context.hasPerson && !invocation.flag("yes") {
      call.isTrial = true
      let trial = try context.ask(call).answer
      if isPrint {
        try context.show(ProvisionResult(trial)) { context in
          for statement in trial.statements { context.out(statement + ";") }
        }
        return .done
      }
      for statement in trial.statements { context.say(statement + ";") }
      try context.agree("Do this as \(trial.via)?", invocation)
      call.isTrial = false
    }
    let answer = try context.ask(call).answer
    try context.show(ProvisionResult(answer)) { context in
      context.remark(
        answer.wasThere ? "was there" : "made",
        "\(answer.profile), \(Remark.count(answer.statements.count, "statement")) as \(answer.via)")
      if let check = answer.check {
        context.remark("check", CheckSheet.sentence(check))
        for note in CheckSheet.notes(check) { context.warn(note) }
      }
    }
    guard let check = answer.check, check.status != .done else { return .done }
    throw Failure(
      check.status, "the login was made, but: \(CheckSheet.sentence(check))", hint: check.hint)
  }
}

/// What `coffer provision --json` prints.
struct ProvisionResult: Encodable, Equatable, Sendable {
  let check: CheckReport.Line?
  let profile: String
  let statements: [String]
  let via: String
  let wasThere: Bool

  init(_ answer: ProvisionAnswer) {
    check = answer.check.map { CheckReport.Line($0) }
    profile = answer.profile
    statements = answer.statements
    via = answer.via
    wasThere = answer.wasThere
  }
}
