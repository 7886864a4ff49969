@main
struct CofferAgent {
  static func main() {}
}
