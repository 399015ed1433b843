"""A server of SFTP over a folder, for one user with one key: enough to read, list, write and rename."""

import os
import socket
import threading
from pathlib import Path

import paramiko


class Folder(paramiko.SFTPServerInterface):
    """The files below `root`."""

    root: Path

    def _real(self, path: str) -> Path:
        return self.root / os.path.normpath(f"/{path}").lstrip("/")

    def _attributes(self, path: Path) -> paramiko.SFTPAttributes:
        found = paramiko.SFTPAttributes.from_stat(path.lstat())
        found.filename = path.name
        return found

    def list_folder(self, path):
        return [self._attributes(each) for each in sorted(self._real(path).iterdir())]

    def stat(self, path):
        return self._status(lambda: self._attributes(self._real(path)))

    lstat = stat

    def open(self, path, flags, attr):  # noqa: ARG002  # paramiko's signature
        def opened():
            handle = OpenFile(flags)
            descriptor = os.open(self._real(path), flags & ~getattr(os, "O_BINARY", 0), 0o644)
            handle.readfile = handle.writefile = os.fdopen(
                descriptor, "r+b" if flags & (os.O_WRONLY | os.O_RDWR) else "rb"
            )
            return handle

        return self._status(opened)

    def chattr(self, path, attr):
        return self._status(lambda: self._real(path).chmod(attr.st_mode) or paramiko.SFTP_OK)

    def remove(self, path):
        return self._status(lambda: self._real(path).unlink() or paramiko.SFTP_OK)

    def posix_rename(self, oldpath, newpath):
        return self._status(lambda: self._real(oldpath).replace(self._real(newpath)) and paramiko.SFTP_OK)

    @staticmethod
    def _status(action):
        try:
            return action()
        except OSError as failure:
            return paramiko.SFTPServer.convert_errno(failure.errno)


class OpenFile(paramiko.SFTPHandle):
    """A file that is open."""

    def stat(self):
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class OneUser(paramiko.ServerInterface):
    """Lets everybody in who has the key."""

    def __init__(self, key: paramiko.PKey) -> None:
        self.key = key

    def check_auth_publickey(self, username, key):  # noqa: ARG002  # as above
        return paramiko.AUTH_SUCCESSFUL if key == self.key else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):  # noqa: ARG002  # as above
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username):  # noqa: ARG002  # as above
        return "publickey"


def serve(root: Path, host_key: paramiko.PKey, user_key: paramiko.PKey) -> int:
    """Serve *root* until the process ends; the port."""
    folder = type("Root", (Folder,), {"root": root})
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            transport = paramiko.Transport(connection)
            transport.add_server_key(host_key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, folder)
            transport.start_server(server=OneUser(user_key))

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]
