// Several pages fetched by processes, parsed by a callback in the parent.
//
// Waiting for the network is what overlaps. A page that is not there must not upset anything: the callback
// throws, which is logged, and the others go on.

import com.sun.net.httpserver.HttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import module offspring;

record Page(String path, int status, String body, long fetchedBy) implements Serializable {}

void main() throws Exception {
    HttpServer server = serve();
    String site = "http://localhost:" + server.getAddress().getPort();
    Path report = Files.createTempFile("report", ".txt");
    long parent = ProcessHandle.current().pid();

    try (Pool pool = Pool.create(3)) {
        List<AsyncResult<Page>> pages = new ArrayList<>();
        for (String path : List.of("/a", "/b", "/missing", "/c", "/d")) {
            pages.add(pool.applyAsync(p -> fetch(site, p), path, page -> parse(page, report), Throwable::printStackTrace));
        }
        for (AsyncResult<Page> result : pages) {
            Page page = result.get(); // in the order of submitting
            IO.println(page.path() + " " + page.status() + ", fetched by a child: " + (page.fetchedBy() != parent));
        }
    }
    Files.readAllLines(report).stream().sorted().forEach(IO::println);
    Files.delete(report);
    server.stop(0);
}

static Page fetch(String site, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(site + path)).timeout(Duration.ofMinutes(1)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Page(path, response.statusCode(), response.body(), ProcessHandle.current().pid());
    }
}

static void parse(Page page, Path report) {
    if (page.status() != 200) {
        throw new IllegalStateException("no such page: " + page.path());
    }
    try {
        Files.writeString(report, "url: " + page.path() + " size: " + page.body().length() + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}

static HttpServer serve() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/", exchange -> {
        String path = exchange.getRequestURI().getPath();
        byte[] body = ("page " + path).repeat(10).getBytes();
        exchange.sendResponseHeaders(path.equals("/missing") ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    });
    server.start();
    return server;
}

// Prints, in this order:
//   /a 200, fetched by a child: true
//   /b 200, fetched by a child: true
//   /missing 404, fetched by a child: true
//   /c 200, fetched by a child: true
//   /d 200, fetched by a child: true
//   url: /a size: 70
//   url: /b size: 70
//   url: /c size: 70
//   url: /d size: 70
//
// On stderr:
//   …no such page: /missing…
