import Catalog
import Profiles
import Sealing

/// What a script ties together, beside the profiles that were read from it.
package struct ScriptFindings: Equatable, Sendable {
  /// The profile of the workspace that it pushes to.
  package var workspace: String?
  /// Profiles whose connections go by the same name over there.
  package var connections: [String] = []
  /// How many of the secrets stand in the environment file and not in the script.
  package var fromEnvironment = 0

  package init() {}
}

extension Intake {
  /// Reads a Node script as Embeddable ships them, and runs nothing of it.
  ///
  /// What is found is the workspace that it calls, and the connections that it describes.
  package mutating func readScript(
    _ bytes: Span<UInt8>, _ environment: ScriptEnvironment, workspace name: String? = nil
  ) throws(MovingError) -> ScriptFindings {
    try Lines.check(bytes)
    var findings = ScriptFindings()
    let script: Script
    do throws(LineProblem) {
      script = try Script(bytes)
    } catch {
      note(error.error, at: error.line)
      return findings
    }
    var resolver = ScriptResolver(script, environment)
    do throws(LineProblem) {
      findings.workspace = try addWorkspace(name, &resolver, bytes, &findings)
    } catch {
      note(error.error, at: error.line)
    }
    let bodies = script.bodies.filter { body in
      guard case .object = try? resolver.content(body.credentials, "", bytes) else { return false }
      return true
    }
    if script.bodies.isEmpty {
      remark("no connection is described in the script: only the workspace was read")
    }
    // Where a body is nothing but names of a loop, the object with the values is taken instead.
    for body in bodies.isEmpty ? script.bodies : bodies {
      do throws(LineProblem) {
        try addConnection(body, &resolver, bytes, &findings)
      } catch {
        note(error.error, at: error.line)
      }
    }
    return findings
  }

  private mutating func addWorkspace(
    _ name: String?, _ resolver: inout ScriptResolver, _ bytes: Span<UInt8>,
    _ findings: inout ScriptFindings
  ) throws(LineProblem) -> String {
    guard let type = Types.named("embeddable") else { throw LineProblem(line: 1, error: .noType) }
    let address = try resolver.address(bytes)
    let node = try key(&resolver, bytes)
    resolver.usedEnvironment = false
    guard let secret = try resolver.content(node, "apiKey", bytes).plain else {
      throw LineProblem(line: node.line, error: .wrongKind("apiKey", wanted: "a text"))
    }
    guard !secret.span.isEllipsis else {
      throw LineProblem(line: node.line, error: .notFilledIn("apiKey"))
    }
    let isElsewhere = resolver.usedEnvironment
    let workspace = name ?? address.region ?? "embeddable"
    var draft = Draft(line: node.line, name: workspace, type: type)
    do throws(MovingError) {
      if let region = address.region {
        try draft.take("region", text: region)
      } else {
        try draft.take("baseURL", text: address.base)
      }
      try draft.take("apiKey", secret.span)
    } catch {
      throw LineProblem(line: node.line, error: error)
    }
    if address.isOld {
      draft.remark(
        "api.embeddable.com is older than the regions; if it no longer answers: "
          + "coffer set \(Cleaned.text(workspace)) region=us --unset baseURL --keep-secret")
    }
    add(draft)
    if isElsewhere { findings.fromEnvironment += 1 }
    return workspace
  }

  /// The API key: what requests are authorized with, or the constant that is called so.
  private func key(
    _ resolver: inout ScriptResolver, _ bytes: Span<UInt8>
  ) throws(LineProblem) -> ScriptNode {
    for node in resolver.script.authorizations {
      let parts: [ScriptNode]
      switch node.value {
      case .template(let found), .sum(let found): parts = found
      default: continue
      }
      guard parts.count == 2, case .text(let range, _) = parts[0].value, range.count == 7,
        Bytes.starts(bytes, at: range.lowerBound, with: "Bearer ")
      else { continue }
      return resolver.script.origin(of: parts[1])
    }
    if let node = resolver.script.constant(["apikey", "embeddableapikey", "embeddablekey"]) {
      return node
    }
    throw LineProblem(line: 1, error: .notInScript("an API key"))
  }

  private mutating func addConnection(
    _ body: Script.Body, _ resolver: inout ScriptResolver, _ bytes: Span<UInt8>,
    _ findings: inout ScriptFindings
  ) throws(LineProblem) {
    guard let node = body.name ?? resolver.script.constant(["connectionname", "connection"]) else {
      throw LineProblem(
        line: body.credentials.line, error: .notInScript("the name of the connection"))
    }
    let connection = try resolver.text(node, "name", bytes)
    // A script may speak of its connection twice, to print it for example.
    if findings.connections.contains(connection) { return }
    let name = PassEntry.name(for: connection)
    let read = try ScriptConnection(body, named: name, &resolver, bytes)
    add(read.draft)
    findings.fromEnvironment += read.fromEnvironment
    if name == connection {
      findings.connections.append(name)
    } else {
      remark(
        "the connection is called '\(Cleaned.text(connection))', which is no name here: it was not "
          + "bound")
    }
  }
}
