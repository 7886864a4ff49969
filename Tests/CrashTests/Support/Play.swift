import Faults
import Foundation
import Host
import Messages

/// How a story went.
struct Play: Sendable {
  /// How many questions were answered as they should be.
  var answered = 0
  /// The first answer that was a failure and should not have been.
  var refusal: Failure?
  /// How many steps there were after each answered question.
  var marks: [Int] = []
  /// All steps, a letter each.
  var steps = ""
  var ending = Launch.Ending.hung

  /// Plays the story with an agent on a disk that goes by the plan.
  ///
  /// There are at most `asks` questions; the agent may be killed after `delay` microseconds, wherever
  /// it is.
  @discardableResult
  static func run(
    _ story: Story, on stage: Stage, _ deed: Plan.Deed, asks: Int = .max,
    killedAfter delay: UInt32? = nil
  ) throws -> Play {
    var play = Play()
    let killer = DispatchGroup()
    let process = try play.talk(story, on: stage, deed, asks: asks) { process in
      guard let delay else { return }
      killer.enter()
      Thread.detachNewThread {
        usleep(delay)
        _ = kill(process, SIGKILL)
        killer.leave()
      }
    }
    // It is not reaped before it is killed, so that the number is still its own.
    killer.wait()
    play.ending = Launch.wait(process)
    play.steps = stage.steps
    return play
  }

  private mutating func talk(
    _ story: Story, on stage: Stage, _ deed: Plan.Deed, asks: Int, _ arrange: (Int32) -> Void
  ) throws -> Int32 {
    var subject = try Subject.start(Plan(deed, record: stage.record))
    arrange(subject.process)
    defer {
      if asks < story.asks.count {
        // What it would still do on its way out is no part of the state.
        _ = kill(subject.process, SIGKILL)
      } else if answered < story.asks.count,
        var talk = try? Talk(LocalSocket.connect(to: stage.socket))
      {
        // A session whose story was broken off would stay.
        _ = try? talk.ask(EndSession())
      }
    }
    for ask in story.asks.prefix(asks) {
      do {
        if ask.isToSession {
          var talk = Talk(try LocalSocket.connect(to: try stage.socket))
          try ask.body(&talk, stage)
        } else {
          try ask.body(&subject.talk, stage)
        }
        if ask.isRefused { throw Broken("\(story.name): something was not refused") }
      } catch let failure as Failure {
        guard ask.isRefused, failure.status != .storage else {
          refusal = failure
          break
        }
      } catch is HostError {
        // It is dead, as planned.
        break
      }
      answered += 1
      marks.append(stage.steps.utf8.count)
    }
    return subject.process
  }
}
