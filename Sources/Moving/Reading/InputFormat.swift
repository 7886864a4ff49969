import Sealing

/// The forms in which profiles come.
package enum InputFormat: String, CaseIterable, Sendable {
  case export, jsonl, csv, dotenv, pass, url
  case script = "embeddable-script"

  /// What a file's contents look like, or else what its name says; nothing if neither tells.
  package static func guess(_ bytes: Span<UInt8>, name: String) -> InputFormat? {
    if ExportHeader.isExport(bytes) { return .export }
    if [".cjs", ".mjs", ".js"].contains(where: name.hasSuffix) { return .script }
    var lines = Lines(bytes)
    while let line = lines.next(of: bytes), line.number <= 100 {
      let text = Bytes.trimmed(line.range, of: bytes)
      guard !text.isEmpty else { continue }
      if bytes[text.lowerBound] == UInt8(ascii: "{") { return .jsonl }
      if name.hasSuffix(".csv") || name.hasSuffix(".tsv") { return .csv }
      let last = name.split(separator: "/").last.map(String.init) ?? name
      if last == ".env" || last.hasPrefix(".env.") || last.hasSuffix(".env") { return .dotenv }
      guard bytes[text.lowerBound] != UInt8(ascii: "#") else { continue }
      return isNamedURL(text, bytes) ? .url : nil
    }
    return nil
  }

  private static func isNamedURL(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard let place = NamedURL.parting(range, of: bytes) else { return false }
    return (try? ConnectionURL(place.url, of: bytes)) != nil
  }
}
