"""Which disk something lies on, and whether that disk is encrypted, as far as Linux tells.

Never reassuring: *encrypted* is said only where every disk beneath is seen to be. Whether a disk
encrypts itself, or the host of a virtual machine does, cannot be seen from here: *not known*.
"""

import array
import fcntl
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENCRYPTED, NOT_FOUND, NOT_KNOWN, IN_MEMORY = "encrypted", "not found", "not known", "in memory"

# File systems that encrypt by themselves, files one by one.
_ENCRYPTING = {"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs"}
_OF_MEMORY = {"tmpfs", "ramfs"}
# What dm-crypt serves disks as. VERITY and INTEGRITY watch over a disk and hide nothing.
_CRYPT = (
    "CRYPT-LUKS",
    "CRYPT-PLAIN",
    "CRYPT-BITLK",
    "CRYPT-TCRYPT",
    "CRYPT-FVAULT2",
    "CRYPT-LOOPAES",
)
# linux/fs.h: the attributes of a folder, and the one that fscrypt sets.
_GET_FLAGS, _ENCRYPT_FLAG = 0x80086601, 0x00000800


@dataclass(frozen=True)
class Disk:
    """What lies beneath a path."""

    state: str
    # What was seen, or why nothing can be: for a sentence.
    why: str
    mount: str = ""
    # Names of the whole disks beneath, as the system calls them: nothing where they are not known.
    disks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mount:
    point: Path
    kind: str
    source: str
    device: str  # major:minor


