/// Which ClickHouse the stand-in is like.
package struct ClickHouseChoices: Equatable, Sendable {
  /// A release, such as 24.8; what it can do follows from it.
  package struct Version: Comparable, Sendable {
    package let year: Int
    package let month: Int

    package init(_ year: Int, _ month: Int) {
      self.year = year
      self.month = month
    }

    init?(_ text: String) {
      let parts = text.split(separator: ".").map { Int($0) }
      guard parts.count == 2, let year = parts[0], let month = parts[1], 18...99 ~= year,
        1...12 ~= month
      else { return nil }
      self.init(year, month)
    }

    package static func < (left: Version, right: Version) -> Bool {
      (left.year, left.month) < (right.year, right.month)
    }

    /// Digests that come with a salt.
    var knowsSalt: Bool { self >= Version(22, 6) }
    /// Logins that end.
    var knowsExpiry: Bool { self >= Version(23, 9) }
    /// Several ways to sign in as one user, each with an end of its own.
    var knowsSeveralMethods: Bool { self >= Version(24, 9) }
    /// Another status where the password of `default` is wrong.
    var tellsDefaultApart: Bool { self >= Version(25, 1) }

    var text: String { "\(year).\(month).1.1" }
  }

  package var version = Version(25, 8)
  /// The name that `ON CLUSTER` takes.
  package var cluster = "default"

  package init() {}
}
