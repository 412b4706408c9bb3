"""Attacks on the wire between the grader and the process in which an answer runs."""

from tests.attacks.attack import Attack, ending, harmless, loading

FRAME = """
def frame(body, buffers=b'', sizes=()):
    import json
    header = body if isinstance(body, bytes) else json.dumps({'body': body, 'sizes': list(sizes)}).encode()
    return len(header).to_bytes(4, 'big') + header + buffers
"""
EVERYWHERE = """
def everywhere(data):
    for n in range(3, 64):
        try: os.write(n, data)
        except OSError: pass
"""


def says(data: str, then: str = "") -> Attack:
    """Writes to every descriptor, when relu is called."""
    return ending(f"{FRAME}{EVERYWHERE}everywhere({data})\n{then}")


ARRAY = "{'array': 0, 'dtype': 'float64', 'shape': list(x.shape)}"
REST = "'failure': None, 'warnings': {'tuple': []}, 'changed': {'tuple': []}, 'printed': ''"


def outcome(values: str) -> str:
    """What a reply with these values looks like."""
    return "frame({'dict': {'values': {'dict': " + values + "}, " + REST + "}}, x.tobytes(), [x.nbytes])"


OUTPUT = outcome("{'output': " + ARRAY + "}")

CORPUS = {
    # replies that are forged
    "says yes": says("frame(True)"),
    "says that all checks pass": says("frame({'dict': {'passed': True, 'points': {'float': '0x1p9'}}})"),
    "says yes a thousand times": says("frame(True) * 1000"),
    "says a wrong outcome": says(OUTPUT),
    "says an outcome of no values": says(outcome("{}")),
    "says an outcome of other names": says(outcome("{'points': 9, 'passed': True}")),
    "says few steps": says("frame(0)"),
    "says nothing is wrong": says("frame(None)"),
    "says an outcome before it ends": says(OUTPUT, "os._exit(0)"),
    "says an outcome before it hangs": says(OUTPUT, "time.sleep(600)"),
    "says yes and the answer is right": says("frame(True)", "return np.maximum(x, 0)"),
    "says yes while loading": loading(f"{FRAME}{EVERYWHERE}everywhere(frame(True))"),
    "says an empty list while loading": loading(f"{FRAME}{EVERYWHERE}everywhere(frame({{'list': []}}))"),
    # replies that are none
    "says nonsense": says("b'nonsense' * 99"),
    "says a header of 4 GB": says("b'\\xff' * 4"),
    "says arrays of 16 EB": says("frame({'array': 0, 'dtype': 'float64', 'shape': [2**61]}, sizes=[2**64])"),
    "says arrays of a negative size": says("frame(1, sizes=[-1])"),
    "says an array of objects": says("frame({'array': 0, 'dtype': 'object', 'shape': [1]}, bytes(8), [8])"),
    "says an array of negative sides": says(
        "frame({'array': 0, 'dtype': 'float64', 'shape': [-1, -1]}, bytes(8), [8])"
    ),
    "says an array of 99 sides": says("frame({'array': 0, 'dtype': 'float64', 'shape': [1] * 99}, bytes(8), [8])"),
    "says an array that is not there": says("frame({'array': 7, 'dtype': 'float64', 'shape': [1]}, bytes(8), [8])"),
    "says a thing of another kind": says("frame({'pickle': 'cos\\nsystem\\n(S\"true\"\\ntR.'})"),
    "says a float of no number": says("frame({'float': 'a lot'})"),
    "says infinity for a size": says('frame(b\'{"body": 1, "sizes": [Infinity]}\')'),
    "says a size of a million digits": says("frame(b'{\"body\": 1, \"sizes\": [' + b'9' * 10**6 + b']}')"),
    "says lists within lists": says("frame(b'[' * 10**6)"),
    "says lists in its own form": says(
        "frame(b'{\"body\": ' + b'{\"list\": [' * 400 + b']}' * 400 + b', \"sizes\": []}')"
    ),
    "says a million empty arrays": says("frame(1, sizes=[0] * 10**6)"),
    "says half a header and hangs": says("b'\\0\\0\\1\\0{'", "time.sleep(600)"),
    "says half a header and ends": says("b'\\0\\0\\1\\0{'", "os._exit(0)"),
    "says half an array and hangs": says("frame(1, bytes(8), [10**6])", "time.sleep(600)"),
    "says a byte a while": says("frame(1)[:4]", "while True: everywhere(b' '); time.sleep(0.1)"),
    "says zeros for ever": says("b''", "while True: everywhere(bytes(65536))"),
    "says spaces for ever": says("b''", "while True: everywhere(b' ' * 65536)"),
    # descriptors
    "closes every descriptor": ending("os.closerange(0, 999)"),
    "closes every descriptor while loading": loading("os.closerange(0, 999)"),
    "puts nothing in the place of every descriptor": ending(
        "null = os.open('/dev/null', os.O_RDWR)\nfor n in range(64):\n    if n != null: os.dup2(null, n)"
    ),
    "reads the requests": ending("for n in range(3, 64):\n    try: os.read(n, 10**6)\n    except OSError: pass"),
    "makes writing wait for nobody": ending(
        "for n in range(3, 64):\n    try: os.set_blocking(n, False)\n    except OSError: pass\nreturn np.zeros(2**22)"
    ),
    "closes the standard descriptors": harmless("os.closerange(0, 3)"),
}
