import Host
import Messages

/// What can be seen of a vault's file and folder from outside.
enum VaultFindings {
  /// Below this a vault soon cannot be written.
  private static let scarce = 100 << 20
  private static let tooScarce = 10 << 20

  static func list(_ vault: String) -> [Finding] {
    let folder = Files.folder(of: vault)
    return [file(vault), self.folder(folder), disk(vault), space(folder, "space")]
      + leftovers(vault) + copies(vault) + [socket(vault)]
  }

  private static func file(_ vault: String) -> Finding {
    do throws(HostError) {
      try Files.checkPrivate(vault)
      return .ok("file", "\(vault) is yours alone")
    } catch {
      return .problem("file", error.message, error.remedy)
    }
  }

  private static func folder(_ folder: String) -> Finding {
    do throws(HostError) {
      try Files.checkPrivateFolder(folder)
      return .ok("folder", "nobody else can put files beside it")
    } catch {
      return .problem("folder", error.message, error.remedy)
    }
  }

  private static func disk(_ vault: String) -> Finding {
    do throws(HostError) {
      guard let system = try Files.isOnNetworkFileSystem(vault) else {
        return .ok("disk", "it is on a disk of this machine")
      }
      return .problem(
        "disk", "the vault lies on a network file system (\(system))",
        "move it to a local disk; two machines would damage it")
    } catch {
      return .warning("disk", error.message, error.remedy)
    }
  }

  static func space(_ folder: String, _ topic: String) -> Finding {
    do throws(HostError) {
      let free = try Files.freeBytes(at: folder)
      let text = "\(free >> 20) MiB are free in \(folder)"
      if free < tooScarce { return .problem(topic, text, "make room on that disk") }
      if free < scarce { return .warning(topic, text, "make room on that disk") }
      return .ok(topic, text)
    } catch {
      return .warning(topic, error.message, error.remedy)
    }
  }

  /// The names beside the vault that begin as its own and go on with one of the marks.
  private static func names(beside vault: String, _ marks: [String]) -> [String] {
    let start = CopyName.last(of: vault)
    let all = (try? Files.names(in: Files.folder(of: vault))) ?? []
    return all.filter { name in marks.contains { name.hasPrefix(start + $0) } }
  }

  private static func leftovers(_ vault: String) -> [Finding] {
    let found = names(beside: vault, [".new-", ".copy-", ".taken-", ".staged-"])
    guard !found.isEmpty else { return [.ok("leftovers", "no unfinished files lie about")] }
    return [
      .warning(
        "leftovers", "unfinished files lie beside the vault: \(found.joined(separator: ", "))",
        "remove them if no other command of yours is at work")
    ]
  }

  private static func copies(_ vault: String) -> [Finding] {
    let found = names(beside: vault, [".before-"])
    guard !found.isEmpty else { return [.ok("copies", "no older copies lie beside the vault")] }
    return [
      .warning(
        "copies", "older copies lie beside the vault: \(found.joined(separator: ", "))",
        "remove those that you need no more; they open with the keys of their time")
    ]
  }

  private static func socket(_ vault: String) -> Finding {
    do throws(HostError) {
      let place = try SessionPlace(vault: vault)
      do throws(HostError) {
        _ = try LocalSocket.connect(to: place.socket)
        return .ok("session", "one is open")
      } catch .notFound {
        return .ok("session", "none is open")
      } catch .nobodyListens {
        return .warning(
          "session", "a socket was left behind at \(place.socket)",
          "nothing to do: the next 'coffer unlock' replaces it")
      }
    } catch {
      return .problem("session", error.message, error.remedy)
    }
  }
}
