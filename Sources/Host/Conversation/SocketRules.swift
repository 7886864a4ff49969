/// What every connection of one loop is held to.
struct SocketRules {
  let limits: FrameLimits
  let sending: FrameLimits
  let times: SocketTimes
  let most: Int
}
