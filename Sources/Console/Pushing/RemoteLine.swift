package import Messages

/// An object in a workspace in machine output.
package struct RemoteLine: Encodable, Equatable, Sendable {
  package let kind: String
  package let workspace: String
  package let name: String
  package let profile: String?
  package let type: String?
  package let state: String
  package let reason: String
  package let hint: String
  package let drift: [String]
  package let version: UInt32?
  package let acceptedAt: String?
  package let testedAt: String?
  package let seenAt: String?
  package let leaving: Bool
  package let verdict: String?
  package let checkedAt: String?

  package init(_ row: RemoteRow) {
    kind = row.kind.rawValue
    workspace = row.workspace
    name = row.name
    profile = row.profile
    type = row.type
    state = row.state
    reason = row.reason
    hint = row.hint
    drift = row.drift
    version = row.version
    acceptedAt = row.acceptedAt.map(Times.text)
    testedAt = row.testedAt.map(Times.text)
    seenAt = row.seenAt.map(Times.text)
    leaving = row.isLeaving
    verdict = row.verdict
    checkedAt = row.checkedAt.map(Times.text)
  }
}

/// What happened to an object, in machine output.
package struct StepLine: Encodable, Equatable, Sendable {
  package let at: String
  package let event: String
  package let hint: String
  package let kind: String
  package let name: String
  package let reason: String
  package let status: Int32
  package let workspace: String

  package init(_ step: PushStep) {
    at = Times.text(step.at)
    event = step.event.rawValue
    hint = step.hint
    kind = step.kind.rawValue
    name = step.name
    reason = step.reason
    status = step.status.rawValue
    workspace = step.workspace
  }
}

/// What would be done about an object, in machine output.
package struct PlanLine: Encodable, Equatable, Sendable {
  package let action: String
  package let kind: String
  package let name: String
  package let profile: String?
  package let reasons: [String]
  package let summary: String
  package let warnings: [String]
  package let workspace: String

  package init(_ row: PlanRow) {
    action = row.action.rawValue
    kind = row.kind.rawValue
    name = row.name
    profile = row.profile
    reasons = row.reasons
    summary = row.summary
    warnings = row.warnings
    workspace = row.workspace
  }
}

/// An object by what makes it one: a connection and an environment may have the same name.
struct RemoteKey: Hashable {
  let kind: RemoteRow.Kind
  let workspace: String
  let name: String

  var path: String { workspace + "/" + name }
}

extension PushStep {
  var key: RemoteKey { RemoteKey(kind: kind, workspace: workspace, name: name) }
}

extension RemoteRow {
  var key: RemoteKey { RemoteKey(kind: kind, workspace: workspace, name: name) }
}

extension PlanRow {
  var key: RemoteKey { RemoteKey(kind: kind, workspace: workspace, name: name) }
}
