package io.fuxictr.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.deploy.client.ApiClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Submits a task and prints its number. */
@Command(
    name = "submit",
    description = "Submit a task and print its number.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The file is a JSON object with name, user, model, experiment_id, sample_sql,",
      "infer_sql, hdfs_path and hive_table. It may have hive_partition, such as",
      "{\"dt\": \"2026-01-11\"}, result_columns, gpu_count, batch_size, epochs, priority,",
      "submission_key and auto_start."
    })
final class SubmitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the submission as JSON; - reads standard input")
  private String file = "-";

  @Mixin private ApiOptions api = new ApiOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  SubmitCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    JsonNode submission = submission();
    try (ApiClient client = api.client()) {
      JsonNode task = client.submit(submission);
      var out = spec.commandLine().getOut();
      out.println(api.json() ? task.toString() : task.path("task_id").asText());
    }
    return 0;
  }

  private JsonNode submission() {
    String text = text();
    JsonNode submission;
    try {
      submission = ApiClient.parse(text);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "Reading the submission from %s: line %d: %s"
              .formatted(source(), e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
    if (!submission.isObject()) {
      throw new CommandFailure(
          "Reading the submission from %s: expected a JSON object {\"name\": …}"
              .formatted(source()));
    }
    return submission;
  }

  private String text() {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          "Reading the submission from %s: cannot be read (%s)".formatted(source(), e), e);
    }
  }

  private String source() {
    return file.equals("-") ? "standard input" : file;
  }
}
