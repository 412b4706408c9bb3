"""Attacks through the network: nothing may be reached, not even this machine."""

from tests.attacks.attack import denied

CORPUS = {
    "opens a connection": denied("socket.create_connection(('127.0.0.1', 80), timeout=1)"),
    "opens a connection to the world": denied("socket.create_connection(('1.1.1.1', 53), timeout=1)"),
    "opens a socket": denied("socket.socket()"),
    "opens a socket for datagrams": denied(
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('1.1.1.1', 53))"
    ),
    "opens a raw socket": denied("socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)"),
    "opens a local socket": denied("socket.socket(socket.AF_UNIX)"),
    "opens a pair of sockets": denied("socket.socketpair()"),
    "opens a socket to the kernel": denied("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)"),
    "opens a socket by number": denied("if ctypes.CDLL(None).socket(2, 1, 0) == -1: raise OSError"),
    "asks for a name": denied("socket.getaddrinfo('example.org', 80)"),
    "asks for its own name": denied("socket.gethostbyname('localhost.localdomain')"),
    "listens": denied("socket.create_server(('', 0))"),
    "listens on a name of no file": denied("socket.socket(socket.AF_UNIX).bind(b'\\0handmade')"),
    "fetches a page": denied("import urllib.request; urllib.request.urlopen('http://127.0.0.1:8888', timeout=1)"),
    "sends mail": denied("import smtplib; smtplib.SMTP('127.0.0.1')"),
    "speaks to docker": denied("s = socket.socket(socket.AF_UNIX); s.connect('/var/run/docker.sock')"),
    "makes a ring of system calls": denied("if ctypes.CDLL(None).syscall(425, 1, 0) == -1: raise OSError"),
}
