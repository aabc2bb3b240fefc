// How failures arrive: with their type, their message, and the worker's stack trace.

import module offspring;

static class NoSuchCity extends Exception {
    NoSuchCity(String name) {
        super("no city called " + name);
    }
}

void main() throws Exception {
    try (Pool pool = Pool.create(2)) {
        // get() wraps what the task threw in an ExecutionException.
        AsyncResult<Integer> result = pool.applyAsync(name -> population(name), "Atlantis");
        try {
            result.get();
        } catch (ExecutionException e) {
            IO.println("get: " + e.getCause().getClass().getSimpleName() + ", " + e.getCause().getMessage());
            IO.println("its trace shows the method in the worker: "
                    + Stream.of(e.getCause().getStackTrace()).anyMatch(f -> f.getMethodName().equals("population")));
        }
        // apply() throws an unchecked exception as it is, a checked one as a cause.
        try {
            pool.apply(n -> 1 / n, 0);
        } catch (ArithmeticException e) {
            IO.println("apply: " + e.getMessage());
        }
        try {
            pool.apply(name -> population(name), "Atlantis");
        } catch (CompletionException e) {
            IO.println("apply: " + e.getCause().getMessage());
        }
        // map() finishes all items, then throws the first failure; the others are attached to it.
        try {
            pool.map(n -> 12 / n, List.of(1, 0, 3, 0));
        } catch (ArithmeticException e) {
            IO.println("map: " + e.getMessage() + ", and " + e.getSuppressed().length + " more");
        }
    }
}

static int population(String city) throws NoSuchCity {
    throw new NoSuchCity(city);
}

// Prints, in this order:
//   get: NoSuchCity, no city called Atlantis
//   its trace shows the method in the worker: true
//   apply: / by zero
//   apply: no city called Atlantis
//   map: / by zero, and 1 more
