import Synchronization

/// The tags of what many events say alike: who did it, and which fields there are.
///
/// A large import asks for the same few a million times.
final class TagMemo: Sendable {
  /// More than the fields of all types together.
  private static let limit = 512

  private let kept = Mutex<[Detail: Int64]>([:])

  func tag(of detail: Detail) -> Int64? {
    Self.isCommon(detail) ? kept.withLock { $0[detail] } : nil
  }

  func keep(_ tag: Int64, of detail: Detail) {
    guard Self.isCommon(detail) else { return }
    kept.withLock { kept in
      if kept.count < Self.limit { kept[detail] = tag }
    }
  }

  private static func isCommon(_ detail: Detail) -> Bool {
    switch Detail.Key(rawValue: detail.key) {
    case .user, .slot, .session, .field, .workspace: true
    default: false
    }
  }
}
