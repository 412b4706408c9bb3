"""Attacks that take too long or too much: loops, sleeps, memory, recursion, giant results, giant sources."""

from tests.attacks.attack import FULL, RIGHT, answer, denied, ending, loading, loses, relu, returning

LOST = loses("relu")

CORPUS = {
    # time
    "never ends": ending("while True: pass"),
    "never ends in C": ending("sum(range(10**18))"),
    "never ends and holds the lock": ending("import re; re.match('(a+)+$', 'a' * 64 + 'b')"),
    "never ends and catches everything": ending(
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "never ends computing a number": ending("10 ** 10 ** 8"),
    "never ends waiting": ending("threading.Event().wait()"),
    "sleeps": ending("time.sleep(10**6)"),
    "never ends in several threads": ending(
        "def spin():\n    while True: pass\n[threading.Thread(target=spin).start() for _ in range(4)]; spin()"
    ),
    "never ends while loading": loading("while True: pass"),
    "sleeps while loading": loading("time.sleep(10**6)"),
    "never ends in a decorator": answer(
        f"def wait(f):\n    while True: pass\n\n@wait\ndef relu(x):\n    return {RIGHT}", LOST
    ),
    "never ends in a default": answer(f"def relu(x, y=sum(range(10**18))):\n    return {RIGHT}", LOST),
    "never ends in a class body": answer("class relu:\n    while True: pass", LOST),
    "never ends where an index is asked for": returning(
        "Slow()", before="class Slow:\n    def __getattribute__(self, name):\n        while True: pass\n"
    ),
    # memory
    "takes 50 GB at once": denied("np.ones(50 * 2**27)"),
    "takes 50 GB in pieces": denied("kept = [np.empty(2**22) for _ in range(1600)]"),
    "takes 50 GB as text": denied("'x' * (50 * 2**30)"),
    "takes all memory and keeps it": ending("np.kept = []\nwhile True: np.kept.append(np.empty(2**22))"),
    "takes memory while loading": loading("kept = []\nwhile True: kept.append(np.empty(2**22))"),
    "takes the C stack": ending("sys.setrecursionlimit(10**9)\nf = lambda *_: max([1], key=f)\nf()"),
    "recurses": returning("relu(x)"),
    "recurses without a limit": ending("sys.setrecursionlimit(10**9)\nrelu(x)"),
    "recurses while loading": loading("bomb()"),
    # giant results
    "returns half a gigabyte": returning("np.zeros(2**26)"),
    "returns an array of no memory": returning("np.broadcast_to(0.0, (2**20, 2**20))"),
    "returns an array beyond memory": returning("np.lib.stride_tricks.as_strided(x, (2**40,), (0,))"),
    "returns a text of a gigabyte": returning("'x' * 2**30"),
    "returns ten million things": returning("[0] * 10**7"),
    "returns a list within a list, 100,000 deep": ending(
        "nest = []\nfor _ in range(10**5): nest = [nest]\nreturn nest"
    ),
    "returns itself in a list": ending("kept = []; kept.append(kept); return kept"),
    "returns something endless": returning("iter(int, 1)"),
    "returns a number of a million digits": returning("10 ** 10**6"),
    "returns a dictionary of dictionaries": ending("d = {}\nfor _ in range(5000): d = {'d': d}\nreturn d"),
    "names its error in three million letters": ending("raise type('E' * 3_000_000, (Exception,), {})"),
    "says ten million letters in its error": ending("raise ValueError('x' * 10**7)"),
    # giant sources
    "is a cell of a hundred thousand characters": answer(relu("pass") + "#" * 100_001, LOST),
    "is a cell of ninety thousand characters": answer(relu("pass") + "#" * 90_000),
    "is a comment in 10,000 lines": answer(relu("pass") + "#\n" * 10_000),
    "is nested in parentheses": answer(relu("pass", "(" * 40_000 + "x" + ")" * 40_000), LOST),
    "is nested in minuses": answer(relu("pass", "-" * 50_000 + "x"), LOST),
    "is nested in attributes": answer(relu("pass", "x" + ".T" * 30_000), LOST),
    "is nested in sums": answer(relu("pass", "x" + " + x" * 20_000), LOST),
    "is nested in calls": answer(relu("pass", "x" + "()" * 40_000), LOST),
    "is nested in lambdas": answer("relu = " + "lambda x: " * 9_000 + "x", LOST),
    "is nested in conditions": answer(relu("pass", "x if x else " * 8_000 + "x"), LOST),
    "is a chain of elif": answer("if 0:\n    pass\n" + "elif 1:\n    pass\n" * 4_000, LOST),
    "is decorated 20,000 times": answer("@str\n" * 20_000 + "def relu(x):\n    return x", LOST),
    "has 12,000 arguments": answer(f"def relu({', '.join(f'a{n}' for n in range(12_000))}):\n    return 1", LOST),
    "unpacks into one name 20,000 times": answer(f"a{', a' * 20_000} = 0, 0\ndef relu(x):\n    return a", LOST),
    "holds a number of 90,000 digits": answer(relu("pass", "9" * 90_000), LOST),
    "computes a constant": answer(relu("pass", "(0,) * 10**9 * 10**9"), LOST),
    "has a docstring of ninety thousand characters": answer(
        f"def relu(x):\n    '''{'x' * 90_000}'''\n    return {RIGHT}", FULL
    ),
}
