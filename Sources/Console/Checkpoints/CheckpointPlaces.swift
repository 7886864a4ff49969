import Host
package import Messages
import Proofs
import Sealing

/// Where checkpoints are kept without being asked for, as a file of the user's says it.
///
/// It is no part of the vault: whoever puts an older vault in place does not change it with that.
package struct CheckpointPlaces: Equatable, Sendable {
  /// After so many events there is one.
  package private(set) var every: Int64 = 1_000
  /// Folders in which each vault has a file.
  package private(set) var folders: [String] = []
  /// Whether the system's log has each line, too.
  package private(set) var isLogged = false

  private static let most = 16

  /// Reads the settings: a place or `every N` a line, `#` before what is only for people.
  package init(_ text: String, of path: String) throws(Failure) {
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let words = line.split(whereSeparator: { " \t\r".contains($0) })
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      if first == "every", words.count == 2, let number = Int64(words[1]),
        1...1_000_000_000 ~= number
      {
        every = number
      } else if words == ["syslog"] {
        isLogged = true
      } else if first.hasPrefix("/"), folders.count < Self.most {
        folders.append(line.drop { $0 == " " || $0 == "\t" }.trimmedEnd)
      } else {
        throw Failure(
          .invalid, "\(Printer.cleaned(path)), line \(index + 1), says nothing about checkpoints",
          hint: "a line is 'every N', 'syslog', or the absolute path of a folder")
      }
    }
  }

  /// What is settled on this machine; nothing where nothing is.
  static func settled() throws(Failure) -> CheckpointPlaces? {
    guard
      let folder = Environment.folder("XDG_CONFIG_HOME")
        ?? Environment.home.map({ $0 + "/.config" })
    else { return nil }
    let path = folder + "/coffer/checkpoints"
    guard Files.exists(path) else { return nil }
    let bytes = try told(try Files.readSmall(path, limit: 1 << 16))
    let places = try CheckpointPlaces(String(decoding: bytes, as: UTF8.self), of: path)
    return places.folders.isEmpty && !places.isLogged ? nil : places
  }

  /// The file in a folder that has a vault's checkpoints.
  package static func file(in folder: String, vault path: String) -> String {
    let name = CopyName.last(of: path)
    return folder + "/" + (name.hasSuffix(".coffer") ? String(name.dropLast(7)) : name)
      + ".checkpoints"
  }
}

extension Substring {
  fileprivate var trimmedEnd: String {
    var text = self
    while let last = text.last, " \t\r".contains(last) { text.removeLast() }
    return String(text)
  }
}

/// A file in which the checkpoints of one vault are kept, a line each.
package struct CheckpointKeep: Equatable, Sendable {
  package let path: String
  /// The last checkpoint in it, or nothing.
  package let last: String

  /// More than a line of it, and of what may stand around it.
  private static let tail = 4_096

  /// Refuses what cannot be written, and a folder that is not there: it is never made here, for where
  /// a disk is not mounted it would be made on another.
  package init(in folder: String, vault: String) throws(Failure) {
    guard Files.exists(folder) else {
      throw Failure(
        .storage, "the folder for checkpoints is missing: \(Printer.cleaned(folder))",
        hint: "is its disk mounted? Otherwise name another in ~/.config/coffer/checkpoints")
    }
    path = CheckpointPlaces.file(in: folder, vault: vault)
    // Before one is signed: else each command would sign one more for the other places.
    try told(try Files.checkLines(of: path))
    guard Files.exists(path) else {
      last = ""
      return
    }
    let file = try told(try LargeFile(reading: path))
    let piece: [UInt8]
    do throws(HostError) {
      let read = try file.piece(at: max(file.size - Self.tail, 0), limit: Self.tail)
      let span = read.bytes
      piece = span.indices.map { span[$0] }
    } catch {
      throw Failure(error)
    }
    last =
      piece.split(separator: UInt8(ascii: "\n")).reversed().lazy.compactMap {
        CheckpointLine(in: String(decoding: $0, as: UTF8.self))?.text
      }.first ?? ""
  }
}
