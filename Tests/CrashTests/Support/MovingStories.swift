import Messages
import Moving
import Sealing
import TestSupport

/// The messages by which many profiles come and go, in pieces that one conversation holds together.
enum MovingStories {
  static let entries: [MessageKind: Stories.Entry] = [
    .beginImport: .tried([
      Story("import", begin, piece("one", "two"), piece("three", via: "one"), finish(.fail)),
      Story("import, begun anew", begin, piece("one"), begin, piece("two"), finish(.fail)),
      Story(
        "import with bindings", begin, bound("one", "two"), workspace("east"), finish(.fail)),
      Story("import tried first", begin, piece("one"), finish(.fail, onTrial: true), finish(.fail)),
    ]),
    .importPiece: .exempt("part of the stories of imports"),
    .finishImport: .tried([
      Story("import --update", begin, piece("alpha", "new", "beta"), finish(.update)),
      Story("import --on-conflict skip", begin, piece("alpha", "new"), finish(.skip)),
      Story(
        "import in a session",
        .call(StartSession(scope: .full, idleSeconds: 60, totalSeconds: 60)),
        Ask { talk, stage in
          for ask in [begin, piece("alpha", "new"), finish(.update)] { try ask.body(&talk, stage) }
        }.inSession,
        .call(EndSession()).inSession),
    ]),
    .beginExport: .tried([
      Story("export", export(.recipient), fetch),
      Story("export --plaintext", export(.plaintext), fetch),
      Story("export --without-secrets", export(.withoutSecrets), fetch),
    ]),
    .exportPiece: .exempt("part of the stories of exports"),
  ]

  private static let begin = Ask.call(BeginImport())
  private static let fetch = Ask.call(ExportPieceCall())

  /// Profiles that are tied to a workspace, which follows.
  private static func bound(_ names: String...) -> Ask {
    sent(names) { $0.bindings = [MovedBinding("east", [.init("database", $0.name)])] }
  }

  private static func workspace(_ name: String) -> Ask {
    sent([name]) {
      $0.type = "embeddable"
      $0.fields = [
        MovedField("region", .clear("eu")),
        MovedField("apiKey", .secret(Secret(text: "moved-key"))),
      ]
    }
  }

  private static func piece(_ names: String..., via: String? = nil) -> Ask {
    sent(names) { $0.via = via }
  }

  private static func sent(
    _ names: [String], _ adjust: @escaping @Sendable (inout MovedProfile) -> Void
  ) -> Ask {
    Ask { talk, _ in
      var pieces = Pieces()
      for (index, name) in names.enumerated() {
        var profile = MovedProfile(line: index + 1, name: name, type: "clickhouse")
        profile.labels = [.init("moved", "yes")]
        profile.fields = [
          MovedField("host", .clear("moved.example")), MovedField("username", .clear("mover")),
          MovedField("password", .secret(Secret(text: "moved \(name)"))),
        ]
        adjust(&profile)
        try pieces.add(profile)
      }
      for piece in pieces.finish() { _ = try talk.ask(ImportPiece(), [piece]) }
    }
  }

  /// What was no failure of the whole may still have written nothing: a problem is none here.
  private static func finish(_ conflict: FinishImport.Conflict, onTrial: Bool = false) -> Ask {
    Ask { talk, _ in
      let answer = try talk.ask(
        FinishImport(conflict: conflict, onTrial: onTrial, source: "jsonl"))
      if let problem = answer.problems.first { throw problem.failure }
    }
  }

  private static func export(_ form: BeginExport.Form) -> Ask {
    .call(BeginExport(SelectorInput(all: true), form: form))
  }
}