@dataclass(frozen=True)
class System:
    """Where Linux tells it; tests give a made-up one."""

    proc: Path = Path("/proc")
    sysfs: Path = Path("/sys")
    platform: str = sys.platform

    def disk_of(self, path: Path) -> Disk:
        """What is known of the disk that a file or folder, or where it will be made, lies on."""
        path = _that_is_there(path)
        if not self.platform.startswith("linux"):
            return Disk(NOT_KNOWN, f"on {self.platform} this is not looked at")
        if (mount := self._mount(path)) is None:
            return Disk(NOT_KNOWN, "its file system is not in /proc/self/mountinfo")
        at = f"{mount.point}, {mount.kind}"
        if mount.kind in _OF_MEMORY:
            return Disk(IN_MEMORY, "it lies in memory, gone without power", str(mount.point))
        if mount.kind in _ENCRYPTING:
            return Disk(ENCRYPTED, f"{at} encrypts its files", str(mount.point))
        if _has_flag(path):
            return Disk(ENCRYPTED, f"the folder is encrypted by fscrypt ({at})", str(mount.point))
        devices = list(self._devices(mount))
        if not devices:
            why = f"{at} lies on no disk that can be seen from here"
            return Disk(NOT_KNOWN, why, str(mount.point))
        return self._of_devices(devices, mount)

    def _of_devices(self, devices: list[Path], mount: Mount) -> Disk:
        leaves = [leaf for device in devices for leaf in self._leaves(device)]
        names = frozenset(_whole(device) for device, _sealed in leaves)
        said = ", ".join(sorted(device.name for device, _sealed in leaves))
        point = str(mount.point)
        if leaves and all(sealed for _device, sealed in leaves):
            return Disk(ENCRYPTED, f"{point} lies on {said} through dm-crypt", point, names)
        if mount.kind == "zfs" or self.is_virtual:
            why = f"{point} lies on {said} of a virtual machine: ask whoever runs its host"
            return Disk(NOT_KNOWN, why, point, names)
        why = f"{point} lies on {said}, and no encryption of this system is before it"
        return Disk(NOT_FOUND, why, point, names)

    @property
    def is_virtual(self) -> bool:
        """Whether this is a machine in a machine, whose disks are files of its host."""
        try:
            flags = (self.proc / "cpuinfo").read_text()
        except OSError:
            return True  # then nothing is known of it
        return " hypervisor" in flags

    def swaps(self) -> Iterator[Disk]:
        """Where memory may be laid down on a disk, keys with it."""
        try:
            lines = (self.proc / "swaps").read_text().splitlines()[1:]
        except OSError:
            return
        for line in lines:
            place = Path(line.split()[0])
            if place.name.startswith("zram"):
                continue
            if line.split()[1] == "file":
                yield self.disk_of(place)
            elif (device := self._device_named(place.name)) is not None:
                yield self._of_devices([device], Mount(place, "swap", str(place), ""))

    def _mount(self, path: Path) -> Mount | None:
        """The mount that a path lies in: the longest that it begins with, the last of its name."""
        try:
            lines = (self.proc / "self" / "mountinfo").read_text().splitlines()
        except OSError:
            return None
        found = None
        for line in lines:
            mount = _parsed(line)
            if mount is None or mount.point not in (path, *path.parents):
                continue
            if found is None or len(mount.point.parts) >= len(found.point.parts):
                found = mount
        return found

    def _devices(self, mount: Mount) -> Iterator[Path]:
        """The block devices that a file system is made of, as folders in /sys."""
        if mount.kind == "btrfs":
            yield from self._of_btrfs(Path(mount.source).name)
            return
        device = self._device(mount.device) or self._device_named(Path(mount.source).name)
        if device is not None:
            yield device

    def _of_btrfs(self, name: str) -> Iterator[Path]:
        """All disks of a file system that lies on several."""
        real = self._device_named(name)
        for devices in (self.sysfs / "fs" / "btrfs").glob("*/devices"):
            found = [each.resolve() for each in devices.iterdir()]
            if real in found:
                yield from found
                return
        if real is not None:
            yield real

    def _device(self, number: str) -> Path | None:
        path = self.sysfs / "dev" / "block" / number
        return path.resolve() if path.exists() else None

    def _device_named(self, name: str) -> Path | None:
        """By the name in /dev; a mapped one by the name that it was mapped under."""
        path = self.sysfs / "class" / "block" / name
        if path.exists():
            return path.resolve()
        for told in (self.sysfs / "class" / "block").glob("dm-*/dm/name"):
            if told.read_text().strip() == name:
                return told.parent.parent.resolve()
        return None

    def _leaves(self, device: Path, *, sealed: bool = False) -> Iterator[tuple[Path, bool]]:
        """The disks beneath a device, each with whether encryption stands before it."""
        sealed = sealed or _read(device / "dm" / "uuid").startswith(_CRYPT)
        slaves = device / "slaves"
        beneath = sorted(slaves.iterdir()) if slaves.is_dir() else []
        for each in beneath:
            yield from self._leaves(each.resolve(), sealed=sealed)
        if beneath:
            return
        backing = _read(device / "loop" / "backing_file")
        if backing and not sealed:
            sealed = self.disk_of(Path(backing)).state == ENCRYPTED
        yield device, sealed


def _that_is_there(path: Path) -> Path:
    """The path itself, or the folder in which it will be made."""
    path = path.absolute()
    while not path.exists() and path != path.parent:
        path = path.parent
    return path.resolve()


def _parsed(line: str) -> Mount | None:
    """A line of mountinfo (proc(5)): names in it have octal in place of blanks."""
    before, divided, after = line.partition(" - ")
    fields, kinds = before.split(), after.split()
    if not divided or len(fields) < 5 or len(kinds) < 2:
        return None
    return Mount(Path(_plain(fields[4])), kinds[0], _plain(kinds[1]), fields[2])


def _plain(name: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        name = name.replace(code, letter)
    return name


def _whole(device: Path) -> str:
    """The disk that a partition is of."""
    return device.parent.name if (device / "partition").exists() else device.name


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _has_flag(path: Path) -> bool:
    """Whether fscrypt encrypts this file or folder."""
    flags = array.array("L", [0])
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.ioctl(descriptor, _GET_FLAGS, flags)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return bool(flags[0] & _ENCRYPT_FLAG)
