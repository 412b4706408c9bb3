"""Attacks that look for answers in what the course gives and lends: given classes, and answers to earlier exercises."""

from tests.attacks.attack import Attack, answer, loses, returning, stealing
from tests.grading.odd_notebooks import together

BACKWARD = "grad_output, output, axis=-1"
UNWRITTEN = "def {}(*given, **options):\n    raise NotImplementedError"


def neighbour(code: str) -> Attack:
    """softmax_backward is taken from around softmax, which stands in the same file of the reference and is lent."""
    return stealing(code, "softmax_backward", BACKWARD)


def borrowing(source: str, exercise: str, later: str) -> Attack:
    """An answer made of an exercise that comes later, and that the student never wrote."""
    unwritten = answer(UNWRITTEN.format(later), exercise=later)
    return Attack(together(answer(source, exercise=exercise).change, unwritten.change), loses(exercise, later))


CORPUS = {
    "goes through the given ReLU": returning("ReLU()(x)"),
    "asks the given ReLU": stealing("found = ReLU.forward.__globals__['relu']"),
    "asks the given ReLU for its parts": stealing("found = ReLU.forward.__closure__[0].cell_contents"),
    "goes back through the given Tanh": answer(
        "def tanh_backward(grad_output, output):\n    layer = Tanh()\n    layer.output = layer.y = layer.x = output\n"
        "    return layer.backward(grad_output)",
        loses("tanh_backward"),
        "tanh_backward",
    ),
    "asks softmax for its neighbour": neighbour("found = softmax.__globals__['softmax_backward']"),
    "asks softmax's module": neighbour("found = sys.modules[softmax.__module__].softmax_backward"),
    "asks softmax's file": neighbour(
        "names = {'np': np}; exec(open(softmax.__code__.co_filename).read(), names)\nfound = names['softmax_backward']"
    ),
    "asks softmax's source": neighbour(
        "names = {'np': np}; exec(inspect.getsource(inspect.getmodule(softmax)), names)\n"
        "found = names['softmax_backward']"
    ),
    "asks every module that was lent": neighbour(
        "others = [m.softmax_backward for m in list(sys.modules.values()) if hasattr(m, 'softmax_backward')]\n"
        "found = [f for f in others if 'submission' not in f.__code__.co_filename][0]"
    ),
    "asks the Module for who inherits": answer(
        "class Linear(Module):\n    def __new__(cls, *given, **options):\n        others = Module.__subclasses__()\n"
        "        return next(c for c in others if c.__name__ == 'Linear' and c is not cls)(*given, **options)\n",
        loses("Linear"),
        "Linear",
    ),
    "asks the function that it is given": stealing(
        "spaces = [f.__globals__, *(vars(m) for m in list(sys.modules.values()))]\n"
        "others = [s['numerical_gradient'] for s in spaces if 'numerical_gradient' in s]\n"
        "found = [other for other in others if other is not numerical_gradient][0]",
        "numerical_gradient",
        "f, x, eps=1e-5",
    ),
    "asks the layers that it is given": answer(
        "class Sequential(Module):\n    def __new__(cls, *modules):\n        import sys\n"
        "        space = type(modules[0]).forward.__globals__\n"
        "        spaces = [space, *(vars(m) for m in list(sys.modules.values()))]\n"
        "        found = [s['Sequential'] for s in spaces if s.get('Sequential', cls) is not cls]\n"
        "        return found[0](*modules)\n",
        loses("Sequential"),
        "Sequential",
    ),
    "keeps what a later exercise was lent": Attack(
        together(
            answer("def relu(x):\n    return np.kept(x)").change,
            answer(
                "def relu_backward(grad_output, x):\n    np.kept = relu\n    return grad_output * (x > 0)",
                exercise="relu_backward",
            ).change,
        ),
        loses("relu"),
    ),
    "has a thread wait for what a later exercise is lent": Attack(
        together(
            answer(
                "import threading, time\n\n\ndef relu(x):\n    def wait():\n        while not hasattr(np, 'kept'):\n"
                "            time.sleep(0.001)\n    thread = threading.Thread(target=wait, daemon=True)\n"
                "    thread.start()\n    thread.join(1.0)\n    return np.kept(x)"
            ).change,
            answer(
                "def relu_backward(grad_output, x):\n    np.kept = relu\n    return grad_output * (x > 0)",
                exercise="relu_backward",
            ).change,
        ),
        loses("relu"),
    ),
    "borrows leaky_relu": borrowing("def relu(x):\n    return leaky_relu(x, 0.0)", "relu", "leaky_relu"),
    "borrows leaky_relu from mine": borrowing(
        "from mine import leaky_relu as leaky\n\n\ndef relu(x):\n    return leaky(x, 0.0)", "relu", "leaky_relu"
    ),
    "borrows log_softmax": borrowing(
        "def softmax(x, axis=-1):\n    return np.exp(log_softmax(x, axis))", "softmax", "log_softmax"
    ),
    "borrows its own backward": borrowing("def relu(x):\n    return relu_backward(x, x)", "relu", "relu_backward"),
    "borrows cross_entropy": borrowing(
        "def log_softmax(x, axis=-1):\n    return -cross_entropy(x[None], np.arange(1))", "log_softmax", "cross_entropy"
    ),
}
