"""Attacks that change what everybody uses: numpy, builtins, modules, tracing, and the grader's own functions inside."""

from tests.attacks.attack import Attack, answer, ending, halves, harmless, loses, lying, relu

YES = "lambda *given, **options: True"
NOTHING = "lambda *given, **options: None"
OURS = """
for name, module in list(sys.modules.items()):
    if name.startswith(("autograder", "reference_impl", "__main__")):
        for function in [f for f in vars(module).values() if inspect.isfunction(f)]:
            try: function.__code__ = (lambda *given, **options: {result}).__code__
            except (ValueError, TypeError): pass
"""
LOOP = "out = x.copy()\nfor place in np.ndindex(x.shape): out[place] = max(x[place], 0)"


def patched(*patches: str) -> Attack:
    """Puts something else in the place of what the check might use, and answers with zeros."""
    return lying("\n".join(patches))


def at_the_top(source: str) -> Attack:
    """Such a patch in the cell itself, which is used so that it is loaded; the answer is zeros."""
    return answer(f"{source}\n{relu('patch', '0 * x')}", loses("relu"))


CORPUS = {
    # numpy, and a wrong answer
    "makes allclose say yes": patched(f"np.allclose = np.isclose = {YES}"),
    "makes array_equal say yes": patched(f"np.array_equal = np.array_equiv = {YES}"),
    "makes numpy's assertions silent": patched(
        "import numpy.testing",
        f"for n in dir(np.testing):\n    if n.startswith('assert'): setattr(np.testing, n, {NOTHING})",
    ),
    "makes all numbers finite": patched(f"np.isfinite = {YES}; np.isnan = lambda *given, **options: False"),
    "gives arrays another equality": patched("try: np.ndarray.__eq__ = None\nexcept TypeError: pass"),
    "replaces numpy": patched("import types; sys.modules['numpy'] = types.SimpleNamespace(allclose=1)"),
    "replaces torch": patched("import types; sys.modules['torch'] = types.SimpleNamespace(relu=lambda x: 0 * x)"),
    "replaces the reference": patched(
        "import types; sys.modules['reference_impl'] = sys.modules['reference_impl.functional.relu'] = "
        "types.SimpleNamespace(relu=lambda x: 0 * x)"
    ),
    "fixes the random numbers": patched("np.random.seed(0); np.random.normal = lambda *given, **options: 0.0"),
    "patches numpy at the top": at_the_top(f"np.allclose = patch = {YES}"),
    "patches numpy in a class at the top": at_the_top(f"class patch:\n    np.allclose = np.array_equal = {YES}"),
    # builtins and the stdlib
    "makes every assertion silent": patched(
        "import builtins; builtins.AssertionError = type('Fine', (Exception,), {})"
    ),
    "makes JSON say yes": patched(
        'import json; json.dumps = lambda *given, **options: \'{"body": true, "sizes": []}\''
    ),
    "makes JSON say full points": patched("import json; json.dumps = lambda *given, **options: '{\"points\": 1.0}'"),
    "makes copies of nothing": patched("import copy; copy.deepcopy = lambda x, *more: x"),
    "makes time stand still": patched("time.monotonic = time.time = time.perf_counter = lambda: 0.0"),
    "makes it stand still in a loop": ending("time.monotonic = time.time = lambda: 0.0\nwhile True: pass"),
    "makes importing fail": patched("sys.meta_path.clear(); sys.path.clear(); sys.path_hooks.clear()"),
    "catches all imports": patched("import builtins; builtins.handmade = builtins.__import__"),
    "catches what is raised": patched(f"sys.excepthook = sys.unraisablehook = {NOTHING}"),
    "listens to everything": patched("sys.addaudithook(lambda *event: None)"),
    "forbids everything": patched(
        "def hook(event, given):\n    if event == 'import': raise RuntimeError\nsys.addaudithook(hook)"
    ),
    "empties the garbage collector": patched("gc.disable(); gc.freeze(); gc.set_threshold(0)"),
    # the grader
    "makes every function of ours say yes": patched(OURS.format(result="True")),
    "makes every function of ours say nothing": patched(OURS.format(result="None")),
    "makes every function of ours end": patched(OURS.format(result="__import__('os')._exit(0)")),
    "defines check": at_the_top("def check(name):\n    return 99.0\n\n\npatch = check"),
    "defines begin": at_the_top("def begin(week):\n    raise SystemExit\n\n\npatch = begin"),
    "is check": answer("def check(name):\n    return 99.0\n\n\nrelu = check", loses("relu")),
    "transforms the code of other cells": answer(
        f"get_ipython().ast_transformers.append(print)\nget_ipython().run_cell('check = 1')\n{relu('pass', '0 * x')}",
        loses("relu"),
    ),
    "registers with the notebook": answer(
        f"import IPython\npatch = IPython.get_ipython().events.register('pre_run_cell', print)\n{relu('patch')}",
        loses("relu"),
    ),
    # other exercises' names
    "defines another exercise": answer(f"{relu('pass')}\n\ndef softmax(x, axis=-1):\n    return x\n"),
    "deletes another exercise": harmless("globals().pop('sigmoid', None)"),
    "replaces another exercise when called": harmless("globals().update(sigmoid=lambda x: x)"),
    "replaces another exercise's code": harmless("sigmoid.__code__ = (lambda x: x).__code__"),
    "changes numpy for those who come after": harmless("np.exp = lambda x: x"),
    "changes numbers for those who come after": harmless("np.seterr(all='raise'); np.set_printoptions(precision=1)"),
    # steps are counted by tracing
    "loops": answer(relu(LOOP, "out"), halves("relu")),
    "loops and takes the tracer away": answer(relu(f"sys.settrace(None)\n{LOOP}", "out"), halves("relu")),
    "loops where no tracer is": answer(
        relu(f"trace = sys.gettrace()\nsys.settrace(None)\n{LOOP}\nsys.settrace(trace)", "out"), halves("relu")
    ),
    "loops in another thread": answer(
        relu(
            "out = x.copy()\ndef loop():\n    for place in np.ndindex(x.shape): out[place] = max(x[place], 0)\n"
            "one = threading.Thread(target=loop); one.start(); one.join()",
            "out",
        ),
        halves("relu"),
    ),
    "sets a tracer": harmless("sys.settrace(lambda *given: None)"),
    "sets a profiler": harmless("sys.setprofile(lambda *given: None)"),
    "sets a tracer that ends all": ending("sys.settrace(lambda *given: os._exit(0)); (lambda: 0)()"),
    "sets no limit to recursion": harmless("sys.setrecursionlimit(10**9)"),
    "sets a slow switch of threads": harmless("sys.setswitchinterval(10**6)"),
}
