import ClickHouseCloud
import Sealing

extension FuzzTarget {
  /// What ClickHouse Cloud answers, read in the way that the first byte chooses.
  static let cloud = FuzzTarget(name: "cloud", about: "answers of ClickHouse Cloud's API") {
    input in
    let body = input.from(1)
    switch input.byte(0) % 6 {
    case 0:
      for key in CloudReading.keys(body) ?? [] {
        try showable([key.name, key.suffix, key.state?.word], "a key")
        try promise(key.roles.count <= body.count, "there are more roles than bytes")
      }
    case 1:
      guard let made = CloudReading.createdKey(body) else { return }
      try showable([made.keyID, made.key.name], "a new key")
      try promise(made.keySecret?.count ?? 0 <= body.count, "a secret is longer than the answer")
    case 2:
      for service in CloudReading.services(body) ?? [] {
        try showable([service.name, service.region, service.http?.host], "a service")
      }
    case 3:
      guard let said = CloudReading.complaint(body) else { return }
      try promise(said.count <= body.count, "a message is longer than the answer")
    case 4:
      let limit = CloudPace.Limit()
      guard let text = try? UTF8Span(validating: body) else { return }
      let record = CloudPace.Record(String(copying: text), now: 5_000_000, keeping: limit)
      try promise(record.wait(from: 5_000_000, limit) <= 3_700_000, "somebody waits for ever")
    default:
      guard let text = try? UTF8Span(validating: body),
        let time = CloudTime.milliseconds(String(copying: text))
      else { return }
      try promise(
        time < 0 || CloudTime.milliseconds(CloudTime.text(time)) == time / 1_000 * 1_000,
        "a time is another one when it is written")
    }
  }

  private static func showable(_ texts: [String?], _ what: String) throws {
    for case let text? in texts where !text.isEmpty {
      try promise(isShowable(text), "\(what) is not fit for a terminal")
    }
  }
}
