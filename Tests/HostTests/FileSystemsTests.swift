import Testing

import Host

@Suite struct FileSystemsTests {
  @Test func `takes local places, also ones that do not exist yet`() throws {
    for path in ["/proc", "/dev/shm", "/dev/shm/not/there/yet"] {
      #expect(try Files.isOnNetworkFileSystem(path) == nil)
    }
  }

  @Test(arguments: [
    (0x6969, "nfs"), (0xFF53_4D42, "cifs"), (0xFE53_4D42, "smb2"), (0x0102_1997, "9p"),
    (0x00C3_6400, "ceph"), (0x5346_414F, "afs"), (0x6573_5546, "fuse"),
  ])
  func `names a network file system by its number`(magic: Int, name: String) {
    #expect(FileSystems.networkName(magic: magic) == name)
  }

  @Test(arguments: [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630])
  func `takes ext4, xfs, btrfs, tmpfs and overlayfs as local`(magic: Int) {
    #expect(FileSystems.networkName(magic: magic) == nil)
  }

  @Test func `tells what is behind FUSE from the list of mounts`() {
    let mounts = """
      22 1 8:1 / / rw - ext4 /dev/sda1 rw
      40 22 0:51 / /home/a/far rw,nosuid shared:2 - fuse.sshfs a@b: rw
      41 22 0:52 / /home/a/vault rw - fuse.gocryptfs /home/a/.vault rw
      """
    let text = Array(mounts.utf8)
    let far = FileSystems.mountedKind(of: 51, mounts: text)
    #expect(far == "fuse.sshfs")
    #expect(!FileSystems.isLocal(fuse: far))
    #expect(FileSystems.isLocal(fuse: FileSystems.mountedKind(of: 52, mounts: text)))
    #expect(FileSystems.mountedKind(of: 0x801, mounts: text) == "ext4")
    #expect(FileSystems.mountedKind(of: 53, mounts: text) == nil)
    #expect(!FileSystems.isLocal(fuse: nil))
  }
}
