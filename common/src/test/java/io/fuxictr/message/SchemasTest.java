package io.fuxictr.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import io.fuxictr.testing.SchemaCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
  private static final StageOrder ORDER =
      Samples.order(7, Stage.DATA_FETCH).after(Samples.checkpoint(), Stage.TRAIN).again();

  private static final Set<String> OPTIONAL =
      Set.of(
          "priority",
          "result_columns",
          "hive_partition",
          "gpu_count",
          "batch_size",
          "epochs",
          "stage");

  private static final WorkerBeat.Load LOAD =
      new WorkerBeat.Load(
          OptionalDouble.of(187.5),
          OptionalLong.of(3L << 30),
          1L << 28,
          List.of(new WorkerBeat.Gpu(0, "NVIDIA H100", 93, 40L << 30, 80L << 30)));

  private static Set<String> faults(String name, JsonNode message) {
    return SchemaCheck.faults(name, message).stream()
        .map(ValidationMessage::getMessage)
        .collect(Collectors.toSet());
  }

  /** A message as its codec writes it, and the schema that it must keep. */
  record Example(String schema, String name, ObjectNode message) {
    static Example of(String schema, String text) {
      ObjectNode message = Json.read(text);
      return new Example(schema, message.path("type").asText(), message);
    }

    @Override
    public String toString() {
      return schema + " " + name;
    }
  }

  static Stream<StageOutcome> outcomes() {
    return Stream.of(
        new StageOutcome.Succeeded(ORDER, Samples.checkpoint(), Map.of("best_auc", 0.7), false),
        new StageOutcome.Failed(ORDER, new StageFailure(ErrorCode.DISK_FULL, "no room")),
        new StageOutcome.Cancelled(ORDER),
        new StageOutcome.Paused(ORDER, Samples.checkpoint()));
  }

  static Stream<TaskCommand> commands() {
    return Stream.of(
        new TaskCommand.Start(ORDER),
        new TaskCommand.Cancel(new TaskId(7), 2, 3),
        new TaskCommand.Pause(new TaskId(7), 2, 3),
        new TaskCommand.Probe(new TaskId(7), 2, Samples.NOON, 1));
  }

  static Stream<Example> examples() {
    return Stream.of(
            Stream.of(
                new Example("submission", "", SubmissionCodec.write(Samples.submission())),
                Example.of("order", MessageCodec.write(ORDER)),
                Example.of("order", MessageCodec.write(Samples.order(7, Stage.MONITOR))),
                Example.of(
                    "stop", MessageCodec.write(new Stop(new TaskId(7), 2, Stop.Reason.PAUSED)))),
            BeatCodecTest.activities()
                .map(
                    activity ->
                        Example.of("beat", BeatCodec.write(BeatCodecTest.beat(activity, LOAD)))),
            rejections(),
            outcomes().map(outcome -> Example.of("outcome", MessageCodec.write(outcome))),
            commands().map(command -> Example.of("command", MessageCodec.write(command))),
            EventCodecTest.bodies().map(body -> Example.of("event", EventCodec.write(event(body)))))
        .flatMap(each -> each);
  }

  private static Stream<Example> rejections() {
    ObjectNode error = Json.object().put("type", "missing").put("msg", "Field required");
    error.putArray("loc").add("body").add("name");
    return Stream.of(
        Example.of("rejected", Rejection.of("{}", "name: missing", List.of(error)).write()),
        Example.of("rejected", Rejection.of(new byte[] {-1, 0}, "not UTF-8", List.of()).write()));
  }

  private static TaskEvent event(TaskEvent.Body body) {
    return new TaskEvent("e-1", new TaskId(7), 1, Optional.of(Stage.TRAIN), Samples.NOON, body);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatTheCodecsWriteKeepsItsSchema(Example example) {
    assertThat(faults(example.schema(), example.message())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void fieldThatNobodyKnowsIsNoticed(Example example) {
    ObjectNode changed = example.message().deepCopy().put("surprise", true);

    assertThat(faults(example.schema(), changed).isEmpty())
        .isEqualTo(example.schema().equals("submission"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void fieldThatIsMissingIsNoticed(Example example) {
    for (String field : List.copyOf(names(example.message()))) {
      ObjectNode changed = example.message().deepCopy();
      changed.remove(field);
      if (!OPTIONAL.contains(field)) {
        assertThat(faults(example.schema(), changed)).as(field).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void fieldOfAnotherTypeIsNoticed(Example example) {
    for (String field : names(example.message())) {
      ObjectNode changed = example.message().deepCopy();
      changed.putArray(field).add("of another type");
      if (!field.equals("errors")) {
        assertThat(faults(example.schema(), changed)).as(field).isNotEmpty();
      }
    }
  }

  private static List<String> names(ObjectNode message) {
    return message.propertyStream().map(Map.Entry::getKey).toList();
  }

  @Test
  void everyKindOfMessageHasAnExample() {
    assertThat(kinds(outcomes())).isEqualTo(permitted(StageOutcome.class));
    assertThat(kinds(commands())).isEqualTo(permitted(TaskCommand.class));
    assertThat(kinds(EventCodecTest.bodies())).isEqualTo(permitted(TaskEvent.Body.class));
  }

  private static Set<Class<?>> kinds(Stream<?> messages) {
    return messages.map(Object::getClass).collect(Collectors.toSet());
  }

  private static Set<Class<?>> permitted(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .flatMap(kind -> kind.isSealed() ? permitted(kind).stream() : Stream.of(kind))
        .collect(Collectors.toSet());
  }

  @Test
  void choicesAreThoseOfTheEnums() {
    for (Stage stage : Stage.ALL) {
      ObjectNode order = Json.read(MessageCodec.write(Samples.order(7, stage)));
      assertThat(faults("order", order)).isEmpty();
    }
    for (ErrorCode code : ErrorCode.values()) {
      var failed = new StageOutcome.Failed(ORDER, new StageFailure(code, "x"));
      assertThat(faults("outcome", Json.read(MessageCodec.write(failed)))).isEmpty();
    }
    for (TaskStatus status : TaskStatus.values()) {
      String moved = EventCodec.write(event(new TaskEvent.TaskMoved(status, "")));
      assertThat(faults("event", Json.read(moved))).isEmpty();
    }
    for (TaskEvent.Level level : TaskEvent.Level.values()) {
      String line = EventCodec.write(event(new TaskEvent.Logged(level, "x")));
      assertThat(faults("event", Json.read(line))).isEmpty();
    }
  }

  @Test
  void schemaThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Schemas.text("../Addresses"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everySchemaIsOneAndHasItsName() {
    assertThat(Schemas.NAMES)
        .allSatisfy(
            name -> {
              ObjectNode schema = Json.read(Schemas.text(name));
              assertThat(schema.path("$id").asText())
                  .isEqualTo("fuxictr:/schemas/" + name + ".json");
              assertThat(schema.path("$schema").asText()).endsWith("draft/2020-12/schema");
            });
  }

  @Nested
  class Submissions {
    private final ObjectNode good = SubmissionCodec.write(Samples.submission());

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"user\": \"a b\"}",
          "{\"user\": \"..\"}",
          "{\"model\": \"a/../b\"}",
          "{\"hdfs_path\": \"relative\"}",
          "{\"hive_table\": \"a.b.c\"}",
          "{\"name\": \"  \"}",
          "{\"sample_sql\": \"\"}",
          "{\"priority\": 10}",
          "{\"epochs\": 0}",
          "{\"epochs\": \"2\"}",
          "{\"gpu_count\": -1}",
          "{\"result_columns\": {\"a\": \" \"}}",
          "{\"hive_partition\": {\"1dt\": \"a\"}}",
          "{\"hive_partition\": {\"d t\": \"a\"}}",
          "{\"hive_partition\": {\"dt\": \"\"}}",
          "{\"hive_partition\": {\"dt\": \"a\\nb\"}}",
          "{\"hive_partition\": {\"dt\": 1.5}}",
          "{\"hive_partition\": {\"dt\": null}}",
          "{\"hive_partition\": \"dt=1\"}",
          "{\"submission_key\": \"\"}",
          "{\"auto_start\": \"yes\"}"
        })
    void faultIsNoticed(String change) {
      ObjectNode changed = good.deepCopy();
      changed.setAll(Json.read(change));

      assertThat(faults("submission", changed)).isNotEmpty();
    }

    @Test
    void partitionMayHaveANumber() {
      ObjectNode dated = good.deepCopy();
      dated.putObject("hive_partition").put("dt", "2026-01-11").put("_hour", 7);

      assertThat(faults("submission", dated)).isEmpty();
      assertThat(SubmissionCodec.read(dated).hivePartition())
          .containsExactly(Map.entry("dt", "2026-01-11"), Map.entry("_hour", "7"));
    }

    @Test
    void draftMayLeaveTextsEmpty() {
      ObjectNode draft = good.deepCopy().put("auto_start", false).put("sample_sql", "");

      assertThat(faults("submission", draft)).isEmpty();
    }

    @Test
    void everyFieldOfTheCodecIsDescribed() {
      JsonNode described = Json.read(Schemas.text("submission")).path("properties");

      assertThat(names(good)).allSatisfy(name -> assertThat(described.has(name)).isTrue());
    }
  }

  @Nested
  class Rejections {
    @Test
    void bytesThatAreNoTextComeBackWhole() {
      byte[] bytes = new byte[300];
      Arrays.fill(bytes, (byte) 0x80);

      Rejection back = Rejection.read(Rejection.of(bytes, "not UTF-8", List.of()).write());

      assertThat(back.encoding()).isEqualTo(Rejection.Encoding.BASE64);
      assertThat(java.util.Base64.getDecoder().decode(back.content())).isEqualTo(bytes);
      assertThat(back.complete()).isTrue();
    }

    @Test
    void longTextIsCutBetweenCharacters() {
      String text = "x" + "😀".repeat(600_000);

      Rejection cut = Rejection.of(text, "too long", List.of());

      assertThat(cut.complete()).isFalse();
      assertThat(cut.size()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
      assertThat(text).startsWith(cut.content());
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut.content())).isTrue();
    }

    @Test
    void checkpointKeysAreTheStagesOwn() {
      var saved = new TaskEvent.Saved(Checkpoint.EMPTY.with("anything", 1L));

      assertThat(faults("event", Json.read(EventCodec.write(event(saved))))).isEmpty();
    }
  }
}
