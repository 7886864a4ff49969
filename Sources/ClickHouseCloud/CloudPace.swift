import Host
import Sealing
import Transport

/// How often a key may ask, counted over all processes of this user: ten times in ten seconds.
///
/// The count stands in a small file named by a digest of the Key ID. A place is taken before the
/// request is made, so that those who wait stand in a queue.
package struct CloudPace: Sendable {
  package struct Limit: Equatable, Sendable {
    package var requests: Int
    /// A little more than the service says, as requests travel unevenly.
    package var window: Duration

    package init(requests: Int = 10, window: Duration = .milliseconds(10_500)) {
      self.requests = requests
      self.window = window
    }
  }

  private let path: String
  private let limit: Limit

  /// A folder of ours alone, which is there already.
  package init(folder: String, keyID: String, limit: Limit = Limit()) {
    let label = "coffer.cloud.pace " + keyID
    let digest = Digest.of(label.utf8.span).prefix(8)
    let digits = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    path = folder + "/cloud-" + digits.joined() + ".pace"
    self.limit = limit
  }

  /// Takes the next place; how long to wait for it, at most `most`, beyond which none is taken.
  func place(atMost most: Duration) async throws(CloudError) -> Duration {
    try await change { (record, now) throws(CloudError) in
      let wait = record.wait(from: now, limit)
      guard wait <= milliseconds(most) else {
        throw .rateLimited(wait: .milliseconds(wait))
      }
      record.places.append(now + wait)
      return .milliseconds(wait)
    }
  }

  /// Nobody asks with this key for so long, as the service said.
  func close(for duration: Duration) async throws(CloudError) {
    try await change { (record, now) throws(CloudError) in
      record.closedUntil = max(record.closedUntil, now + milliseconds(duration))
    }
  }

  private func change<Result: Sendable>(
    _ body: (inout Record, Int64) throws(CloudError) -> Result
  ) async throws(CloudError) -> Result {
    while true {
      if let result = try attempt(body) { return result }
      do {
        try await Task.sleep(for: .milliseconds(3))
      } catch {
        throw .transport(.cancelled(sent: false))
      }
    }
  }

  /// Nothing if another process has the file just now.
  private func attempt<Result: Sendable>(
    _ body: (inout Record, Int64) throws(CloudError) -> Result
  ) throws(CloudError) -> Result? {
    let outcome: Swift.Result<Result, CloudError>
    do throws(HostError) {
      guard let note = try SharedNote.take(ifFree: path) else { return nil }
      let now = milliseconds(Clock.boot)
      var record = Record(try note.read(), now: now, keeping: limit)
      do throws(CloudError) {
        outcome = .success(try body(&record, now))
      } catch {
        outcome = .failure(error)
      }
      try note.write(record.text)
    } catch {
      throw .cannotPace(error.message)
    }
    return try outcome.get()
  }

  private func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
  }
}

extension CloudPace {
  /// What the file says: when requests were or will be made, by the clock that runs since boot.
  package struct Record: Equatable {
    package var closedUntil: Int64 = 0
    package var places: [Int64] = []

    /// What is over, what cannot be, and what means nothing is left out.
    package init(_ text: String, now: Int64, keeping limit: Limit) {
      let window = Int64(limit.window / .milliseconds(1))
      var numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
      guard !numbers.isEmpty else { return }
      let closed = numbers.removeFirst()
      // A file from before the last boot may speak of times that are far away.
      if closed > now, closed - now <= 3_600_000 { closedUntil = closed }
      places = numbers.filter { $0 > now - window && $0 - now <= 3_600_000 }.sorted()
    }

    package func wait(from now: Int64, _ limit: Limit) -> Int64 {
      let window = Int64(limit.window / .milliseconds(1))
      var next = max(now, closedUntil)
      if places.count >= limit.requests {
        next = max(next, places[places.count - limit.requests] + window)
      }
      return next - now
    }

    package var text: String {
      ([closedUntil] + places.suffix(200)).map { String($0) }.joined(separator: " ") + "\n"
    }
  }
}
