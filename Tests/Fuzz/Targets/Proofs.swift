import Console
import Messages
import Proofs

extension FuzzTarget {
  /// What somebody else has kept or was given: lines of exports, checkpoints in other logs, and where
  /// checkpoints are to be kept.
  static let proofs = FuzzTarget(name: "proofs", about: "lines of exports, and checkpoints") {
    input in
    let body = input.from(1)
    if input.byte(0) % 2 == 0 {
      do {
        let places = try CheckpointPlaces(body.text, of: "places")
        try promise(
          places.every > 0 && places.folders.allSatisfy { $0.hasPrefix("/") },
          "what is no place was taken for one")
      } catch let error as Failure {
        try promise(isShowable(error.message), "the message is not fit for a terminal")
      }
      guard let line = CheckpointLine(in: body.text) else { return }
      try promise(CheckpointLine(in: line.text) == line, "a checkpoint reads as another")
      try promise(!line.isSigned(by: line.vault), "a checkpoint is signed by a digest")
    } else {
      var check = ExportCheck(identity: Array(repeating: 7, count: 32))
      for text in body.lines(16) {
        let bytes = Array(text.utf8)
        if let line = ExportLine(bytes) {
          var written: [UInt8] = []
          line.append(to: &written)
          try promise(
            ExportLine(Array(written.dropLast())) == line, "a line is written as another")
        }
        do throws(ProofError) {
          _ = try check.take(bytes)
        } catch {
          try promise(isShowable(error.message), "the message is not fit for a terminal")
        }
      }
    }
  }
}
