import Catalog
import Moving
import Packing
import Sealing
import TestSupport
import Testing

/// A file's contents in locked memory.
func contents(_ text: String) -> Secret { Secret(text: text) }

func contents(_ bytes: [UInt8]) -> Secret { Secret(SecretBytes(copying: bytes.span)) }

/// What a reader made of a text.
struct Read {
  var intake = Intake()
  /// What is wrong with the file itself.
  var refusal: MovingError?
  var profiles: [MovedProfile] = []

  init(_ text: String, as format: InputFormat, maps: [String] = [], type: String? = nil) {
    self.init(contents(text), as: format, maps: maps, type: type)
  }

  init(_ bytes: Secret, as format: InputFormat, maps: [String] = [], type: String? = nil) {
    do throws(MovingError) {
      try intake.read(
        bytes.span, as: format, maps: maps, usual: type.flatMap { Types.named($0) })
    } catch {
      refusal = error
    }
    for piece in intake.takePieces() {
      try? Pieces.forEach(in: piece, mapping: { $0 as any Error }) { profile throws(any Error) in
        profiles.append(profile)
      }
    }
  }

  var lines: [String] { intake.problems.map { "\($0.line): \($0.error.message)" } }
}

extension MovedProfile {
  /// A field as text, whether it is a secret or not.
  func text(_ name: String) -> String? {
    for field in fields where field.name == name {
      switch field.content {
      case .clear(let text): return text
      case .secret(let secret): return "secret " + secret.text
      case .generated(let length): return "generated \(length)"
      case .withheld: return "withheld"
      }
    }
    return nil
  }
}
