import Sealing
import Testing

@testable import Querying

@Suite struct ScramTests {
  /// The conversation of RFC 7677, section 3, with the name that is sent apart.
  @Test func `answers as the standard's example does`() throws {
    let secret = ScramSecret(
      password: "pencil".utf8.span, salt: try #require(Base64.decoded("W22ZaJ0SNY7soEsUEjb6gQ==")),
      rounds: 4096)
    let said =
      "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
      + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
      + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    let proof = Base64.encoded(secret.proof(of: said))
    #expect(
      proof == "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    let signature = try #require(Base64.decoded("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
    let (isRight, isWrong) = (
      secret.serverProof(of: said).equals(signature.span),
      secret.serverProof(of: said + " ").equals(signature.span)
    )
    #expect(isRight && !isWrong)
  }

  @Test func `does not answer a challenge that is not for us`() {
    let salt = "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    for challenge in [
      "", "r=other,\(salt)", "r=ours,\(salt)", "r=ours1,s=,i=4096", "r=ours1,s=!!!!,i=4096",
      "r=ours1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0", "r=ours1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000000000",
      "m=more,r=ours1,\(salt)",
    ] {
      let client = ScramClient(offered: ["SCRAM-SHA-256"], endPoint: [], nonce: "ours")
      let answer = client?.answer(to: challenge, password: "x".utf8.span)
      #expect(answer == nil, "\(challenge)")
    }
  }

  @Test func `answers once, and knows when there are too few rounds`() {
    let salt = "s=W22ZaJ0SNY7soEsUEjb6gQ=="
    let client = ScramClient(offered: ["SCRAM-SHA-256"], endPoint: [], nonce: "ours")
    let first = client?.answer(to: "r=ours1,\(salt),i=4096", password: "x".utf8.span)
    let second = client?.answer(to: "r=ours2,\(salt),i=4096", password: "x".utf8.span)
    #expect(first != nil && second == nil)
    #expect(ScramClient.hasEnoughRounds("r=ours1,\(salt),i=4096"))
    #expect(!ScramClient.hasEnoughRounds("r=ours1,\(salt),i=4095"))
    #expect(!ScramClient.hasEnoughRounds("r=ours1,\(salt),i=-1"))
  }

  @Test func `binds to the channel where the server can`() {
    let both = ScramClient(
      offered: ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"], endPoint: [1, 2, 3], nonce: "n")
    let bound = both?.first
    #expect(bound == "p=tls-server-end-point,,n=*,r=n")
    let less = ScramClient(offered: ["SCRAM-SHA-256"], endPoint: [1, 2, 3], nonce: "n")
    let warned = less?.first
    #expect(warned == "y,,n=*,r=n")
    let none = ScramClient(offered: ["GSSAPI"], endPoint: [], nonce: "n")
    let isNone = none == nil
    #expect(isNone)
  }
}
