package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fuxictr.deploy.preflight.Finding;
import io.fuxictr.deploy.preflight.Finding.Verdict;
import io.fuxictr.deploy.preflight.Preflight;
import io.fuxictr.deploy.preflight.Row;
import io.fuxictr.deploy.preflight.Site;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Goes through the checklist of an installation. */
@Command(
    name = "preflight",
    description = {
      "Look at everything that an installation needs, row by row: A the source server, B this",
      "host, S the running web server, Q trials over SSH, E the rest. Exit code 1 if a row is FAIL."
    },
    mixinStandardHelpOptions = true)
final class PreflightCommand implements Callable<Integer> {
  @Mixin private HomeOptions home = new HomeOptions();

  @Option(names = "--server", description = "the source server's rows only: A1 to A10, Q2, Q3")
  private boolean server;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description = "these rows or groups only, such as B,S1")
  private List<String> only = List.of();

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "the web server's socket for programs (default: the configuration's)")
  private @Nullable URI api;

  @Option(
      names = "--dashboard",
      paramLabel = "URL",
      description = "the web server's socket for browsers; goes with --api")
  private @Nullable URI dashboard;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  PreflightCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<Row> rows;
    try (Preflight preflight = Preflight.of(site(), this::isWanted)) {
      rows = preflight.run(json ? _ -> {} : row -> print(out, row, preflight.widestTitle()));
    }
    if (json) {
      out.println(toJson(rows));
    } else {
      out.println(summary(rows));
    }
    return Preflight.hasFailed(rows) ? 1 : 0;
  }

  private Site site() {
    var options =
        new ProgramOptions(
            home.home(),
            home.config(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());
    return Programs.site(options, sockets());
  }

  private Optional<Site.Sockets> sockets() {
    if ((api == null) != (dashboard == null)) {
      throw new ParameterException(spec.commandLine(), "--api and --dashboard belong together");
    }
    return Optional.ofNullable(api)
        .flatMap(
            first -> Optional.ofNullable(dashboard).map(page -> new Site.Sockets(first, page)));
  }

  private boolean isWanted(String id) {
    Predicate<String> named = row -> id.equals(row) || id.substring(0, 1).equals(row);
    return (!server || Preflight.isAboutSource(id))
        && (only.isEmpty() || only.stream().anyMatch(named));
  }

  private static void print(PrintWriter out, Row row, int width) {
    Finding finding = row.finding();
    String gap = " ".repeat(width - row.title().length());
    out.println(
        "%-4s  %-4s  %s%s  %s"
            .formatted(row.id(), finding.verdict().wireName(), row.title(), gap, finding.detail()));
    if (!finding.remedy().isEmpty()) {
      out.println("%s-> %s".formatted(" ".repeat(width + 14), finding.remedy()));
    }
  }

  private static String summary(List<Row> rows) {
    return "%d rows: %d passed, %d with a warning, %d failed, %d not looked at"
        .formatted(
            rows.size(),
            count(rows, Verdict.PASS),
            count(rows, Verdict.WARN),
            count(rows, Verdict.FAIL),
            count(rows, Verdict.SKIP));
  }

  private static long count(List<Row> rows, Verdict verdict) {
    return rows.stream().filter(row -> row.finding().verdict() == verdict).count();
  }

  private static ArrayNode toJson(List<Row> rows) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    rows.forEach(
        row ->
            list.addObject()
                .put("id", row.id())
                .put("title", row.title())
                .put("verdict", row.finding().verdict().wireName())
                .put("detail", row.finding().detail())
                .put("remedy", row.finding().remedy()));
    return list;
  }
}
