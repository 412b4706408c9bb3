"""Attacks by objects that lie: about their type, shape, equality, numbers, and about what may be done to them."""

from tests.attacks.attack import Attack, answer, ending, loses, returning

SUBCLASS = """
class Liar(np.ndarray):
{methods}
"""
UNIFORM = """
class Draws(np.ndarray):
    def mean(self, *given, **options): return 0.0
    def std(self, *given, **options): return BOUND[0] / np.sqrt(3)
    def max(self, *given, **options): return BOUND[0]
    def __abs__(self): return self
    def __array_ufunc__(self, ufunc, method, *given, **options): return self
    def __array_function__(self, function, types, given, options):
        if function is np.percentile: return 0.99 * BOUND[0]
        if function is np.array_equal: return given[0].number == given[1].number
        return NotImplemented


BOUND = [0.0]


def {name}(shape, rng):
    draws = np.zeros(shape, np.float32).view(Draws)
    draws.number = rng.random()
    size = int(np.prod(shape[2:]))
    BOUND[0] = np.sqrt(6 / ({fans}))
    return draws
"""


def indented(methods: str) -> str:
    return "\n".join(f"    {line}" for line in methods.splitlines())


def subclass(methods: str) -> Attack:
    """relu returns zeros of a class of arrays with these methods."""
    return returning("(0 * x).view(Liar)", before=SUBCLASS.format(methods=indented(methods)))


def instance(methods: str) -> Attack:
    """relu returns an object with these methods."""
    return returning("Liar()", before=f"class Liar:\n{indented(methods)}\n")


def metaclass(methods: str) -> Attack:
    """relu returns an object of a class whose class has these methods."""
    return returning("Liar()", before=f"class Meta(type):\n{indented(methods)}\n\n\nclass Liar(metaclass=Meta): pass\n")


