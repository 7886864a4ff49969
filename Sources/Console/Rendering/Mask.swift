import Host

/// What stands on the screen in the place of a secret: always as long, whatever it hides.
package enum Mask {
  /// The mask that the person's terminal can show.
  package static var text: String {
    // The first that is set decides, as it does for every program.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(Environment.value)
      .first { !$0.isEmpty }
    return text(inLocale: locale)
  }

  package static func text(inLocale locale: String?) -> String {
    let folded = (locale ?? "").lowercased().filter { $0 != "-" }
    return folded.contains("utf8") ? "••••••••" : "********"
  }
}
