package io.fuxictr.web.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.message.Json;
import io.fuxictr.testing.SchemaCheck;
import io.fuxictr.web.intake.SubmissionRules.Strictness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that producers are given asks for what the server asks for. */
class SubmissionSchemaTest {
  private static final List<String> TEXTS =
      List.of(
          "name",
          "user",
          "model",
          "experiment_id",
          "sample_sql",
          "infer_sql",
          "hdfs_path",
          "hive_table");

  @TempDir private Path folder;
  private SubmissionRules rules;

  @BeforeEach
  void writeExperiment() throws IOException {
    Path config = Files.createDirectories(folder.resolve("zoo/MMoE/config"));
    Files.writeString(config.resolve("model_config.yaml"), "MMoE_demo: {model: MMoE}\n");
    rules =
        new SubmissionRules(
            new ExperimentFiles(folder.resolve("users"), List.of(folder.resolve("zoo"))),
            Set.of(),
            Set.of("hdfs_path"));
  }

  private static ObjectNode submission() {
    return Json.object()
        .put("name", "run")
        .put("user", "ann")
        .put("model", "MMoE")
        .put("experiment_id", "MMoE_demo")
        .put("sample_sql", "SELECT 1 AS a")
        .put("infer_sql", "SELECT 1 AS a")
        .put("hdfs_path", "/scratch")
        .put("hive_table", "marketing.result");
  }

  /** Returns the fields that the server finds fault with. */
  private Set<String> refused(ObjectNode body) {
    try {
      var _ = rules.check(body, Strictness.READY);
      return Set.of();
    } catch (InvalidSubmissionException e) {
      var fields = new TreeSet<String>();
      e.errors().forEach(error -> fields.add(error.location().getLast()));
      return fields;
    }
  }

  /** Returns the fields that the schema finds fault with. */
  private static Set<String> invalid(ObjectNode body) {
    var fields = new TreeSet<String>();
    SchemaCheck.faults("submission", body).forEach(fault -> fields.add(field(fault)));
    return fields;
  }

  private static String field(ValidationMessage fault) {
    return fault.getInstanceLocation().getNameCount() > 0
        ? fault.getInstanceLocation().getName(0)
        : fault.getProperty();
  }

  private void assertBothRefuse(ObjectNode body, String field) {
    assertThat(refused(body)).as("the server").containsExactly(field);
    assertThat(invalid(body)).as("the schema").containsExactly(field);
  }

  private void assertBothTake(ObjectNode body) {
    assertThat(refused(body)).as("the server").isEmpty();
    assertThat(invalid(body)).as("the schema").isEmpty();
  }

  @Test
  void wholeSubmissionIsTakenByBoth() {
    assertBothTake(
        submission()
            .put("priority", 9)
            .put("gpu_count", 0)
            .put("batch_size", 1)
            .putNull("epochs")
            .put("hdfs_path", "hdfs://nameservice/tmp"));
  }

  @ParameterizedTest
  @MethodSource
  void textThatIsMissingIsRefusedByBoth(String field) {
    ObjectNode body = submission();
    body.remove(field);
    assertBothRefuse(body, field);
    assertBothRefuse(submission().put(field, 5), field);
    assertBothRefuse(submission().putNull(field), field);
    if (field.equals("hdfs_path")) {
      assertBothTake(submission().put(field, ""));
    } else {
      assertBothRefuse(submission().put(field, ""), field);
    }
  }

  static List<String> textThatIsMissingIsRefusedByBoth() {
    return TEXTS;
  }

  /** A field and a value that is not allowed there. */
  record Fault(String field, String value) {}

  @ParameterizedTest
  @MethodSource
  void textThatIsWrongIsRefusedByBoth(Fault fault) {
    assertBothRefuse(submission().put(fault.field(), fault.value()), fault.field());
  }

  static Stream<Fault> textThatIsWrongIsRefusedByBoth() {
    return Stream.of(
        new Fault("name", "x".repeat(256)),
        new Fault("user", "x".repeat(101)),
        new Fault("user", "ann/bob"),
        new Fault("user", ".."),
        new Fault("user", "ünn"),
        new Fault("model", "a/b/c"),
        new Fault("model", "/MMoE"),
        new Fault("model", "multitask/.."),
        new Fault("experiment_id", "a b"),
        new Fault("experiment_id", "."),
        new Fault("sample_sql", "SELECT '%s'".formatted("x".repeat(1_000_000))),
        new Fault("hdfs_path", "scratch"),
        new Fault("hdfs_path", "/scratch/../etc"),
        new Fault("hdfs_path", "/scratch 1"),
        new Fault("hdfs_path", "/it's"),
        new Fault("hdfs_path", "/" + "x".repeat(500)),
        new Fault("hive_table", "a.b.c"),
        new Fault("hive_table", "1a"),
        new Fault("hive_table", "a-b"),
        new Fault("hive_table", "x".repeat(256)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu_count", "batch_size", "epochs", "priority"})
  void numberThatIsWrongIsRefusedByBoth(String field) {
    assertBothRefuse(submission().put(field, -1), field);
    assertBothRefuse(submission().put(field, 1.5), field);
    assertBothRefuse(submission().put(field, "3"), field);
    assertBothRefuse(submission().put(field, 1L << 31), field);
    assertBothTake(submission().put(field, 1));
    assertBothTake(submission().putNull(field));
  }

  /** Texts of JSON. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"dt\"",
        "{\"1dt\": \"x\"}",
        "{\"dt\": \"\"}",
        "{\"dt\": \" \"}",
        "{\"dt\": null}",
        "{\"dt\": 1.5}",
        "{\"dt\": \"a\\u0000\"}"
      })
  void partitionThatIsWrongIsRefusedByBoth(String partition) {
    ObjectNode body = Json.read("{\"hive_partition\": %s}".formatted(partition));
    body.setAll(submission());
    assertBothRefuse(body, "hive_partition");
  }

  @Test
  void partitionWithinItsBoundsIsTakenByBoth() {
    ObjectNode body = submission();
    ObjectNode partition = body.putObject("hive_partition").put("dt", 20260101);
    IntStream.range(1, 10).forEach(i -> partition.put("c" + i, "x".repeat(255)));
    assertBothTake(body);
    partition.put("c1", "x".repeat(256));
    assertBothRefuse(body, "hive_partition");
    partition.put("c1", "x").put("c10", "one too many");
    assertBothRefuse(body, "hive_partition");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "{\"prediction_0\": 5}", "{\"prediction_0\": \" \"}"})
  void columnsThatAreWrongAreRefusedByBoth(String columns) {
    ObjectNode body = Json.read("{\"result_columns\": %s}".formatted(columns));
    body.setAll(submission());
    assertBothRefuse(body, "result_columns");
  }
}
