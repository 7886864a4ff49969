extension Courier {
  /// What holds for all requests of a courier; nothing is taken from the environment.
  package struct Settings: Sendable, Equatable {
    /// `http://HOST:PORT` or `https://HOST:PORT`, without a password; none if nil.
    package var proxy: String?
    /// Hosts to reach without the proxy, separated by commas.
    package var noProxy: String?
    /// A file of certificate authorities to trust *instead of* the system's.
    package var caFile: String?
    /// How many requests to one server are on their way at once; the others wait for their turn.
    package var connectionsPerHost: Int
    /// How we introduce ourselves.
    package var userAgent: String

    package init(
      proxy: String? = nil, noProxy: String? = nil, caFile: String? = nil,
      connectionsPerHost: Int = 16, userAgent: String = "coffer"
    ) {
      self.proxy = proxy
      self.noProxy = noProxy
      self.caFile = caFile
      self.connectionsPerHost = connectionsPerHost
      self.userAgent = userAgent
    }

    /// Refuses what libcurl would misunderstand.
    func check() throws(TransportError) {
      guard connectionsPerHost > 0 else {
        throw .badSetting("no connection is allowed")
      }
      for text in [noProxy, caFile, userAgent] {
        guard text?.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) != false else {
          throw .badSetting("a control character")
        }
      }
      guard let proxy else { return }
      do throws(TransportError) {
        _ = try Address(proxy)
      } catch .badAddress(let reason) {
        throw .badSetting("the proxy's address: \(reason)")
      }
    }
  }
}
