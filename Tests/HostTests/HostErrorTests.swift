import Host
import Testing

@Suite struct HostErrorTests {
  @Test(arguments: [
    HostError.notFound("/a"), .alreadyExists("/a"), .notPermitted("/a"), .symlink("/a"),
    .notRegular("/a"), .notFolder("/a"), .otherOwner("/a"), .tooOpen("/a"), .diskFull, .busy("/a"),
    .tooLarge("/a", limit: 7), .endOfInput, .hungUp, .interrupted, .noTerminal, .notText("/a"),
    .pathTooLong(limit: 107), .alreadyListening, .nobodyListens, .wrongPeer(uid: 7), .cutOff,
    .closed, .timedOut, .malformedFrame("too short"), .traced, .cannotStart("/a"),
    .failed("sync", 5),
  ])
  func `says what happened and what to do in two plain sentences`(error: HostError) {
    for sentence in [error.message, error.remedy] {
      #expect(sentence.count > 5)
      #expect(sentence.first?.isUppercase == false)
      #expect(sentence.last?.isPunctuation == false)
    }
    #expect(error.message != error.remedy)
  }

  @Test func `gives the system's own reason`() {
    #expect(HostError.failed("sync /a", 5).message == "cannot sync /a: input/output error")
  }

  @Test(arguments: [
    (Int32(2), HostError.notFound("/a")), (17, .alreadyExists("/a")), (13, .notPermitted("/a")),
    (40, .symlink("/a")), (20, .notFolder("/a")), (28, .diskFull),
    (5, .failed("open /a", 5)),
  ])
  func `finds the case for a number`(number: Int32, expected: HostError) {
    #expect(HostError.about("/a", doing: "open", number) == expected)
  }
}
