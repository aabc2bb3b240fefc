// A small crawler: the pattern travels to the worker, what it found comes back as records.
//
// The page is made here, so that the example does not depend on anybody's site.

import module offspring;

record Movie(int rank, String title, List<String> actors) implements Serializable {}

void main() throws Exception {
    Pattern pattern = Pattern.compile(
            "<dd>.*?<i>(\\d+)</i>.*?title=\"(.*?)\".*?<p>Starring: (.*?)</p>.*?</dd>", Pattern.DOTALL);
    try (Pool pool = Pool.create(2)) {
        List<AsyncResult<List<Movie>>> boards = new ArrayList<>();
        for (String page : List.of(page(1, "Stagecoach", "The Wayne"), page(2, "Metropolis", "Helm, Fröhlich"), "<html>")) {
            boards.add(pool.applyAsync((p, text) -> parse(p, text), pattern, page));
        }
        for (AsyncResult<List<Movie>> board : boards) {
            IO.println(board.get());
        }
    }
}

static List<Movie> parse(Pattern pattern, String page) {
    return pattern.matcher(page)
            .results()
            .map(m -> new Movie(Integer.parseInt(m.group(1)), m.group(2), List.of(m.group(3).split(", "))))
            .toList();
}

static String page(int rank, String title, String actors) {
    return """
            <dl><dd>
              <i>%d</i> <a title="%s" href="#">
              <p>Starring: %s</p>
            </dd></dl>
            """.formatted(rank, title, actors);
}

// Prints, in this order:
//   [Movie[rank=1, title=Stagecoach, actors=[The Wayne]]]
//   [Movie[rank=2, title=Metropolis, actors=[Helm, Fröhlich]]]
//   []
