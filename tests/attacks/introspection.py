"""Attacks that look for the answers: reference, expected values, hidden cases. Whatever they find, it is not there."""

from tests.attacks.attack import answer, denied, loses, returning, stealing

PICK = """
def pick(candidates, name="relu"):
    own = sys._getframe(1).f_code
    for one in candidates:
        code = getattr(one, "__code__", None)
        if getattr(one, "__name__", None) == name and code not in (None, own) and "submission" not in code.co_filename:
            return one
"""
RUN = "names = {'np': np}; exec(text, names); found = names['relu']"
FRAMES = """
frame, frames = sys._getframe(1), []
while frame:
    frames.append(frame)
    frame = frame.f_back
"""
EVERY_DESCRIPTOR = """
for n in range(3, 64):
    for way in ("functional/relu.py", "reference_impl/functional/relu.py", "../reference_impl/functional/relu.py"):
        try: text = open(os.open(way, os.O_RDONLY, dir_fd=n)).read()
        except OSError: continue
"""
EVERY_PATH = """
places = [*sys.path, *(p for m in list(sys.modules.values()) for p in getattr(m, "__path__", []) or [])]
places += [os.path.dirname(p) for p in places]
for place in places:
    for way in ("functional/relu.py", "reference_impl/functional/relu.py"):
        try: text = open(os.path.join(place, way)).read()
        except OSError: continue
"""
COMPILED = """
import glob, marshal
for place in ["@REPOSITORY@", *sys.path, *(getattr(sys.modules.get("reference_impl"), "__path__", None) or [])]:
    for path in glob.glob(os.path.join(place, "**", "relu.cpython-*.pyc"), recursive=True):
        names = {"np": np}
        exec(marshal.loads(open(path, "rb").read()[16:]), names)
        found = names.get("relu")
"""
FINDERS = """
for finder in sys.meta_path:
    for place in list(getattr(finder, "places", {}).values()):
        try: text = open(os.path.join(str(place), "functional/relu.py")).read()
        except OSError: continue
"""


CORPUS = {
    # asks for the reference by name
    "imports the reference": stealing("from reference_impl import relu as found"),
    "imports the module of the reference": stealing("import reference_impl.functional.relu as m; found = m.relu"),
    "imports the reference at the top": returning("right(x)", before="from reference_impl import relu as right\n"),
    "imports it from mine": stealing("from mine import relu as found"),
    "imports it from mine at the top": returning("right(x)", before="from mine import relu as right\n"),
    "asks mine for it": stealing("import mine; found = mine.relu"),
    "calls mine's by another name": answer(
        "import mine, functools\nrelu = functools.partial(mine.relu)", loses("relu")
    ),
    "is mine's": answer("import mine\nrelu = mine.relu", loses("relu")),
    "asks the exercise": stealing("from autograder.exercises import find; found = find('relu').reference()"),
    "asks what is lent": stealing("from autograder.checks.borrow import lendable; found = lendable()[0]['relu']"),
    "imports torch": stealing("import torch; found = lambda x: torch.relu(torch.as_tensor(x)).numpy()"),
    "imports the tests": stealing("from tests.attacks.attack import RIGHT; found = eval('lambda x: ' + RIGHT)"),
    "imports scikit-learn": stealing(
        "from sklearn.neural_network._base import inplace_relu as r; found = lambda x: r(x) or x"
    ),
    "imports everything": stealing(
        "import pkgutil\nfor one in [m.name for m in pkgutil.iter_modules() if m.name[:3] in ('ref', 'aut', 'han')]:\n"
        "    try: found = getattr(__import__(one), 'relu', found)\n    except Exception: pass"
    ),
    # reads it
    "reads the reference": stealing(f"text = open('@REPOSITORY@/reference_impl/functional/relu.py').read(); {RUN}"),
    "reads the solutions": stealing(
        "import json; cells = json.load(open('@REPOSITORY@/solutions/week1_foundations.ipynb'))['cells']\n"
        f"text = ''.join(next(c['source'] for c in cells if 'def relu(' in ''.join(c['source']))); {RUN}"
    ),
    "reads it through every open folder": stealing(f"{EVERY_DESCRIPTOR}{RUN}"),
    "reads it on every path": stealing(f"{EVERY_PATH}{RUN}"),
    "reads it where modules are found": stealing(f"{FINDERS}{RUN}"),
    "reads what was compiled": stealing(COMPILED),
    "reads it among the lines that were cached": stealing(
        "import linecache; lines = [e[2] for p, e in linecache.cache.items() if p.endswith('relu.py')]\n"
        f"text = ''.join(lines[0]); {RUN}"
    ),
    # looks around
    "looks through all modules": stealing(
        f"{PICK}found = pick(getattr(m, 'relu', None) for n, m in list(sys.modules.items()) if n != __name__)"
    ),
    "looks through all objects": stealing(f"{PICK}found = pick(o for o in gc.get_objects() if inspect.isfunction(o))"),
    "looks through all dictionaries": stealing(
        f"{PICK}found = pick(o.get('relu') for o in gc.get_objects() if type(o) is dict)"
    ),
    "looks through all who refer to numpy": stealing(
        f"{PICK}found = pick(o.get('relu') for o in gc.get_referrers(np) if type(o) is dict)"
    ),
    "looks through the frames": stealing(f"{PICK}{FRAMES}found = pick(f.f_globals.get('relu') for f in frames)"),
    "asks whoever called for the reference": stealing(
        f"{FRAMES}for f in frames:\n    for o in f.f_locals.values():\n"
        "        if hasattr(o, 'reference'): found = o.reference()"
    ),
    "asks whoever called for the expected value": stealing(
        f"{FRAMES}for f in frames:\n    for name, o in f.f_locals.items():\n"
        "        if 'expect' in name or 'due' in name: found = lambda x, o=o: o.reference.values['output']"
    ),
    "asks the stack": stealing(f"{PICK}found = pick(f.frame.f_globals.get('relu') for f in inspect.stack())"),
    "asks an exception": stealing(
        f"{PICK}try: raise ValueError\nexcept ValueError as e:\n    f = e.__traceback__.tb_frame\n"
        "    while f.f_back: f = f.f_back\n    found = pick([f.f_globals.get('relu')])"
    ),
    "asks the classes": stealing(
        f"{PICK}found = pick(getattr(c, '__init__').__globals__.get('relu') for c in object.__subclasses__() "
        "if hasattr(getattr(c, '__init__'), '__globals__'))"
    ),
    # looks for secrets
    "reads the environment": denied("os.environ['PATH'], os.environ['HOME']"),
    "reads the command line": denied("open('/proc/self/cmdline').read()"),
    "reads the arguments": denied("sys.orig_argv[1]; open(f'/proc/{os.getppid()}/cmdline').read()"),
    "lists the descriptors": denied("os.listdir('/proc/self/fd')"),
    "asks who it is": denied("if os.getuid() != 0: raise OSError"),
    "uses the harness's own runner": denied(
        "from autograder.checks.judge import judge; from autograder.exercises import find; judge(find('relu'), relu)"
    ),
}
