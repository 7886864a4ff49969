import Host
package import Messages
import Profiles
import Sealing

/// The folder in which the backups of a vault lie.
package struct BackupFolder: Equatable, Sendable {
  package let path: String
  private let vault: String

  package init(_ path: String, vault: String) {
    self.path = path
    self.vault = vault
  }

  /// Refuses a folder that is not there, not ours, or open to others.
  ///
  /// It is never made here: where a disk is not mounted, its folder would be made on another.
  package func check() throws(Failure) {
    guard Files.exists(path) else {
      throw Failure(
        .storage, "the folder for backups is missing: \(Printer.cleaned(path))",
        hint: "is its disk mounted? Otherwise name another: coffer backup --set-folder DIR")
    }
    try told(try Files.checkPrivateFolder(path))
  }

  /// Makes the file of a new backup, under a name that nothing has; it gets its own when it is whole.
  func begin(at time: Int64) throws(Failure) -> NewCopy {
    clear()
    let start = CopyName.start(vault: vault) + CopyName.stamp(time)
    for number in 1..<100 {
      let stem = number == 1 ? start : "\(start)-\(number)"
      let name = stem + CopyName.ending
      do throws(HostError) {
        let file = try ScratchFile(named: "\(path)/\(stem)\(CopyName.partEnding)")
        // Asked now that nobody else can finish under this name any more.
        guard !Files.exists("\(path)/\(name)") else { continue }
        return NewCopy(file, name: name)
      } catch .alreadyExists {
        continue
      } catch {
        throw Failure(error)
      }
    }
    throw Failure(.busy, "too many backups are being made at once", hint: "try again later")
  }

  /// Removes what killed runs left.
  private func clear() {
    for name in unfinished { ScratchFile.removeIfFree("\(path)/\(name)") }
  }

  /// Backups that were begun and not finished.
  package var unfinished: [String] {
    ((try? Files.names(in: path)) ?? []).filter { CopyName.isPart($0, vault: vault) }
  }

  /// Removes those that the record knows and whose every byte is still what it says; gives their
  /// names.
  package func prune(_ expired: [BackupLine]) -> [String] {
    expired.filter { line in
      guard CopyName.isBackup(line.name, vault: vault), !line.name.contains("/") else {
        return false
      }
      let place = "\(path)/\(line.name)"
      guard let file = try? LargeFile(reading: place), file.size == line.size,
        (try? file.digest()) == line.digest
      else { return false }
      return (try? Files.remove(place)) != nil
    }.map(\.name)
  }
}

/// A backup that is being written, in a file that goes away unless it gets its name.
struct NewCopy: ~Copyable {
  let name: String
  private let file: ScratchFile
  private var digest = DigestStream()

  init(_ file: consuming ScratchFile, name: String) {
    self.file = file
    self.name = name
  }

  mutating func append(_ bytes: borrowing Span<UInt8>) throws(HostError) {
    digest.add(bytes)
    try file.append(bytes)
  }

  /// Gives the file its name if it is what the agent said it would be.
  consuming func finish(in folder: BackupFolder, expecting wanted: String) throws(Failure) {
    guard Hex.text(digest.finish()) == wanted else { throw .altered }
    do throws(HostError) {
      try file.sync()
      try file.keep(as: "\(folder.path)/\(name)")
    } catch {
      throw Failure(error)
    }
  }
}

extension Failure {
  static let altered = Failure(
    .unexpected, "the copy did not arrive as it was sent", hint: "try again; report it if it stays")
}

extension LargeFile {
  /// BLAKE2b-256 of the whole, in hexadecimal.
  borrowing func digest() throws(HostError) -> String {
    var stream = DigestStream()
    var offset = 0
    while true {
      let piece = try piece(at: offset, limit: ReadBackup.pieceLimit)
      guard piece.count > 0 else { return Hex.text(stream.finish()) }
      stream.add(piece.bytes)
      offset += piece.count
    }
  }
}
