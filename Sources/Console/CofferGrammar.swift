package import Arguments
import Messages

/// The command line of `coffer`, from which parser, help, completions and the man page come.
package enum CofferGrammar {
  package static let grammar = Grammar(
    program: "coffer", version: Conversation.build,
    summary: "keep database credentials sealed, and know who used them",
    globals: GlobalOptions.specs,
    groups: [
      Grammar.Group("vault", title: "vault"),
      Grammar.Group("profiles", title: "profiles"),
      Grammar.Group("databases", title: "databases"),
      Grammar.Group("push", title: "push"),
      Grammar.Group("rotate", title: "rotate"),
      Grammar.Group("audit", title: "audit"),
      Grammar.Group("other", title: "other"),
    ],
    commands: Commands.all.map(\.spec))
}
