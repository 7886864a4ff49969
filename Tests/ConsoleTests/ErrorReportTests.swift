import Console
import Messages
import Testing

@Suite struct ErrorReportTests {
  private let failure = Failure(
    .notFound, "there is no profile 'prd'", hint: "see: coffer list", unknown: "prd",
    known: ["prod", "stage"])

  @Test func `the nearest name is the hint`() {
    #expect(
      ErrorReport(failure).lines(asJSON: false) == [
        "coffer: error: there is no profile 'prd'", "coffer: hint: did you mean 'prod'?",
      ])
  }

  @Test func `JSON has a stable shape on one line`() {
    #expect(
      ErrorReport(failure).lines(asJSON: true) == [
        #"{"code":"not-found","hint":"did you mean 'prod'?","items":[],"#
          + #""message":"there is no profile 'prd'","status":3}"#
      ])
  }

  @Test func `without a near name the hint stays`() {
    let failure = Failure(.notFound, "m", hint: "h", unknown: "zzz", known: ["prod"])
    #expect(ErrorReport(failure).hint == "h")
  }
}
