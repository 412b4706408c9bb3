"""The system calls that an answer may make, and their numbers (the kernel's unistd.h of each architecture).

What is not named here does not exist for the student: fork, exec, socket, kill, ptrace, memfd_create, symlink, link,
chmod, mount, unshare, setuid, io_uring, bpf, ... `seccomp.py` narrows a few of those that are named by an argument.
"""

AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000  # x86_64 only: the same calls by other numbers, for a second ABI


def table(text: str) -> dict[str, int]:
    """Names and numbers of lines such as ``read 0  write 1``."""
    words = text.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


X86_64 = table("""
    read 0  write 1  readv 19  writev 20  pread64 17  pwrite64 18  lseek 8  ftruncate 77  fsync 74  fdatasync 75
    open 2  openat 257  close 3  close_range 436  dup 32  dup2 33  dup3 292  fcntl 72  ioctl 16
    stat 4  fstat 5  lstat 6  newfstatat 262  statx 332  statfs 137  fstatfs 138
    access 21  faccessat 269  faccessat2 439  getdents 78  getdents64 217  getcwd 79  chdir 80
    readlink 89  readlinkat 267  unlink 87  unlinkat 263  mkdir 83  mkdirat 258  rmdir 84
    rename 82  renameat 264  renameat2 316  umask 95
    mmap 9  munmap 11  mremap 25  mprotect 10  brk 12  madvise 28  msync 26  membarrier 324
    clone 56  futex 202  set_robust_list 273  get_robust_list 274  rseq 334  set_tid_address 218
    exit 60  exit_group 231  restart_syscall 219
    rt_sigaction 13  rt_sigprocmask 14  rt_sigreturn 15  sigaltstack 131
    sched_yield 24  sched_getaffinity 204  getcpu 309
    getpid 39  getppid 110  gettid 186  getuid 102  geteuid 107  getgid 104  getegid 108  getgroups 115
    getrusage 98  times 100  sysinfo 99  uname 63  getrandom 318  getrlimit 97  prlimit64 302  prctl 157
    clock_gettime 228  clock_getres 229  clock_nanosleep 230  nanosleep 35  gettimeofday 96  time 201
    select 23  pselect6 270  poll 7  ppoll 271
""")

AARCH64 = table("""
    read 63  write 64  readv 65  writev 66  pread64 67  pwrite64 68  lseek 62  ftruncate 46  fsync 82  fdatasync 83
    openat 56  close 57  close_range 436  dup 23  dup3 24  fcntl 25  ioctl 29
    fstat 80  newfstatat 79  statx 291  statfs 43  fstatfs 44
    faccessat 48  faccessat2 439  getdents64 61  getcwd 17  chdir 49
    readlinkat 78  unlinkat 35  mkdirat 34  renameat 38  renameat2 276  umask 166
    mmap 222  munmap 215  mremap 216  mprotect 226  brk 214  madvise 233  msync 227  membarrier 283
    clone 220  futex 98  set_robust_list 99  get_robust_list 100  rseq 293  set_tid_address 96
    exit 93  exit_group 94  restart_syscall 128
    rt_sigaction 134  rt_sigprocmask 135  rt_sigreturn 139  sigaltstack 132
    sched_yield 124  sched_getaffinity 123  getcpu 168
    getpid 172  getppid 173  gettid 178  getuid 174  geteuid 175  getgid 176  getegid 177  getgroups 158
    getrusage 165  times 153  sysinfo 179  uname 160  getrandom 278  getrlimit 163  prlimit64 261  prctl 167
    clock_gettime 113  clock_getres 114  clock_nanosleep 115  nanosleep 101  gettimeofday 169
    pselect6 72  ppoll 73
""")

ALLOWED = {"x86_64": X86_64, "aarch64": AARCH64}
CLONE3 = 435  # on both
