import Console
import Testing

@Suite struct KeySourceTests {
  private func order(_ change: (inout KeySource.Facts) -> Void) -> [KeySource] {
    var facts = KeySource.Facts()
    change(&facts)
    return KeySource.order(facts)
  }

  @Test func `a key that was named is the only one`() {
    let order = order {
      $0.keyFile = "k"
      $0.keyFileVariable = "v"
      $0.hasTerminal = true
    }
    #expect(order == [.keyFile("k")])
  }

  @Test func `a session comes before the environment`() {
    #expect(order { $0.keyFileVariable = "v" } == [.session, .keyFile("v")])
  }

  @Test func `the variable comes before the credentials of the service`() {
    let order = order {
      $0.keyFileVariable = "v"
      $0.credentialKeyFile = "c"
    }
    #expect(order == [.session, .keyFile("v")])
  }

  @Test func `a key lying about spares the person the question`() {
    let order = order {
      $0.credentialPassphrase = "p"
      $0.hasTerminal = true
    }
    #expect(order == [.session, .passphraseFile("p")])
  }

  @Test func `a key that may come from standard input is known, however it was named`() {
    func readsInput(_ change: (inout KeySource.Facts) -> Void) -> Bool {
      var facts = KeySource.Facts()
      change(&facts)
      return KeySource.readsInput(facts)
    }
    #expect(readsInput { $0.keyFile = "-" })
    #expect(readsInput { $0.keyFileVariable = "-" })
    #expect(readsInput { $0.passphraseDescriptor = 0 })
    #expect(!readsInput { $0.passphraseDescriptor = 3 })
    #expect(!readsInput { $0.keyFileVariable = "./-" })
    // One that was named is the only one.
    #expect(
      !readsInput {
        $0.keyFile = "k"
        $0.keyFileVariable = "-"
      })
  }

  @Test func `without terminal and key there is only the session`() {
    #expect(order { _ in } == [.session])
    #expect(order { $0.hasTerminal = true } == [.session, .prompt])
  }
}
