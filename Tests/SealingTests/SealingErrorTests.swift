import Sealing
import Testing

@Suite struct SealingErrorTests {
  @Test(arguments: [
    SealingError.notOpened, .wrongLength(expected: 32, found: 31), .unusableKey,
    .costRefused("1 MiB x 1"), .outOfMemory, .malformedCode(group: 3), .malformedCode(group: nil),
  ])
  func `says what happened and what to do, in lower case without a full stop`(
    error: SealingError
  ) {
    for sentence in [error.message, error.remedy] {
      #expect(sentence.first?.isLowercase == true || sentence.first?.isNumber == true)
      #expect(sentence.last != ".")
    }
    #expect(error.message != error.remedy)
  }

  @Test func `names what matters`() {
    #expect(
      SealingError.malformedCode(group: 3).message == "group 3 of the recovery code is not right")
    #expect(
      SealingError.wrongLength(expected: 32, found: 31).message
        == "32 bytes were expected and 31 found")
    #expect(
      SealingError.costRefused("1 MiB x 1").remedy == "choose 64 MiB x 3 to 1024 MiB x 10")
  }

  @Test func `says whether memory can be locked, the same each time`() {
    #expect(LockedMemory.isLocked == LockedMemory.isLocked)
  }
}
