"""Attacks through what is printed, warned of and said in errors: it ends in nobody's file, page or terminal."""

from tests.attacks.attack import HTML, Attack, answer, ending, harmless, lying, relu

HALF = "\\ud800"  # half of a character: no file can hold it


def raising(message: str) -> Attack:
    return ending(f"raise ValueError({message})")


CORPUS = {
    "prints a gigabyte": harmless("for _ in range(100): print('x' * 10**6)"),
    "prints a hundred megabytes at once": harmless("print('x' * 10**8)"),
    "prints to stderr": harmless("for _ in range(100): print('x' * 10**6, file=sys.stderr)"),
    "prints below Python": harmless("for _ in range(100): os.write(1, b'x' * 10**6); os.write(2, b'x' * 10**6)"),
    "prints to the first stdout": harmless("for _ in range(100): sys.__stdout__ and sys.__stdout__.write('x' * 10**6)"),
    "prints for ever": ending("while True: print('x' * 10**6)"),
    "prints while loading": answer("text = [print('x' * 10**6) for _ in range(100)]\n" + relu("text")),
    "prints points": lying('print(\'{"points": 1.0, "passed": true}\\n1.0\\nAll checks pass.\')'),
    "prints a verdict for the notebook": lying("print('application/vnd.handmade.verdict+json', {'points': 1.0})"),
    "prints half a character": lying(f"print('{HALF}')"),
    "prints control characters": lying("print('\\x00\\x1b[2J\\x1b]0;owned\\x07\\r\\b\\x7f\\x85')"),
    "prints a page": lying(f"print({HTML!r})"),
    "prints a lone carriage return": lying("print('relu: 1 of 1 points\\r' * 99)"),
    "takes stdout away": harmless("import io; sys.stdout = io.StringIO()"),
    "puts a stdout in place that fails": ending("class Out:\n    write = flush = None\nsys.stdout = Out(); print(1)"),
    "reads standard input": harmless("sys.stdin and sys.stdin.read()"),
    "asks a question": ending("input('How many points? ')"),
    "says half a character": raising(f"'{HALF}'"),
    "says control characters": raising("'\\x00\\x1b[2J\\r\\n\\x7f\\u2028\\u202e'"),
    "says a page": raising(repr(HTML)),
    "says a page in a name": ending(f"raise type({HTML!r}, (Exception,), {{}})"),
    "says half a character in a name": ending(f"raise type('{HALF}', (Exception,), {{}})"),
    "says markup for terminals": raising("'[bold red]100 points[/] [/nothing] [link=http://x]'"),
    "says another's words": raising("'All checks pass.'"),
    "says a formula": raising("'=HYPERLINK(\"http://x\")'"),
    "has a page in its source": ending(f"raise ValueError  # {HTML}"),
    "returns a type with a page for a name": ending(f"return type({HTML!r}, (), {{}})()"),
    "returns a page": ending(f"return {HTML!r}"),
    "warns of a page": ending(f"import warnings; warnings.warn({HTML!r}, RuntimeWarning); return 0 * x"),
    "warns a hundred thousand times": ending(
        "import warnings\nfor n in range(10**5): warnings.warn(str(n), RuntimeWarning)\nreturn 0 * x"
    ),
    "warns of ten million letters": ending("import warnings; warnings.warn('x' * 10**7, RuntimeWarning); return 0 * x"),
    "makes warnings errors": harmless("import warnings; warnings.simplefilter('error')"),
    "makes warnings silent": harmless("import warnings; warnings.simplefilter('ignore'); np.seterr(all='ignore')"),
    "logs a gigabyte": harmless("import logging; [logging.warning('x' * 10**6) for _ in range(100)]"),
}
