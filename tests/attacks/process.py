"""Attacks on the process and on others: exits, crashes, forks, signals, threads."""

from tests.attacks.attack import denied, ending, harmless, loading

LIBC = "libc = ctypes.CDLL(None, use_errno=True)\n"

CORPUS = {
    # ends itself
    "exits": ending("os._exit(0)"),
    "exits with a status": ending("os._exit(3)"),
    "exits politely": ending("sys.exit(0)"),
    "raises SystemExit": ending("raise SystemExit('100 points')"),
    "aborts": ending("os.abort()"),
    "crashes": ending("ctypes.string_at(0)"),
    "calls a null pointer": ending("ctypes.CFUNCTYPE(None)(0)()"),
    "writes over its own memory": ending("ctypes.memset(id(x), 255, 64)"),
    "exits in another thread": ending("threading.Thread(target=os._exit, args=(0,)).start(); time.sleep(60)"),
    "exits from a destructor": ending("class Last:\n    def __del__(self): os._exit(0)\nLast()"),
    "exits while loading": loading("os._exit(0)"),
    "exits politely while loading": loading("sys.exit(0)"),
    "aborts while loading": loading("os.abort()"),
    "crashes while loading": loading("ctypes.string_at(0)"),
    "leaves a bomb for the next exercise": harmless("np.tanh = lambda x: os._exit(0)"),
    # starts others
    "forks": denied("os.fork()"),
    "forks a bomb": denied("while True: os.fork()"),
    "forks a daemon that outlives it": denied("if os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"),
    "forks with a terminal": denied("import pty; pty.fork()"),
    "becomes another program": denied("os.execv('/bin/sleep', ['sleep', '600'])"),
    "becomes another python": denied("os.execv(sys.executable, ['python', '-c', 'while True: pass'])"),
    "spawns": denied("os.posix_spawn('/bin/sleep', ['sleep', '600'], {})"),
    "runs a shell": denied("if os.system('sleep 600 &'): raise OSError"),
    "runs a subprocess": denied("subprocess.Popen(['sleep', '600'], start_new_session=True)"),
    "uses multiprocessing": denied("import multiprocessing; multiprocessing.Process(target=print).start()"),
    "uses a process pool": denied(
        "from concurrent.futures import ProcessPoolExecutor as Pool\nwith Pool(1) as pool: pool.submit(print).result()"
    ),
    "clones by number": denied(LIBC + "if libc.syscall(56, 0, 0, 0, 0, 0) == -1: raise OSError"),
    # reaches for others
    "kills its parent": denied("os.kill(os.getppid(), 9)"),
    "kills process 1": denied("os.kill(1, 9)"),
    "kills everybody": denied("os.kill(-1, 9)"),
    "kills its group": denied("os.killpg(0, 9)"),
    "stops its parent": denied("os.kill(os.getppid(), signal.SIGSTOP)"),
    "traces its parent": denied(LIBC + "if libc.ptrace(16, os.getppid(), 0, 0) == -1: raise OSError"),
    "reads its parent's memory": denied("open(f'/proc/{os.getppid()}/mem', 'rb').read(1)"),
    "asks for a handle on process 1": denied("os.pidfd_open(1)"),
    "limits process 1": denied("import resource; resource.prlimit(1, resource.RLIMIT_CPU)"),
    # changes what it is
    "leaves its session": denied("os.setsid()"),
    "becomes root": denied("os.setuid(0)"),
    "makes namespaces": denied(LIBC + "if libc.unshare(0x10000000) == -1: raise OSError"),
    "mounts": denied(LIBC + "if libc.mount(b'none', b'/', b'tmpfs', 0, None) == -1: raise OSError"),
    "puts itself first": denied("os.nice(-10)"),
    "raises its limits": denied("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))"),
    "writes machine code": denied("import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)"),
    # threads and signals
    "starts threads for ever": denied(
        "while True: threading.Thread(target=threading.Event().wait, daemon=True).start()"
    ),
    "leaves a thread asleep": harmless("threading.Thread(target=time.sleep, args=(600,), daemon=True).start()"),
    "leaves a thread that nobody ends": harmless("threading.Thread(target=time.sleep, args=(600,)).start()"),
    "asks to sleep at exit": harmless("import atexit; atexit.register(time.sleep, 600)"),
    "ignores every signal": harmless(
        "for n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n    except OSError: pass"
    ),
    "rings an alarm": harmless("try: signal.setitimer(signal.ITIMER_REAL, 0.001)\nexcept OSError: pass"),
}
