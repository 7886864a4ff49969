/// Shell scripts that complete command lines, written from the grammar.
///
/// Commands, options and choices are part of the script; names of profiles, types, slots and
/// workspaces are asked of the program while completing, by `PROGRAM completions --names profiles`.
package enum Completions {
  package enum Shell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish
  }

  package static func script(for shell: Shell, _ grammar: Grammar) -> String {
    switch shell {
    case .bash: BashCompletion(grammar).script
    case .zsh: ZshCompletion(grammar).script
    case .fish: FishCompletion(grammar).script
    }
  }
}
