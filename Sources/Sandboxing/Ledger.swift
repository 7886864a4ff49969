/// What was asked so far: counts of everything, and the last thousand requests in full.
struct Ledger {
  struct Entry {
    let method: String
    let path: String
    /// 0 where the connection was closed without an answer.
    let status: Int
    let workspace: Int?
    let body: JSONValue?
  }

  private static let most = 1_000

  private(set) var requests = 0
  private(set) var writes = 0
  private(set) var tests = 0
  private(set) var byMethod: [String: Int] = [:]
  /// The last requests, of which the oldest is at `oldest` once there are `most`.
  private var entries: [Entry] = []
  private var oldest = 0

  /// Counts a request before it is answered.
  mutating func count(_ method: String, isTest: Bool) {
    requests += 1
    byMethod[method, default: 0] += 1
    if isTest {
      tests += 1
    } else if method != "GET", method != "HEAD" {
      writes += 1
    }
  }

  /// Notes a request with how it was answered.
  mutating func note(_ entry: Entry) {
    guard entries.count == Self.most else {
      entries.append(entry)
      return
    }
    entries[oldest] = entry
    oldest = (oldest + 1) % Self.most
  }

  func counts(hiddenStored: Int) -> JSONValue {
    let methods = byMethod.sorted { $0.key < $1.key }
    return [
      "requests": .number(String(requests)), "writes": .number(String(writes)),
      "byMethod": .object(methods.map { .init($0.key, .number(String($0.value))) }),
      "tests": .number(String(tests)), "hiddenStored": .number(String(hiddenStored)),
    ]
  }

  /// The last requests, oldest first.
  var shown: JSONValue {
    let ordered = entries[oldest...] + entries[..<oldest]
    return .array(
      ordered.map { entry in
        [
          "method": .string(entry.method), "path": .string(entry.path),
          "status": .number(String(entry.status)),
          "workspace": entry.workspace.map { .number(String($0)) } ?? .null,
          "body": entry.body ?? .null,
        ]
      })
  }
}
