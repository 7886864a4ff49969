import Host
import Messages

/// Keeping checkpoints elsewhere without being asked for them.
extension Context {
  /// After a command: keeps one where the vault is open and enough has happened since the last.
  ///
  /// What goes wrong is told, whatever else is to be told, and changes nothing of the command.
  mutating func keepCheckpoint() {
    guard let open = link.take() else { return }
    link = consume open
    keepCheckpoint(every: nil)
  }

  /// Before the session ends: keeps one of all that happened in it.
  mutating func keepLastCheckpoint() { keepCheckpoint(every: 1) }

  private mutating func keepCheckpoint(every: Int64?) {
    do throws(Failure) {
      guard let places = try CheckpointPlaces.settled() else { return }
      let vault = try VaultPlace.path(options)
      var keeps: [CheckpointKeep] = []
      for folder in places.folders {
        do throws(Failure) {
          keeps.append(try CheckpointKeep(in: folder, vault: vault))
        } catch {
          tell(error)
        }
      }
      guard places.isLogged || !keeps.isEmpty else { return }
      let call = KeepCheckpoint(
        every: every ?? places.every, kept: keeps.map(\.last),
        places: keeps.map(\.path) + (places.isLogged ? ["the system's log"] : []))
      let answer = try every == nil ? askOpened(call) : askSession(call)
      guard let line = answer?.line else { return }
      for keep in keeps { append(line, to: keep) }
      if places.isLogged {
        do throws(HostError) { try SystemLog.write(line) } catch { tell(Failure(error)) }
      }
    } catch {
      tell(error)
    }
  }

  private mutating func append(_ line: String, to keep: CheckpointKeep) {
    do throws(HostError) {
      try Files.appendLine(line, to: keep.path)
    } catch {
      tell(Failure(error))
    }
  }

  /// Asks in the conversation of the command; nothing where the vault is not open in it any more.
  private mutating func askOpened(
    _ call: KeepCheckpoint
  ) throws(Failure) -> KeptCheckpoint? {
    guard var open = link.take() else { return nil }
    do throws(Failure) {
      let answer = try open.ask(call).answer
      link = consume open
      return answer
    } catch  where error.status == .locked || error == .stopped {
      return nil
    }
  }

  /// Also where nothing else is told: a checkpoint that is not kept is not there when it is needed.
  private mutating func tell(_ failure: Failure) {
    printer.err("coffer: warning: no checkpoint was kept: \(failure.message)")
    printer.err("coffer: hint: \(failure.hint)")
  }
}