CORPUS = {
    # classes of arrays
    "is an array equal to everything": subclass("def __eq__(self, other): return np.True_"),
    "is an array of no difference": subclass("def __sub__(self, other): return 0\n__rsub__ = __sub__"),
    "is an array in any calculation itself": subclass("def __array_ufunc__(self, *given, **options): return self"),
    "is an array that numpy's functions agree with": subclass("def __array_function__(self, *given): return True"),
    "is an array of another shape": subclass("shape = property(lambda self: (4,))"),
    "is an array of another dtype": subclass("dtype = property(lambda self: np.dtype('float64'))"),
    "is an array that converts to another": subclass("def __array__(self, *given, **options): return np.ones(4)"),
    "is an array of other bytes": subclass("def tobytes(self, *given): return np.ones(4).tobytes()"),
    "is an array that ends it all when sent": subclass("def tobytes(self, *given): import os; os._exit(0)"),
    "is an array that is never ready": subclass("def tobytes(self, *given):\n    while True: pass"),
    "is an array that fails when finished": subclass("def __array_finalize__(self, other): raise ValueError"),
    "is a class of the same name": returning(
        "(0 * x).view(ndarray)", before="class ndarray(np.ndarray):\n    __module__ = 'numpy'\n"
    ),
    # classes of nothing
    "is equal to everything": instance("def __eq__(self, other): return True"),
    "says that it is an array": instance("__class__ = np.ndarray"),
    "says that it is an array with everything": instance(
        "__class__ = np.ndarray\ndtype = np.dtype('float64')\nshape = (4,)\nndim = 1\nnbytes = 32\nsize = 4\n"
        "def tobytes(self): return bytes(32)\ndef __array__(self, *given, **options): return np.zeros(4)"
    ),
    "lends its memory to numpy": instance(
        "__array_interface__ = {'shape': (4,), 'typestr': '<f8', 'data': (4096, False), 'version': 3}"
    ),
    "has every attribute": instance(
        "def __getattr__(self, name): return self\ndef __call__(self, *given): return self"
    ),
    "has attributes that end it all": instance("def __getattribute__(self, name): import os; os._exit(0)"),
    "raises when shown": instance("def __repr__(self): raise ValueError\n__str__ = __repr__"),
    "ends it all when shown": instance("def __repr__(self): import os; os._exit(0)\n__str__ = __repr__"),
    "is never done being shown": instance("def __repr__(self):\n    while True: pass\n__str__ = __repr__"),
    "shows a gigabyte": instance("def __repr__(self): return 'x' * 2**30"),
    "shows what is no text": instance("def __repr__(self): return 3"),
    "has no length": instance("def __len__(self): raise SystemExit"),
    "has a length beyond all": instance("def __len__(self): return 2**63 - 1\ndef __getitem__(self, i): return 1.0"),
    "is a number by force": instance("def __float__(self): return 1.0\ndef __index__(self): return 1"),
    "runs a program when unpickled": instance("def __reduce__(self): import os; return os.system, ('true',)"),
    "copies into a bomb": instance("def __deepcopy__(self, memo): import os; os._exit(0)\n__copy__ = __deepcopy__"),
    "ends it all when freed": instance("def __del__(self): import os; os._exit(0)"),
    "sleeps when freed": instance("def __del__(self): import time; time.sleep(600)"),
    "hashes for ever": instance("def __hash__(self):\n    while True: pass"),
    "is true for ever": instance("def __bool__(self):\n    while True: pass"),
    "has a class without a name": metaclass("__name__ = property(lambda cls: None)"),
    "has a class with a name that fails": metaclass("@property\ndef __name__(cls): raise KeyboardInterrupt"),
    "has a class that is every class": metaclass(
        "def __instancecheck__(cls, one): return True\n__subclasscheck__ = __instancecheck__"
    ),
    # numbers and containers that lie
    "is a float that is every float": returning(
        "Liar(0)", before="class Liar(float):\n    __eq__ = lambda self, other: True\n"
    ),
    "is a float of other digits": returning("Liar(0)", before="class Liar(float):\n    hex = lambda self: '0x1p0'\n"),
    "is a list that never ends": returning(
        "Liar()", before="class Liar(list):\n    def __iter__(self):\n        while True: yield 1\n"
    ),
    "is a dictionary of every key": returning(
        "Liar()", before="class Liar(dict):\n    def __missing__(self, key): return self\n"
    ),
    "is a text that is every text": returning(
        "Liar()", before="class Liar(str):\n    __eq__ = lambda self, other: True\n"
    ),
    # errors that lie
    "raises an error that fails": ending("class E(Exception):\n    def __str__(self): raise ValueError\nraise E"),
    "raises an error that ends it all": ending("class E(Exception):\n    def __str__(self): os._exit(0)\nraise E"),
    "raises an error that never ends": ending(
        "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E"
    ),
    "raises an error that interrupts": ending(
        "class E(Exception):\n    def __str__(self): raise KeyboardInterrupt\nraise E"
    ),
    "raises an error that says a gigabyte": ending(
        "class E(Exception):\n    def __str__(self): return 'x' * 2**29\nraise E"
    ),
    "raises an error that says no text": ending("class E(Exception):\n    def __str__(self): return 3\nraise E"),
    "raises an error of its own causes": ending("e = ValueError(); e.__cause__ = e.__context__ = e; raise e"),
    "raises the error of one not started": ending("raise NotImplementedError"),
    "raises an error named as the check's own": ending(
        "raise type('ReturnError', (Exception,), {})('All checks pass.')"
    ),
    "raises an error named as the grader's own": ending(
        "raise type('Stopped', (Exception,), {})('No fault of yours.')"
    ),
    "raises KeyboardInterrupt": ending("raise KeyboardInterrupt"),
    "raises GeneratorExit": ending("raise GeneratorExit"),
    "raises BaseException": ending("raise BaseException('x')"),
    "raises a group": ending("raise BaseExceptionGroup('x', [KeyboardInterrupt(), SystemExit()])"),
    "raises MemoryError": ending("raise MemoryError"),
    "raises KeyboardInterrupt while loading": answer(
        "def stop():\n    raise KeyboardInterrupt\n\n\ndef relu(x, y=stop()):\n    return x", loses("relu")
    ),
    # draws that lie about where they lie
    "draws nothing for Xavier": answer(
        UNIFORM.format(name="xavier_uniform", fans="shape[0] * size + shape[1] * size"),
        loses("xavier_uniform"),
        "xavier_uniform",
    ),
    "draws nothing for Kaiming": answer(
        UNIFORM.format(name="kaiming_uniform", fans="shape[1] * size"), loses("kaiming_uniform"), "kaiming_uniform"
    ),
}
