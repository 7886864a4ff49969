package import Messages
package import Sealing

/// A profile as `show` prints it to a person.
package struct ProfileSheet: Sendable {
  /// A line, which may end with a secret.
  package struct Line: Sendable {
    package let text: String
    package var secret: Secret?
  }

  package let lines: [Line]

  /// Secrets that came along are shown, others masked.
  package init(
    _ detail: ProfileDetail, _ attachments: [Secret], mask: String, now: Int64
  ) throws(Failure) {
    let summary = detail.summary
    let labels = summary.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var rows: [(name: String, text: String, secret: Secret?)] = []
    for field in detail.fields {
      let secret = try field.secret(among: attachments)
      let text = secret == nil ? field.text ?? mask : ""
      rows.append((field.name, text, secret))
    }
    if !summary.missing.isEmpty {
      rows.append(("missing", summary.missing.joined(separator: ", "), nil))
    }
    if !labels.isEmpty { rows.append(("labels", labels.joined(separator: ","), nil)) }
    if let via = summary.via { rows.append(("via", via, nil)) }
    if !summary.note.isEmpty {
      let parts = summary.note.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        rows.append((index == 0 ? "note" : "", String(part), nil))
      }
    }
    let width = rows.map(\.name.count).max() ?? 0
    let age = Times.age(summary.changedAt, now: now)
    let heading =
      "\(summary.name)  \(summary.type) v\(detail.shownVersion) \(detail.state), changed \(age)"
    lines =
      [Line(text: heading)]
      + rows.map { row in
        let gap = String(repeating: " ", count: width - row.name.count + 2)
        return Line(text: "  \(row.name)\(gap)\(row.text)", secret: row.secret)
      }
  }

  package func print(to printer: inout Printer) {
    for line in lines {
      guard let secret = line.secret else {
        printer.out(line.text)
        continue
      }
      printer.raw(Printer.cleaned(line.text))
      let shown = SecretText.visible(secret.span, keepingLines: false)
      printer.secret(shown.bytes)
      printer.raw("\n")
    }
  }
}
