"""SFTP: a file is written next to its place and renamed over it, while its size and time are those that were read."""

import contextlib
import posixpath
import secrets
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Self

from ippbook.cluster.storage.contract import NO_FILE, ChangedMeanwhileError, Storage, StoredFile, refuse_size
from ippbook.languages import say

if TYPE_CHECKING:
    from fsspec.implementations.sftp import SFTPFileSystem
    from paramiko import SFTPAttributes


class SftpStorage(Storage):
    """A server of SFTP that renames over an existing file (`posix-rename@openssh.com`), so no one sees half a file."""

    files: "SFTPFileSystem"

    @classmethod
    def connected(cls, address: str) -> Self:
        """The server of *address*. Its key must be in `~/.ssh/known_hosts`: fsspec itself would trust any key."""
        known = _known_servers()
        server = known._get_kwargs_from_urls(address)  # noqa: SLF001  # fsspec has no public name for it
        files = known(**server)
        if not files.ftp.get_channel().get_transport().is_active():  # fsspec keeps connections, also broken ones
            known.clear_instance_cache()
            files = known(**server)
        return cls(files)

    def read(self, address: str, most: int) -> StoredFile:
        """The content between two looks at size and time; where they differ, the file was being written."""
        path = self._path(address)
        about = self.files.ftp.stat(path)
        refuse_size(address, int(about.st_size or 0), most)
        with self.files.ftp.open(path, "rb") as stream:
            stream.prefetch()
            data = stream.read()
        before, after = _seen(about), _seen(self.files.ftp.stat(path))
        if after.version != before.version:
            raise ChangedMeanwhileError
        return replace(after, data=data)

    def present(self, address: str) -> StoredFile:
        """The file without its content."""
        try:
            return _seen(self.files.ftp.stat(self._path(address)))
        except FileNotFoundError:
            return NO_FILE

    def write(self, address: str, data: bytes, expected: StoredFile) -> None:
        """The new content under a name of its own, then a rename. The last look is directly before it: SFTP has no condition."""
        path = self._path(address)
        temporary = posixpath.join(
            posixpath.dirname(path), f".{posixpath.basename(path)[:40]}.{secrets.token_hex(8)}.tmp"
        )
        try:
            with self.files.ftp.open(temporary, "wx") as stream:
                stream.set_pipelined(pipelined=True)
                stream.write(data)
            mode = expected.attributes.get("mode")
            if isinstance(mode, int):
                self.files.ftp.chmod(temporary, mode)
            self._refuse_change(address, expected)
            self.files.ftp.posix_rename(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                self.files.ftp.remove(temporary)
            raise

    def _refuse_change(self, address: str, expected: StoredFile) -> None:
        if self.present(address).version != expected.version:
            raise ChangedMeanwhileError

    def _path(self, address: str) -> str:
        found: str = self.files._strip_protocol(address)  # noqa: SLF001  # fsspec has no public name for it
        return found


def _seen(about: "SFTPAttributes") -> StoredFile:
    """A file as one answer of the server describes it."""
    return StoredFile(
        say("{st_size} bytes at {st_mtime}", st_size=about.st_size, st_mtime=about.st_mtime),
        attributes={"mode": (about.st_mode or 0) & 0o7777},
    )


@cache
def _known_servers() -> "type[SFTPFileSystem]":
    import paramiko  # noqa: PLC0415  # the package of this storage
    from fsspec.implementations.sftp import SFTPFileSystem  # noqa: PLC0415  # as above

    class KnownServers(SFTPFileSystem):  # type: ignore[misc]  # the package publishes no types
        """SFTP to servers whose key is known."""

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()  # refuses an unknown key
            self.client.load_system_host_keys()
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()

    return KnownServers
