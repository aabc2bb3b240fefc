// Counts the words of all text files under a directory, on all cores: WordCount [DIRECTORY].

import module offspring;

void main(String[] args) throws Exception {
    Path directory = Path.of(args.length > 0 ? args[0] : ".");
    List<String> files;
    try (Stream<Path> all = Files.walk(directory)) {
        files = all.filter(Files::isRegularFile).map(Path::toString).toList();
    }
    Map<String, Integer> total = new HashMap<>();
    try (Pool pool = Pool.create();
            ResultIterator<Map<String, Integer>> counts = pool.imapUnordered(file -> count(file), files, 20)) {
        counts.forEachRemaining(
                words -> words.forEach((word, times) -> total.merge(word, times, Integer::sum)));
    }
    long words = total.values().stream().mapToLong(Integer::longValue).sum();
    IO.println("%d files, %d words, %d different".formatted(files.size(), words, total.size()));
    total.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
            .limit(10)
            .forEach(entry -> IO.println("%8d %s".formatted(entry.getValue(), entry.getKey())));
}

static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

/** Runs in a worker; the map comes back to the parent. */
static Map<String, Integer> count(String file) throws IOException {
    String text = new String(Files.readAllBytes(Path.of(file)), StandardCharsets.ISO_8859_1); // reads anything
    Map<String, Integer> words = new HashMap<>();
    WORD.matcher(text).results().forEach(match -> words.merge(match.group(), 1, Integer::sum));
    return words;
}

// Prints, in this order, for its own directory:
//   … files, … words, … different
//   … …
//   … …
//   … …
//   … …
//   … …
//   … …
//   … …
//   … …
//   … …
//   … …
