import CLinux
import Glibc

extension Files {
  /// The name of the network file system that holds `path` (or would hold it), nil for a local one.
  ///
  /// SQLite's locks cannot be trusted over a network.
  package static func isOnNetworkFileSystem(_ path: String) throws(HostError) -> String? {
    var place = path
    while !exists(place), folder(of: place) != place { place = folder(of: place) }
    let magic = unsafe clinux_file_system(place)
    guard magic >= 0 else { throw .about(place, doing: "look at", errno) }
    let name = FileSystems.networkName(magic: magic)
    guard name == "fuse" else { return name }
    let kind = FileSystems.mountedKind(
      of: try FileFacts(at: place, followingLinks: true).device,
      mounts: try readSmall("/proc/self/mountinfo", limit: 4 << 20))
    return FileSystems.isLocal(fuse: kind) ? nil : kind ?? "fuse"
  }
}

/// The file systems that we know by number or name.
package enum FileSystems {
  package static func networkName(magic: Int) -> String? {
    switch magic {
    case 0x6969: "nfs"
    case 0x517B: "smb"
    case 0xFE53_4D42: "smb2"
    case 0xFF53_4D42: "cifs"
    case 0x564C: "ncp"
    case 0x7375_7245: "coda"
    case 0x5346_414F, 0x6B41_4653: "afs"
    case 0x0102_1997: "9p"
    case 0x00C3_6400: "ceph"
    case 0x0BD0_0BD0: "lustre"
    case 0x4750_4653: "gpfs"
    case 0x1983_0326: "beegfs"
    case 0x7461_636F: "ocfs2"
    case 0x0116_1970: "gfs2"
    case 0x786F_4256: "vboxsf"
    case 0x6573_5546: "fuse"
    default: nil
    }
  }

  /// Programs behind FUSE that keep their files on this machine.
  ///
  /// Any other may be remote.
  package static func isLocal(fuse kind: String?) -> Bool {
    [
      "fuseblk", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs", "fuse.securefs", "fuse.bindfs",
      "fuse.fuse-overlayfs", "fuse.mergerfs", "fuse.unionfs", "fuse.ntfs-3g", "fuse.exfat",
    ].contains(kind)
  }

  /// The type of the mount with this device number, from the text of /proc/self/mountinfo.
  package static func mountedKind(of device: UInt64, mounts: [UInt8]) -> String? {
    let number = "\(major(device)):\(minor(device))"
    for line in mounts.split(separator: UInt8(ascii: "\n")) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.count > 2, words[2] == number,
        let dash = words.firstIndex(of: "-"), dash + 1 < words.count
      else { continue }
      return String(words[dash + 1])
    }
    return nil
  }

  // The C library's macros, which Swift does not see.
  private static func major(_ device: UInt64) -> UInt64 {
    (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
  }
  private static func minor(_ device: UInt64) -> UInt64 {
    device & 0xFF | (device >> 12) & ~0xFF
  }
}
