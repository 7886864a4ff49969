import Catalog
import Testing

@Suite struct TableTests {
  @Test func `names every type of the design once`() {
    let names = Types.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(
      Set(names) == [
        "clickhouse", "questdb", "postgres", "redshift", "mysql", "mssql", "msfabric", "bigquery",
        "snowflake", "databricks-jdbc", "athena", "duckdb", "elasticsearch", "druid", "trino",
        "mongobi", "custom", "clickhouse-cloud", "embeddable", "secret",
      ])
  }

  @Test(arguments: Types.all)
  func `uses each field name and each wire place once`(type: ProfileType) {
    let names = type.fields.map(\.name)
    #expect(Set(names).count == names.count)
    let paths = type.fields.flatMap(\.wirePaths)
    #expect(Set(paths).count == paths.count)
    #expect(!paths.contains([]))
  }

  @Test(arguments: Types.all)
  func `offers each wrong spelling for one field only, and never a real name`(type: ProfileType) {
    let names = Set(type.fields.map { $0.name.lowercased() })
    let aliases = type.fields.flatMap(\.aliases).map { $0.lowercased() }
    #expect(Set(aliases).count == aliases.count)
    #expect(names.isDisjoint(with: aliases))
  }

  @Test func `offers each wrong type name for one type only`() {
    let aliases = Types.all.flatMap(\.aliases)
    #expect(Set(aliases).count == aliases.count)
    #expect(Set(aliases).isDisjoint(with: Types.all.map(\.name)))
  }

  @Test(arguments: Types.all)
  func `has defaults that pass the checks, and none for secrets`(type: ProfileType) throws {
    for field in type.fields {
      guard let value = field.defaultValue else { continue }
      #expect(!field.isSecret)
      try FieldCheck(type).check(field.name, text: value)
    }
  }

  @Test(arguments: Types.all)
  func `never lets a host, user or secret be overridden`(type: ProfileType) {
    for field in type.fields where field.isOverridable {
      #expect(!field.isSecret && !field.isDestination && !field.isPrincipal, "\(field.name)")
    }
  }

  @Test(arguments: Types.all)
  func `has rules that name real fields`(type: ProfileType) {
    let names = Set(type.fields.map(\.name))
    for rule in type.rules {
      let named: [String] =
        switch rule {
        case .exactlyOne(let group), .atMostOne(let group): group
        case .needs(let field, let others): [field] + others
        case .requires(let others, let field, _): [field] + others
        case .implies(let given, let field, _): [given, field]
        }
      #expect(names.isSuperset(of: named))
    }
  }

  @Test(arguments: Types.all)
  func `says something about itself and about each field`(type: ProfileType) {
    #expect(!type.title.isEmpty && type.summary.hasSuffix("."))
    for text in type.fields.map(\.help) + type.notes {
      #expect(text.hasSuffix("."), "\(text)")
    }
    #expect(type.fields.allSatisfy { !$0.prompt.isEmpty })
  }

  @Test(arguments: Types.all.filter { $0.purpose == .database })
  func `knows for each database where its secret goes and whether we can see it`(type: ProfileType)
  {
    #expect(!type.secretFields.isEmpty)
    #expect(type["reach"]?.defaultValue == "anywhere")
    #expect(type["reach"]?.wirePaths == [])
  }

  @Test(arguments: Types.all.filter { $0.purpose != .database })
  func `pushes nothing of what is no database`(type: ProfileType) {
    #expect(type.wireType == nil && !type.takesExtras)
    #expect(type.fields.allSatisfy { $0.place == .nowhere })
  }
}
