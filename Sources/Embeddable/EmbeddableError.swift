package import Transport

/// Why Embeddable did not do what it was asked; texts of the far side are cleaned already.
package enum EmbeddableError: Error, Equatable, Sendable {
  /// The key is not good here.
  case notAllowed(Complaint)
  case missing
  /// `wasRepeated`: it was busy before, and may have done it at the first time already.
  case exists(Complaint, wasRepeated: Bool)
  /// It said no.
  case refused(status: Int, Complaint)
  /// It said that it is busy until our patience was over.
  case busy(status: Int, waited: Duration)
  /// It, or something before it, broke; whether it did what it was asked is not known.
  case broken(status: Int, Complaint)
  case redirected
  /// It said yes in words that cannot be read.
  case garbled(String)
  case transport(TransportError)
  /// Nothing that is ours is there, of so many: it may be another workspace.
  case strange(count: Int)

  /// Whether the far side may have done what it was asked, though it did not say so.
  package var mayHaveActed: Bool {
    switch self {
    case .broken, .garbled: true
    // Something before the service may say this after the service has done it.
    case .busy(let status, _): status == 503
    case .transport(let error): error.mayHaveActed
    case .notAllowed, .missing, .exists, .refused, .redirected, .strange: false
    }
  }

  /// Whether nothing was heard after the request was sent: it may take effect later still.
  package var isSilence: Bool {
    if case .transport(let error) = self { error.mayHaveActed } else { false }
  }

  /// Whether somebody answered who knows the API.
  package var isRefusal: Bool {
    switch self {
    case .notAllowed, .missing, .exists, .refused, .strange: true
    case .busy, .broken, .redirected, .garbled, .transport: false
    }
  }

  package var message: String {
    switch self {
    case .notAllowed(let complaint): "the API key is refused" + complaint.tail
    case .missing: "it is not there"
    case .exists(let complaint, _): "there is one of that name already" + complaint.tail
    case .refused(let status, let complaint):
      complaint.text.isEmpty ? "refused with status \(status)" : "refused: \(complaint.text)"
    case .busy(let status, let waited):
      "too busy (status \(status)), also after \(waited.components.seconds) s of waiting"
    case .broken(let status, let complaint): "failed with status \(status)" + complaint.tail
    case .redirected: "the address leads elsewhere"
    case .garbled(let what): what
    case .transport(let error): error.message
    case .strange(let count): "none of the \(count) connections that are ours is there"
    }
  }

  package var remedy: String {
    switch self {
    case .notAllowed:
      "check the workspace's apiKey and its region: the wrong region looks like a wrong key"
    case .missing: "look with 'coffer status --refresh'"
    case .exists: "choose another name, or take it over with 'coffer adopt'"
    case .refused: "check the profile's fields"
    case .busy, .broken: "try again later"
    case .redirected: "check the workspace's region or baseURL"
    case .garbled: "check the workspace's region or baseURL; try again later"
    case .transport(let error): error.remedy
    case .strange:
      "is its apiKey that of another workspace? If they were deleted there, say that you looked: "
        + "coffer status --refresh"
    }
  }
}
