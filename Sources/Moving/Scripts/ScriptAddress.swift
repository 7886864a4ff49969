/// Where a script reaches Embeddable: a region, or the base address of an API.
struct ScriptAddress: Equatable {
  /// `us` or `eu`; nothing for another address.
  let region: String?
  /// Without a slash at its end.
  let base: String
  let line: Int

  /// The host from before there were regions.
  var isOld: Bool { base == "https://api.embeddable.com" }

  /// Nothing for a text that is no address of an API; `isNamed` for one that is called so.
  init?(_ text: String, line: Int, isNamed: Bool) {
    let lowered = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) else { return nil }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".contains($0) }.lowercased()
    let isOurs = authority.hasPrefix("api.") && authority.hasSuffix("embeddable.com")
    let tail = rest.dropFirst(authority.count)
    let end = tail.firstRange(of: "/api/v1")?.lowerBound
    guard !authority.isEmpty, isNamed || isOurs || end != nil else { return nil }
    var path = String(tail[..<(end ?? (isOurs ? tail.startIndex : tail.endIndex))])
    while path.hasSuffix("/") { path.removeLast() }
    let base = scheme + authority + path
    region = ["us", "eu"].first { base == "https://api.\($0).embeddable.com" }
    self.base = base
    self.line = line
  }
}

extension ScriptResolver {
  /// The first address that is called, or that a constant is named after.
  mutating func address(_ bytes: Span<UInt8>) throws(LineProblem) -> ScriptAddress {
    var trouble: LineProblem?
    let named = script.constant([
      "baseurl", "apibase", "apibaseurl", "apiurl", "apihost", "embeddableurl",
      "embeddablebaseurl", "embeddableapi", "embeddableapiurl",
    ])
    for (node, isNamed) in script.addresses.map({ ($0, false) })
      + [named].compactMap({ $0 })
      .map({ ($0, true) })
    {
      do throws(LineProblem) {
        let text = try start(of: node, bytes)
        if let found = ScriptAddress(text, line: node.line, isNamed: isNamed) { return found }
      } catch {
        trouble = trouble ?? error
      }
    }
    throw trouble
      ?? LineProblem(line: 1, error: .notInScript("the address of Embeddable's API"))
  }

  /// The beginning of a text, as far as the address of an API goes; what follows may be anything.
  private mutating func start(
    of node: ScriptNode, _ bytes: Span<UInt8>, depth: Int = 0
  ) throws(LineProblem) -> String {
    switch node.value {
    case .template(let parts), .sum(let parts):
      var text = ""
      for part in parts {
        do throws(LineProblem) {
          text += try start(of: part, bytes, depth: depth + 1)
        } catch {
          guard text.count > "https://".count else { throw error }
          return text
        }
        if text.contains("/api/v1") || text.utf8.count > 2_048 { return text }
      }
      return text
    case .path(let path) where path.count == 1 && depth < 32:
      if let constant = script.constants[path[0]] {
        return try start(of: constant, bytes, depth: depth + 1)
      }
      return try text(node, "the address", bytes)
    default: return try text(node, "the address", bytes)
    }
  }
}
