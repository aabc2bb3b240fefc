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
    memory,
)


if __name__ == "__main__":
    scale = float(sys.argv[2])
    for group in GROUPS:
        if group.__name__ == sys.argv[1]:
            group(lambda full: max(4, int(full * scale)))
