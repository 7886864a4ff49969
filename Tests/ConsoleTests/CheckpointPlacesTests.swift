import Console
import Foundation
import Messages
import Testing

@Suite struct CheckpointPlacesTests {
  private func refusal(_ text: String) -> Failure? {
    do throws(Failure) {
      _ = try CheckpointPlaces(text, of: "places")
      return nil
    } catch {
      return error
    }
  }

  @Test func `a line is a place, or how often`() throws {
    let places = try CheckpointPlaces(
      "# where\n\n  every 20\n/mnt/safe disk \r\n\t/mnt/other\nsyslog\n", of: "places")
    #expect(places.every == 20 && places.isLogged)
    #expect(places.folders == ["/mnt/safe disk", "/mnt/other"])
    let none = try CheckpointPlaces("", of: "places")
    #expect(none.every == 1_000 && none.folders.isEmpty && !none.isLogged)
  }

  @Test(arguments: [
    "every", "every 0", "every -1", "every 10000000000", "every 1 2", "relative/folder", "syslog 1",
    "sys\u{1B}log",
  ])
  func `a line that says nothing is named`(line: String) {
    let refusal = refusal("syslog\n" + line)
    #expect(refusal?.status == .invalid)
    #expect(refusal?.message == "places, line 2, says nothing about checkpoints")
  }

  @Test func `a list without an end is none`() {
    #expect(refusal(String(repeating: "/x\n", count: 16)) == nil)
    #expect(refusal(String(repeating: "/x\n", count: 17))?.status == .invalid)
  }

  @Test func `each vault has a file, and its last line counts`() throws {
    let folder = NSTemporaryDirectory() + "coffer-checkpoints-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(
      Typed.refusal { _ = try CheckpointKeep(in: folder, vault: "/data/a.coffer") }?.status
        == .storage)
    #expect(!FileManager.default.fileExists(atPath: folder), "it is not made")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let empty = try CheckpointKeep(in: folder, vault: "/data/a.coffer")
    #expect(empty.path == folder + "/a.checkpoints" && empty.last.isEmpty)
    func line(_ sequence: Int) -> String {
      let link = String(repeating: "0", count: 64)
      return "coffer-checkpoint 1 vault=\(link) sequence=\(sequence) time=1 link=\(link)"
        + " signature=\(link)\(link)"
    }
    let text = (1...50).map { line($0) + "\n" }.joined() + "coffer-checkpoint 1 vault=0"
    try Data(text.utf8).write(to: URL(fileURLWithPath: empty.path))
    #expect(try CheckpointKeep(in: folder, vault: "/data/a.coffer").last == line(50))
    #expect(try CheckpointKeep(in: folder, vault: "/data/b").path == folder + "/b.checkpoints")
  }
}
