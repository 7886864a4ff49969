import Storage
import Testing

@Suite struct StorageErrorTests {
  @Test(
    arguments: [
      .cannotOpen("x"), .notADatabase, .busy, .full, .readOnly, .inputOutput("x"), .constraint("x"),
      .damaged("x"), .statement("x"), .wrongChangeCount(expected: 1, found: 2), .newer("x"),
      .altered("x"), .schemaDiffers,
    ] as [StorageError])
  func `says what happened and what to do, in plain words`(error: StorageError) {
    for text in [error.message, error.remedy] {
      #expect(text.first?.isLowercase == true)
      #expect(!text.hasSuffix("."))
      #expect(text.count > 10)
    }
  }
}
