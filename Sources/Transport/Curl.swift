import CCurl
import Glibc

/// The one place that wakes libcurl, and its words made fit to be shown.
enum Curl {
  /// Whether libcurl is initialised; the first look does it.
  static let isReady = ccurl_global_init() == CURLE_OK

  /// The most characters of a cause.
  private static let longest = 200

  /// What libcurl always says about an outcome: fixed words, which can hold nothing of ours.
  static func words(for code: CURLcode) -> String {
    unsafe curl_easy_strerror(code).map { unsafe tidy(String(cString: $0)) } ?? "unknown"
  }

  static func words(for code: CURLMcode) -> String {
    unsafe curl_multi_strerror(code).map { unsafe tidy(String(cString: $0)) } ?? "unknown"
  }

  /// The system's words for an error number.
  static func words(forSystem number: Int32) -> String {
    unsafe strerror(number).map { unsafe tidy(String(cString: $0)) } ?? "error \(number)"
  }

  /// One line without control characters, a capital letter or a full stop, and not too long.
  static func tidy(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(longest) {
      shown.append(isInert(scalar) ? scalar : " ")
    }
    var words = String(shown)
    while let last = words.last, last == "." || last == " " { words.removeLast() }
    // An abbreviation keeps its capitals.
    let second = words.dropFirst().first
    guard let first = words.first, second?.isUppercase != true else { return words }
    return first.lowercased() + words.dropFirst()
  }

  private static func isInert(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}
