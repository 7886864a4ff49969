/// The free text on a profile.
package enum Note {
  package static let limit = 4096

  /// Gives the text back, or says why it cannot be kept.
  package static func checked(_ text: String) throws(WordError) -> String {
    guard text.utf8.count <= limit else { throw .tooLong("note", limit: limit) }
    let fine = text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || Cleaned.isInert($0) }
    guard fine else { throw .badNote }
    return text
  }
}
