import Messages

/// What people do to a vault, at random: often what is possible, sometimes what is refused.
enum Mixture {
  static func story(_ number: Int, _ chance: inout Chance, after state: [String]) -> Story {
    let live = names("profile", in: state)
    let removed = names("removed", in: state)
    let some = live.randomElement(using: &chance) ?? "none"
    let gone = removed.randomElement(using: &chance) ?? "none"
    let (name, ask): (String, Ask) =
      switch Int.random(in: 0..<14, using: &chance) {
      case 0, 1, 2: ("add", .call(Stories.add("new-\(number)"), "secret \(number)"))
      case 3, 4: ("change", .call(Stories.change(some), "changed \(number)"))
      case 5: ("rename", .call(RenameProfile(name: some, newName: "name-\(number)")))
      case 6: ("label", .call(LabelProfiles(names: [some], labels: ["n=\(number)"])))
      case 7: ("rollback", .call(RollBack(name: some)))
      case 8: ("remove", .call(RemoveProfiles(names: [some])))
      case 9: ("undelete", .call(UndeleteProfile(name: gone)))
      case 10: ("purge", .call(PurgeProfiles(names: [gone], historyOnly: false)))
      case 11: ("purge --history", .call(PurgeProfiles(names: [some], historyOnly: true)))
      case 12: ("reveal", .call(RevealFields(SelectorInput(words: [some]))))
      default: ("key rotate", .call(RotateVaultKey()))
      }
    return Story("\(number): \(name)", ask)
  }

  private static func names(_ word: String, in state: [String]) -> [String] {
    state.compactMap { line in
      let parts = line.split(separator: " ")
      return parts.count > 1 && parts[0] == word ? String(parts[1]) : nil
    }
  }
}
