"""Attacks on files: reads and writes outside, and folders that lead out."""

from tests.attacks.attack import MARK, Attack, denied, harmless

CLIMBS = """
found = []
for n in range(3, 64):
    try: found.append(os.open('../' * 12 + 'etc/passwd', os.O_RDONLY, dir_fd=n))
    except OSError: pass
if not found: raise OSError
"""


def reads(path: str) -> Attack:
    return denied(f"open({path}, 'rb').read(1)")


def writes(path: str) -> Attack:
    return denied(f"open({path}, 'w').write('x')")


CORPUS = {
    # reading
    "reads the users": reads("'/etc/passwd'"),
    "reads the root folder": denied("os.listdir('/')"),
    "reads home": denied("os.listdir('@HOME@')"),
    "reads the gradebook": reads("'@COURSE@/gradebook.db'"),
    "reads the secret seed": reads("'@COURSE@/.handmade/seed'"),
    "reads the source notebook": reads("'@COURSE@/source/week1_foundations/week1_foundations.ipynb'"),
    "reads the source notebook by a way up": reads("'../../source/week1_foundations/week1_foundations.ipynb'"),
    "lists the other submissions": denied("os.listdir('@COURSE@/submitted')"),
    "reads the solutions": reads("'@REPOSITORY@/solutions/week1_foundations.ipynb'"),
    "reads the tests": reads("'@REPOSITORY@/tests/conftest.py'"),
    "lists the repository": denied("os.listdir('@REPOSITORY@')"),
    "lists the processes": denied("os.listdir('/proc/1')"),
    "reads the environment of process 1": reads("'/proc/1/environ'"),
    "reads its memory map": reads("'/proc/self/maps'"),
    "reads a disk": reads("'/dev/vda'"),
    "climbs out of every open folder": denied(CLIMBS),
    # writing
    "writes in /tmp": writes(f"'/tmp/{MARK}'"),
    "writes in shared memory": writes(f"'/dev/shm/{MARK}'"),
    "writes in /dev": writes(f"'/dev/{MARK}'"),
    "writes in the root": writes(f"'/{MARK}'"),
    "writes in home": writes(f"'@HOME@/{MARK}'"),
    "writes in the course": writes(f"'@COURSE@/{MARK}'"),
    "writes a grade": denied(
        "import sqlite3; sqlite3.connect('@COURSE@/gradebook.db').execute('update grade set manual_score = 9')"
    ),
    "writes over a neighbour": writes("'@COURSE@/submitted/0000-honest/week1_foundations/week1_foundations.ipynb'"),
    "writes in the repository": writes(f"'@REPOSITORY@/{MARK}'"),
    "writes beside numpy": writes(f"os.path.join(os.path.dirname(np.__file__), '{MARK}.py')"),
    "empties numpy": denied("os.close(os.open(np.__file__, os.O_RDONLY | os.O_TRUNC))"),
    "writes over the stdlib": denied("open(os.__file__, 'r+').write('x')"),
    "deletes numpy": denied("os.unlink(np.__file__)"),
    "makes a FIFO": denied(f"os.mkfifo('{MARK}')"),
    "makes a symbolic link": denied(f"os.symlink('/etc/passwd', '{MARK}')"),
    "makes a hard link": denied(f"os.link(np.__file__, '{MARK}')"),
    "makes a file of the first user": denied("os.chown(np.__file__, 0, 0)"),
    "fills the disk": denied("for n in range(99): open(str(n), 'wb').write(bytes(2**20))"),
    "fills the disk with one file": denied("open('one', 'wb').write(bytes(2**26))"),
    "fills the disk with names": denied("for n in range(9999): open(f'name{n}', 'wb').close()"),
    "opens files for ever": denied("kept = [open('/dev/null') for _ in range(999)]"),
    "leaves a file where it may": harmless(f"try: open('{MARK}', 'w').write('x')\nexcept OSError: pass"),
}
