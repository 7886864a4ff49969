import Host
import Messages

extension Context {
  /// Begins or goes on with rotations, tells how they go until they are over, and ends with that.
  mutating func drive(
    _ call: BeginRotation, _ given: GivenFields? = nil
  ) throws(Failure) -> ExitStatus {
    guard let end = try follow(call, given) else {
      try show(RotationResult([])) { context in context.say("nothing to do") }
      return .done
    }
    return try conclude(end.progress)
  }

  /// Begins or goes on with rotations, and tells how they go until they are over; nothing where
  /// there was nothing to do.
  ///
  /// Ctrl-C lets each come to a state from which it can go on; a second one leaves at once.
  mutating func follow(
    _ call: BeginRotation, _ given: GivenFields? = nil
  ) throws(Failure) -> RotationEnd? {
    let begun = try ask(call, attachments: given?.secrets ?? []).answer
    guard let token = begun.token else { return nil }
    let interruption = Interruption()
    var seen = 0
    var wasStopped = false
    while true {
      let progress = try ask(AwaitRotation(token: token, seen: seen)).answer
      seen += progress.steps.count
      for step in progress.steps { say(RotationSheet.line(step)) }
      printer.flush()
      if progress.isOver { return RotationEnd(progress: progress, wasStopped: wasStopped) }
      guard interruption.take() else { continue }
      guard !wasStopped else {
        throw Failure(
          .partly, "left before the rotation had come to rest",
          hint: "see how it stands with 'coffer rotation list'")
      }
      wasStopped = true
      _ = try ask(StopRotation(token: token))
      if !options.quiet { printer.err("coffer: stopping (Ctrl-C leaves it)") }
    }
  }

  private mutating func conclude(_ progress: RotationProgress) throws(Failure) -> ExitStatus {
    if let failure = progress.failure { throw failure }
    if isJSON {
      try json(RotationResult(progress.rows))
    } else {
      for line in RotationSheet.end(progress.rows) { say(line) }
    }
    if let failure = RotationSheet.failure(progress.rows, asJSON: isJSON) { throw failure }
    return .done
  }
}

/// How rotations ended, and whether somebody wanted them to.
struct RotationEnd {
  let progress: RotationProgress
  let wasStopped: Bool
}
