"""Whether a disk is encrypted: said only where every disk beneath is seen to be."""

import pytest

from amparo.ops.doctor.disks import ENCRYPTED, IN_MEMORY, NOT_FOUND, NOT_KNOWN, System


class Machine:
    """A made-up /proc and /sys."""

    def __init__(self, root):
        self.root, self.lines = root, []
        self.home = root / "home"
        for place in ("proc/self", "sys/dev/block", "sys/class/block", "sys/devices", "home"):
            (root / place).mkdir(parents=True)
        self.cpu("fpu vme")

    @property
    def system(self):
        (self.root / "proc/self/mountinfo").write_text("\n".join(self.lines) + "\n")
        return System(self.root / "proc", self.root / "sys", "linux")

    def cpu(self, flags):
        (self.root / "proc/cpuinfo").write_text(f"processor : 0\nflags : {flags}\n")

    def disk(self, name, number, *, on=(), uuid="", of=""):
        """A block device, on others, mapped by dm, or a partition of a disk."""
        there = self.root / "sys/devices" / of / name
        (there / "slaves").mkdir(parents=True)
        if of:
            (there / "partition").write_text("1\n")
        if uuid:
            (there / "dm").mkdir()
            (there / "dm/uuid").write_text(f"{uuid}\n")
            (there / "dm/name").write_text("root\n")
        for each in on:
            (there / "slaves" / each.name).symlink_to(each)
        (self.root / "sys/dev/block" / number).symlink_to(there)
        (self.root / "sys/class/block" / name).symlink_to(there)
        return there

    def mount(self, number, kind="ext4", source="/dev/sda2", at=None):
        at = str(at or self.home).replace(" ", "\\040")
        self.lines.append(f"31 1 {number} / {at} rw,relatime shared:1 - {kind} {source} rw")
        return self

    def look(self):
        return self.system.disk_of(self.home)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_luks_beneath_lvm_is_encrypted(machine):
    partition = machine.disk("sda2", "8:2", of="sda")
    luks = machine.disk("dm-0", "253:0", on=[partition], uuid="CRYPT-LUKS2-abc-luks")
    machine.disk("dm-1", "253:1", on=[luks], uuid="LVM-xyz")
    found = machine.mount("253:1").look()
    assert (found.state, found.disks) == (ENCRYPTED, {"sda"})


def test_a_plain_partition_is_not_and_is_told_apart_from_what_cannot_be_known(machine):
    machine.disk("sda2", "8:2", of="sda")
    found = machine.mount("8:2").look()
    assert found.state == NOT_FOUND
    assert "sda2" in found.why


def test_one_plain_disk_of_two_is_enough(machine):
    one, two = machine.disk("sda2", "8:2", of="sda"), machine.disk("sdb1", "8:17", of="sdb")
    luks = machine.disk("dm-0", "253:0", on=[one], uuid="CRYPT-LUKS2-abc")
    machine.disk("dm-1", "253:1", on=[luks, two], uuid="LVM-xyz")
    assert machine.mount("253:1").look().state == NOT_FOUND


def test_what_only_checks_a_disk_does_not_hide_it(machine):
    partition = machine.disk("sda2", "8:2", of="sda")
    machine.disk("dm-0", "253:0", on=[partition], uuid="CRYPT-VERITY-abc")
    assert machine.mount("253:0").look().state == NOT_FOUND


def test_the_disk_of_a_virtual_machine_is_not_known(machine):
    machine.disk("vda1", "254:1", of="vda")
    machine.cpu("fpu hypervisor lahf_lm")
    found = machine.mount("254:1").look()
    assert found.state == NOT_KNOWN
    assert "host" in found.why


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "overlay", "9p", "zfs", "fuse.sshfs"])
def test_what_lies_elsewhere_or_deeper_is_not_known(machine, kind):
    assert machine.mount("0:44", kind, "elsewhere").look().state == NOT_KNOWN


def test_btrfs_is_as_open_as_the_most_open_of_its_disks(machine):
    luks = machine.disk(
        "dm-0", "253:0", on=[machine.disk("sda2", "8:2", of="sda")], uuid="CRYPT-LUKS1-a"
    )
    plain = machine.disk("sdb1", "8:17", of="sdb")
    devices = machine.root / "sys/fs/btrfs/1234/devices"
    devices.mkdir(parents=True)
    (devices / "dm-0").symlink_to(luks)
    machine.mount("0:30", "btrfs", "/dev/mapper/root")
    assert machine.look().state == ENCRYPTED
    (devices / "sdb1").symlink_to(plain)
    assert machine.look().state == NOT_FOUND


def test_a_loop_on_an_encrypted_disk_is_encrypted_too(machine):
    luks = machine.disk(
        "dm-0", "253:0", on=[machine.disk("sda2", "8:2", of="sda")], uuid="CRYPT-LUKS2-a"
    )
    assert luks
    inner = machine.root / "inner"
    inner.mkdir()
    (machine.root / "image").write_text("")
    loop = machine.disk("loop0", "7:0")
    (loop / "loop").mkdir()
    (loop / "loop/backing_file").write_text(f"{machine.root / 'image'}\n")
    machine.mount("253:0", at=machine.root).mount("7:0", at=inner)
    assert machine.system.disk_of(inner).state == ENCRYPTED


def test_memory_and_encrypting_file_systems(machine):
    assert machine.mount("0:5", "tmpfs", "tmpfs").look().state == IN_MEMORY
    assert machine.mount("0:6", "fuse.gocryptfs", "gocryptfs").look().state == ENCRYPTED


def test_of_several_mounts_the_nearest_counts(machine):
    machine.disk("sda2", "8:2", of="sda")
    inner = machine.home / "a stick"
    inner.mkdir()
    machine.mount("8:2").mount("0:5", "tmpfs", "tmpfs", at=inner)
    assert machine.system.disk_of(inner / "not yet there").state == IN_MEMORY
    assert machine.look().state == NOT_FOUND


def test_no_other_system_is_called_well(machine):
    machine.disk("sda2", "8:2", of="sda")
    machine.mount("8:2")
    for platform in ("darwin", "win32"):
        system = System(machine.root / "proc", machine.root / "sys", platform)
        assert system.disk_of(machine.home).state == NOT_KNOWN
    assert (
        System(machine.root / "nowhere", machine.root, "linux").disk_of(machine.home).state
        == NOT_KNOWN
    )


def test_swap_on_a_plain_disk_is_seen(machine):
    machine.disk("sda3", "8:3", of="sda")
    (machine.root / "proc/swaps").write_text(
        "Filename Type Size Used Priority\n"
        "/dev/zram0 partition 9 0 5\n"
        "/dev/sda3 partition 9 0 -2\n"
    )
    assert [disk.state for disk in machine.system.swaps()] == [NOT_FOUND]
