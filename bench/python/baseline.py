"""What CPython's multiprocessing takes for the rows of `./offspring bench`.

One call measures one group of rows once and prints a JSON object for each: {"row", "value", "unit"}.
The bench calls it in turn with our own measurement. So that CPython is at its best, it is started as

    PYTHONPYCACHEPREFIX=DIR python3 -S -m baseline GROUP SCALE

from this directory: no site packages, and bytecode that the spawned children find in the cache.
SCALE is 1, or less for fewer operations. Imports are few: each spawned child repeats them.
"""

import multiprocessing
import sys
import time

METHODS = ("spawn", "forkserver")


def nothing(_=None):
    pass


def squared(number):
    return number * number


def clocked(call, *arguments):
    began = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - began


def middle(values):
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def near_worst(values):
    ranked = sorted(values)
    return ranked[-(-99 * len(ranked) // 100) - 1]


def show(row, value, unit):
    import json

    print(json.dumps({"row": row, "value": value, "unit": unit}), flush=True)


def show_times(row, seconds, unit):
    factor = {"ms": 1e3, "us": 1e6}[unit]
    show(row + ".median", middle(seconds) * factor, unit)
    show(row + ".p99", near_worst(seconds) * factor, unit)


def show_rate(row, call, count):
    call()  # not measured
    show(row, count / middle([clocked(call) for _ in range(3)]), "tasks/s")


def process_start(times):
    for method in METHODS:
        kind = multiprocessing.get_context(method).Process

        def one():
            child = kind(target=nothing)
            child.start()
            child.join()

        for _ in range(3):
            one()
        show_times("process_start." + method, [clocked(one) for _ in range(times(30))], "ms")


def pool_create(times):
    for method in METHODS:
        make = multiprocessing.get_context(method).Pool
        up, down = [], []
        for _ in range(times(10) + 1):
            began = time.perf_counter()
            pool = make(2)
            pool.apply(nothing)
            up.append(time.perf_counter() - began)
            pool.close()
            down.append(clocked(pool.join))
        show_times("pool_create." + method, up[1:], "ms")
        show_times("pool_close_join." + method, down[1:], "ms")


def seed_headline(times):
    for method in METHODS:
        context = multiprocessing.get_context(method)

        def by_pool():
            with context.Pool(4) as pool:
                pool.map(nothing, range(100))

        def by_processes():
            children = [context.Process(target=nothing, args=(n,)) for n in range(100)]
            for child in children:
                child.start()
            for child in children:
                child.join()

        by_pool()
        seconds = middle([clocked(by_pool) for _ in range(3)])
        show("seed_headline." + method + ".pool4_map100", seconds, "s")
        show("seed_headline." + method + ".process100", clocked(by_processes), "s")


def warm_pool():
    return multiprocessing.get_context("fork").Pool(2)


def pool_apply_rtt(times):
    with warm_pool() as pool:
        for _ in range(200):
            pool.apply(nothing)
        show_times("pool_apply_rtt", [clocked(pool.apply, nothing) for _ in range(times(3000))], "us")


def pool_map_small(times):
    with warm_pool() as pool:
        many, few = range(times(100_000)), range(times(20_000))
        show_rate("pool_map_small.default", lambda: pool.map(squared, many), len(many))
        show_rate("pool_map_small.chunk1", lambda: pool.map(squared, few, 1), len(few))


def pool_apply_async_burst(times):
    count = times(20_000)

    def burst():
        handed_in = [pool.apply_async(squared, (n,)) for n in range(count)]
        for result in handed_in:
            result.get()

    with warm_pool() as pool:
        show_rate("pool_apply_async_burst", burst, count)


def pool_imap_unordered(times):
    numbers = range(times(50_000))
    with warm_pool() as pool:
        for chunk in (1, 100):

            def drain():
                for _ in pool.imap_unordered(squared, numbers, chunk):
                    pass

            show_rate("pool_imap_unordered.chunk%d" % chunk, drain, len(numbers))


def warm_context():
    return multiprocessing.get_context("fork")


def lock_uncontended(times):
    count = times(500_000)
    for kind in ("Lock", "RLock", "Semaphore"):
        lock = getattr(warm_context(), kind)()

        def cycles(take=lock.acquire, give=lock.release):
            for _ in range(count):
                take()
                give()

        cycles()
        show("lock_uncontended." + kind, middle([clocked(cycles) for _ in range(3)]) / count * 1e9, "ns/op")


def add_by_value(count, value):
    for _ in range(count):
        with value.get_lock():
            value.value += 1


def add_by_lock(count, lock, value):
    for _ in range(count):
        with lock:
            value.value += 1


def pass_barrier(count, barrier):
    for _ in range(count):
        barrier.wait()


def contender(outbox, gate, work, count, arguments):
    work(max(1, count // 20), *arguments)
    gate.wait()
    began = time.perf_counter()
    work(count, *arguments)
    outbox.send((began, time.perf_counter()))


def at_once(processes, work, count, *arguments):
    return all_at_once([work] * processes, count, *arguments)


def all_at_once(works, count, *arguments):
    context = warm_context()
    gate = context.Barrier(len(works))
    inbox, outbox = context.Pipe(duplex=False)
    children = [context.Process(target=contender, args=(outbox, gate, work, count, arguments)) for work in works]
    for child in children:
        child.start()
    spans = [inbox.recv() for _ in children]
    for child in children:
        child.join()
    return max(end for _, end in spans) - min(began for began, _ in spans)


def lock_contended(times):
    count = times(100_000)
    context = warm_context()
    for processes in (1, 2, 4):
        for label, work, arguments in (
            ("value_get_lock", add_by_value, (context.Value("q", 0),)),
            ("lock_rawvalue", add_by_lock, (context.Lock(), context.RawValue("q"))),
        ):
            seconds = middle([at_once(processes, work, count, *arguments) for _ in range(3)])
            show("lock_contended.%s.%dp" % (label, processes), processes * count / seconds, "increments/s")


def woken(outbox, inbox, event):
    while inbox.recv():
        event.wait()
        outbox.send(time.perf_counter())


def event_wake(times):
    context = warm_context()
    event = context.Event()
    inbox, childs_outbox = context.Pipe(duplex=False)
    childs_inbox, outbox = context.Pipe(duplex=False)
    child = context.Process(target=woken, args=(childs_outbox, childs_inbox, event))
    child.start()
    seconds = []
    for _ in range(times(1_000) + 3):
        event.clear()
        outbox.send(True)
        time.sleep(0.001)
        began = time.perf_counter()
        event.set()
        seconds.append(inbox.recv() - began)
    outbox.send(False)
    child.join()
    show_times("event_wake", seconds[3:], "us")


def take_turns(condition, turn, mine, other, count):
    for _ in range(count):
        with condition:
            while turn.value != mine:
                condition.wait()
            turn.value = other
            condition.notify()


def condition_pingpong(times):
    count = times(5_000)
    context = warm_context()
    condition, turn = context.Condition(), context.RawValue("i", 0)

    def game():
        peer = context.Process(target=take_turns, args=(condition, turn, 1, 0, count + 1))
        peer.start()
        take_turns(condition, turn, 0, 1, 1)
        seconds = clocked(take_turns, condition, turn, 0, 1, count)
        peer.join()
        return seconds / count * 1e6

    game()
    show("condition_pingpong.rtt", middle([game() for _ in range(3)]), "us")


def barrier_rounds(times):
    count = times(3_000)
    for processes in (2, 4):
        barrier = warm_context().Barrier(processes)
        seconds = middle([at_once(processes, pass_barrier, count, barrier) for _ in range(3)])
        show("barrier_rounds.%dp" % processes, count / seconds, "rounds/s")


def serve(outbox, family, key):
    from multiprocessing.connection import Listener

    with Listener(("127.0.0.1", 0) if family == "AF_INET" else None, family, authkey=key) as listener:
        outbox.send(listener.address)
        value = 1
        while value is not None:
            with listener.accept() as connection:
                try:
                    value = connection.recv()
                    while value is not None:
                        connection.send(value)
                        value = connection.recv()
                except EOFError:
                    pass


def connection_remote(times):
    from multiprocessing.connection import Client

    key = b"0123456789abcdef0123456789abcdef"

    def connect():
        Client(address, authkey=key).close()

    def round_trip():
        connection.send(1)
        connection.recv()

    for family in ("AF_INET", "AF_UNIX"):
        inbox, outbox = warm_context().Pipe(duplex=False)
        peer = warm_context().Process(target=serve, args=(outbox, family, key))
        peer.start()
        address = inbox.recv()
        count = times(500)
        seconds = [clocked(connect) for _ in range(count + count // 4)][count // 4:]
        show_times("connection_remote." + family + ".connect", seconds, "ms")
        with Client(address, authkey=key) as connection:
            count = times(20_000)
            seconds = [clocked(round_trip) for _ in range(count + count // 4)][count // 4:]
            show_times("connection_remote." + family + ".pingpong", seconds, "us")
            connection.send(None)
        peer.join()


def put_as_told(inbox, put, payload):
    while count := inbox.recv():
        for number in range(count):
            put(number if payload is None else payload)


def measure_flow(row, put, get, payload, count):
    context = warm_context()
    inbox, outbox = context.Pipe(duplex=False)
    child = context.Process(target=put_as_told, args=(inbox, put, payload))
    child.start()

    def receive():
        outbox.send(count)
        for _ in range(count):
            get()

    receive()
    seconds = middle([clocked(receive) for _ in range(3)])
    outbox.send(0)
    child.join()
    show(row + ".msgs", count / seconds, "msgs/s")
    if payload is not None:
        show(row + ".bytes", count * len(payload) / 2**20 / seconds, "MiB/s")


def put_numbers(count, queue):
    for number in range(count):
        queue.put(number)


def get_numbers(count, queue):
    for _ in range(count):
        queue.get()


def queue_throughput(times):
    for kind in ("Queue", "SimpleQueue"):
        for label, count, size in (("int", 200_000, None), ("1KiB", 100_000, 1 << 10), ("64KiB", 8_000, 1 << 16)):
            queue = getattr(warm_context(), kind)()
            row = "queue_throughput.%s.%s" % (kind, label)
            payload = None if size is None else bytes(size)
            measure_flow(row, queue.put, queue.get, payload, times(count))
    for pairs in (1, 2, 4):
        count = times(100_000) // pairs
        queue = warm_context().Queue()
        works = [put_numbers, get_numbers] * pairs
        seconds = middle([all_at_once(works, count, queue) for _ in range(3)])
        show("queue_throughput.Queue.int.%dx%d.msgs" % (pairs, pairs), pairs * count / seconds, "msgs/s")


def echo(source, sink):
    while (item := source.get()) is not None:
        sink.put(item)


def queue_pingpong(times):
    context = warm_context()
    for kind in ("Queue", "SimpleQueue"):
        there, back = getattr(context, kind)(), getattr(context, kind)()
        child = context.Process(target=echo, args=(there, back))
        child.start()

        def round_trip():
            there.put(1)
            back.get()

        for _ in range(200):
            round_trip()
        show_times("queue_pingpong." + kind, [clocked(round_trip) for _ in range(times(10_000))], "us")
        there.put(None)
        child.join()


def pipe_throughput(times):
    cases = (
        ("duplex.send_bytes", True, "send_bytes", "recv_bytes"),
        ("oneway.send_bytes", False, "send_bytes", "recv_bytes"),
        ("duplex.send", True, "send", "recv"),
    )
    sizes = (("64B", 64, 100_000), ("1KiB", 1 << 10, 100_000), ("64KiB", 1 << 16, 8_000), ("1MiB", 1 << 20, 600))
    for size_name, size, count in sizes:
        for label, duplex, put, get in cases:
            reader, writer = warm_context().Pipe(duplex)
            row = "pipe_throughput.%s.%s" % (label, size_name)
            measure_flow(row, getattr(writer, put), getattr(reader, get), bytes(size), times(count))


def echo_calls(get, put, stop):
    while (item := get()) != stop:
        put(item)


def pipe_pingpong(times):
    context = warm_context()
    cases = (
        ("send", None, 20_000),
        ("send_bytes.1B", 1, 20_000),
        ("send_bytes.64KiB", 1 << 16, 20_000),
        ("send_bytes.1MiB", 1 << 20, 1_000),
    )
    for label, size, count in cases:
        ours, theirs = context.Pipe()
        if size is None:
            message, stop, put, get, calls = 1, 0, ours.send, ours.recv, (theirs.recv, theirs.send)
        else:
            message, stop, put, get = bytes(size), b"", ours.send_bytes, ours.recv_bytes
            calls = (theirs.recv_bytes, theirs.send_bytes)
        child = context.Process(target=echo_calls, args=(*calls, stop))
        child.start()

        def round_trip():
            put(message)
            get()

        for _ in range(200):
            round_trip()
        show_times("pipe_pingpong." + label, [clocked(round_trip) for _ in range(times(count))], "us")
        put(stop)
        child.join()


def copied(outbox, name, size):
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(name=name)
    source, target = memoryview(b"s" * size), memoryview(bytearray(b"t") * size)

    def write():
        block.buf[:size] = source

    def read():
        target[:] = block.buf[:size]

    def attach():
        SharedMemory(name=name).close()

    found = {}
    for label, copy in (("first_write", None), ("write", write), ("read", read)):
        found[label] = clocked(write) if copy is None else middle([clocked(copy) for _ in range(5)])
    for _ in range(20):
        attach()
    found["attach"] = [clocked(attach) for _ in range(200)]
    outbox.send(found)
    block.close()


def shared_memory(times):
    from multiprocessing.shared_memory import SharedMemory

    size = times(256) << 20

    def create():
        short_lived = SharedMemory(create=True, size=size)
        short_lived.close()
        short_lived.unlink()

    show_times("shared_memory.create_unlink", [clocked(create) for _ in range(times(200))], "us")
    inbox, outbox = warm_context().Pipe(duplex=False)
    block = SharedMemory(create=True, size=size)
    child = warm_context().Process(target=copied, args=(outbox, block.name, size))
    child.start()
    found = inbox.recv()
    child.join()
    block.close()
    block.unlink()
    show_times("shared_memory.attach_close", found.pop("attach"), "us")
    for label, seconds in found.items():
        show("shared_memory." + label, size / 2**20 / seconds, "MiB/s")


def memory(times):
    fields = {"rss": ("Rss",), "pss": ("Pss",), "private": ("Private_Clean", "Private_Dirty")}
    for method in METHODS:
        for size in (2, 8):
            with multiprocessing.get_context(method).Pool(size) as pool:
                pool.map(squared, range(10_000), 1)
                time.sleep(0.2)
                rollups = [rollup(child.pid) for child in multiprocessing.active_children()]
            for name, parts in fields.items():
                kib = sum(table[part] for table in rollups for part in parts)
                show("memory.%s.pool%d.%s" % (method, size, name), kib / 1024 / size, "MiB/worker")


def rollup(pid):
    table = {}
    with open("/proc/%d/smaps_rollup" % pid) as lines:
        for line in lines:
            words = line.split()
            if words[-1] == "kB":
                table[words[0].rstrip(":")] = int(words[1])
    return table


GROUPS = (
    process_start,
    pool_create,
    seed_headline,
    pool_apply_rtt,
    pool_map_small,
    pool_apply_async_burst,
    pool_imap_unordered,
    lock_uncontended,
    lock_contended,
    event_wake,
    condition_pingpong,
    barrier_rounds,
    connection_remote,
    queue_throughput,
    queue_pingpong,
    pipe_throughput,
    pipe_pingpong,
    shared_memory,
    memory,
)


if __name__ == "__main__":
    scale = float(sys.argv[2])
    for group in GROUPS:
        if group.__name__ == sys.argv[1]:
            group(lambda full: max(4, int(full * scale)))
