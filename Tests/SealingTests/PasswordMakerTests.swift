import Sealing
import Testing

@Suite struct PasswordMakerTests {
  private static let upper = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
  private static let lower = Set("abcdefghijklmnopqrstuvwxyz")
  private static let digits = Set("0123456789")
  private static let marks = Set("-_.~")

  @Test(arguments: [4, 8, 32, 128])
  func `makes passwords of the length asked, with each kind of character`(length: Int) {
    for _ in 0..<100 {
      let password = text(PasswordMaker.make(length: length))
      #expect(password.count == length)
      for kind in [Self.upper, Self.lower, Self.digits, Self.marks] {
        #expect(password.contains(where: kind.contains))
      }
      let plain = Self.upper.union(Self.lower).union(Self.digits)
      #expect(password.allSatisfy(plain.union(Self.marks).contains))
      #expect(password.first.map(plain.contains) == true)
      #expect(password.last.map(plain.contains) == true)
    }
  }

  @Test func `makes passwords of letters and digits`() {
    for _ in 0..<100 {
      let password = text(PasswordMaker.make(length: 20, alphabet: .alphanumeric))
      #expect(password.allSatisfy(Self.upper.union(Self.lower).union(Self.digits).contains))
    }
  }

  @Test func `makes 32 characters unless told, never the same`() {
    let made = (0..<200).map { _ in text(PasswordMaker.make()) }
    #expect(Set(made).count == 200)
    #expect(made.allSatisfy { $0.count == 32 })
    #expect(Set(made.joined()).count == 66)
  }

  @Test(arguments: [Int.min, -1, 0, 3])
  func `never makes fewer than four characters`(length: Int) {
    #expect(PasswordMaker.make(length: length).count == 4)
  }
}
