package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows who works, and on what. */
@Command(
    name = "workers",
    description = "Show the workers: what each does, since when, and what it takes.",
    mixinStandardHelpOptions = true)
final class WorkersCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Mixin private ApiOptions api = new ApiOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  WorkersCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (ApiClient client = api.client()) {
      JsonNode workers = client.workers();
      if (api.json()) {
        out.println(workers);
        return 0;
      }
      print(out, workers);
    }
    return 0;
  }

  private static void print(PrintWriter out, JsonNode workers) {
    var table =
        new TextTable(
            "STEP", "HOST", "PID", "STATE", "TASK", "SINCE", "LAST SEEN", "CPU", "MEMORY", "GPUS");
    var reasons = new ArrayList<String>();
    for (JsonNode worker : workers) {
      table.row(
          worker.path("step").asText(),
          worker.path("host").asText(),
          worker.path("pid").asText(),
          worker.path("state").asText(),
          worker.path("task_id").isNull() ? "" : worker.path("task_id").asText(),
          worker.path("since").asText(),
          worker.path("last_seen").asText(),
          number("%.0f%%", worker.path("cpu_percent"), 1),
          number("%.0f MiB", worker.path("resident_bytes"), MIB),
          gpus(worker.path("gpus")));
      if (worker.path("why").isTextual()) {
        reasons.add(
            "%s takes no orders: %s"
                .formatted(worker.path("worker").asText(), worker.path("why").asText()));
      }
    }
    table.print(out);
    reasons.forEach(out::println);
  }

  private static String number(String format, JsonNode value, double unit) {
    return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble() / unit) : "";
  }

  private static String gpus(JsonNode gpus) {
    var cells = new ArrayList<String>();
    gpus.forEach(
        gpu ->
            cells.add(
                String.format(
                    Locale.ROOT,
                    "%d%% %.0f/%.0f MiB",
                    gpu.path("percent").asInt(),
                    gpu.path("used_bytes").asDouble() / MIB,
                    gpu.path("total_bytes").asDouble() / MIB)));
    return String.join(", ", cells);
  }
}
