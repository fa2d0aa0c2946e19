package io.fuxictr.web.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.message.Json;
import io.fuxictr.message.SubmissionCodec;
import io.fuxictr.web.store.TaskDetails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a submission must look like. Finds everything that is wrong with one, not the first. */
final class SubmissionRules {

  /** How complete a submission has to be. */
  enum Strictness {
    /** It is to run: nothing may be missing. */
    READY,
    /** It is a draft: what is empty may be filled in later. */
    DRAFT
  }

  private static final String NAMES = "[A-Za-z0-9_.-]+";
  private static final Pattern TABLE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)?");
  private static final Pattern PATH = Pattern.compile("(hdfs://[^\\s'\"]*|/[^\\s'\"]*)");
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_]\\w*");
  private static final int MAX_SQL = 1_000_000;
  private static final int MOST_PARTITION_COLUMNS = 10;
  private static final int LONGEST_PARTITION = 255;

  /** Fields of text: longest value, and what a value that is not empty must look like. */
  private record Text(String field, int most, Optional<Pattern> pattern, String looks) {
    static Text of(String field, int most) {
      return new Text(field, most, Optional.empty(), "");
    }

    static Text of(String field, int most, Pattern pattern, String looks) {
      return new Text(field, most, Optional.of(pattern), looks);
    }
  }

  private static final List<Text> TEXTS =
      List.of(
          Text.of("name", 255),
          Text.of(
              "user", 100, Pattern.compile(NAMES), "may hold letters, digits, '_', '.' and '-'"),
          Text.of(
              "model",
              255,
              Pattern.compile(NAMES + "(/" + NAMES + ")?"),
              "looks like MMoE or multitask/MMoE"),
          Text.of(
              "experiment_id",
              100,
              Pattern.compile(NAMES),
              "may hold letters, digits, '_', '.' and '-'"),
          Text.of("sample_sql", MAX_SQL),
          Text.of("infer_sql", MAX_SQL),
          Text.of(
              "hdfs_path",
              500,
              PATH,
              "is an absolute path, or starts with hdfs://, without blanks and quotes"),
          Text.of("hive_table", 255, TABLE, "looks like table or database.table"));

  private static final Set<String> QUERIES = Set.of("sample_sql", "infer_sql");
  private static final Set<String> NAMES_IN_PATHS =
      Set.of("user", "model", "experiment_id", "hdfs_path");
  private static final Set<String> OPTIONAL_FIELDS = Set.of("training_server", "inference_server");

  /** What is wrong with an experiment that somebody names; empty if nothing is. */
  @FunctionalInterface
  private interface Experiments {
    Optional<String> fault(Named experiment);
  }

  /** An experiment as a submission names it. */
  private record Named(String user, String model, String id) {}

  private final Experiments experiments;
  private final Set<String> servers;
  private final Set<String> defaulted;

  /**
   * Creates the rules.
   *
   * @param servers names that a submission may use as servers
   * @param defaulted fields that may be empty, for the installation has a default
   */
  SubmissionRules(ExperimentFiles files, Set<String> servers, Set<String> defaulted) {
    this(experiment -> fault(files, experiment), servers, defaulted);
  }

  private SubmissionRules(Experiments experiments, Set<String> servers, Set<String> defaulted) {
    this.experiments = experiments;
    this.servers = Set.copyOf(servers);
    this.defaulted = Set.copyOf(defaulted);
  }

  private static Optional<String> fault(ExperimentFiles files, Named experiment) {
    try {
      var _ = files.resolve(experiment.user(), experiment.model(), experiment.id());
      return Optional.empty();
    } catch (InvalidConfigException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns rules that read each experiment once, for submissions that are checked together. For
   * one thread.
   */
  SubmissionRules forOneBatch() {
    var known = new HashMap<Named, Optional<String>>();
    return new SubmissionRules(
        experiment -> known.computeIfAbsent(experiment, experiments::fault), servers, defaulted);
  }

  /**
   * Returns what somebody wrote down, in order.
   *
   * @throws InvalidSubmissionException with everything that is wrong
   */
  TaskDetails check(ObjectNode body, Strictness strictness) {
    var errors = new ArrayList<FieldError>();
    ObjectNode clean = Json.object();
    TEXTS.forEach(text -> text(text, body, strictness, clean, errors));
    integer("gpu_count", 0, Integer.MAX_VALUE, body, clean, errors);
    integer("batch_size", 1, Integer.MAX_VALUE, body, clean, errors);
    integer("epochs", 1, Integer.MAX_VALUE, body, clean, errors);
    integer("priority", 0, 9, body, clean, errors);
    resultColumns(body, clean, errors);
    hivePartition(body, clean, errors);
    OPTIONAL_FIELDS.forEach(field -> server(field, body, errors));
    if (errors.isEmpty() && strictness == Strictness.READY) {
      experiment(clean, errors);
    }
    if (!errors.isEmpty()) {
      throw new InvalidSubmissionException(errors);
    }
    return new TaskDetails(
        SubmissionCodec.read(clean),
        optional(body, "training_server"),
        optional(body, "inference_server"));
  }

  private void text(
      Text rule,
      ObjectNode body,
      Strictness strictness,
      ObjectNode clean,
      List<FieldError> errors) {
    String field = rule.field();
    JsonNode value = body.get(field);
    if (value == null) {
      errors.add(FieldError.body("missing", field, "Field required", body));
      return;
    }
    if (!value.isTextual()) {
      errors.add(FieldError.body("string_type", field, "Input should be a valid string", value));
      return;
    }
    String text = value.textValue().strip();
    if (text.isEmpty()) {
      if (strictness == Strictness.READY && !defaulted.contains(field)) {
        errors.add(FieldError.body("value_error", field, "must not be empty", value));
      }
      clean.put(field, "");
      return;
    }
    clean.put(field, text);
    fault(rule, text, clean)
        .ifPresent(why -> errors.add(FieldError.body("value_error", field, why, value)));
  }

  private static Optional<String> fault(Text rule, String text, ObjectNode clean) {
    if (text.length() > rule.most()) {
      return Optional.of("must have at most %d characters".formatted(rule.most()));
    }
    if (rule.pattern().filter(pattern -> !pattern.matcher(text).matches()).isPresent()) {
      return Optional.of(rule.looks());
    }
    if (NAMES_IN_PATHS.contains(rule.field()) && climbs(text)) {
      return Optional.of("must not contain '.' or '..' as a name");
    }
    if (QUERIES.contains(rule.field())) {
      SqlQuery.Result result = SqlQuery.check(text);
      clean.put(rule.field(), result.query());
      return result.problem();
    }
    return Optional.empty();
  }

  private static boolean climbs(String path) {
    return List.of(path.split("/", -1)).stream().anyMatch(Set.of(".", "..")::contains);
  }

  private static void integer(
      String field,
      int least,
      int most,
      ObjectNode body,
      ObjectNode clean,
      List<FieldError> errors) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    if (!value.isIntegralNumber()) {
      errors.add(FieldError.body("int_type", field, "Input should be a valid integer", value));
      return;
    }
    if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
      String range = most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
      errors.add(FieldError.body("value_error", field, "must be " + range, value));
      return;
    }
    clean.put(field, value.intValue());
  }

  private static void resultColumns(ObjectNode body, ObjectNode clean, List<FieldError> errors) {
    JsonNode value = body.path("result_columns");
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    boolean texts =
        value.isObject()
            && value.properties().stream()
                .map(Map.Entry::getValue)
                .allMatch(column -> column.isTextual() && !column.textValue().isBlank());
    if (texts) {
      clean.set("result_columns", value);
      return;
    }
    errors.add(
        FieldError.body(
            "dict_type",
            "result_columns",
            "must be an object from output column to column of the table",
            value));
  }

  private static void hivePartition(ObjectNode body, ObjectNode clean, List<FieldError> errors) {
    JsonNode value = body.path("hive_partition");
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    Optional<String> fault = partitionFault(value);
    if (fault.isPresent()) {
      errors.add(FieldError.body("dict_type", "hive_partition", fault.get(), value));
      return;
    }
    ObjectNode partition = clean.putObject("hive_partition");
    value
        .properties()
        .forEach(column -> partition.put(column.getKey(), column.getValue().asText()));
  }

  private static Optional<String> partitionFault(JsonNode value) {
    if (!value.isObject()) {
      return Optional.of("must be an object from partition column to value");
    }
    if (value.size() > MOST_PARTITION_COLUMNS) {
      return Optional.of("must have at most %d columns".formatted(MOST_PARTITION_COLUMNS));
    }
    var names = new HashSet<String>();
    for (Map.Entry<String, JsonNode> column : value.properties()) {
      String name = column.getKey();
      if (name.length() > LONGEST_PARTITION || !COLUMN.matcher(name).matches()) {
        return Optional.of("'%s' is no name of a column".formatted(name));
      }
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        return Optional.of("must not name '%s' twice".formatted(name));
      }
      if (!isPartitionValue(column.getValue())) {
        return Optional.of(
            "'%s' must have a text of 1 to %d characters without control characters, or a whole number"
                .formatted(name, LONGEST_PARTITION));
      }
    }
    return Optional.empty();
  }

  private static boolean isPartitionValue(JsonNode value) {
    String text = value.asText();
    return (value.isTextual() || value.isIntegralNumber())
        && !text.isBlank()
        && text.length() <= LONGEST_PARTITION
        && text.chars().noneMatch(Character::isISOControl);
  }

  private void server(String field, ObjectNode body, List<FieldError> errors) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull() || value.asText().isEmpty()) {
      return;
    }
    if (!servers.contains(value.asText())) {
      String known = servers.isEmpty() ? "none is configured" : String.join(", ", servers);
      errors.add(
          FieldError.body("value_error", field, "must name a configured server: " + known, value));
    }
  }

  private static Optional<String> optional(ObjectNode body, String field) {
    return Optional.of(body.path(field).asText("")).filter(text -> !text.isEmpty());
  }

  private void experiment(ObjectNode clean, List<FieldError> errors) {
    JsonNode id = clean.path("experiment_id");
    experiments
        .fault(new Named(clean.path("user").asText(), clean.path("model").asText(), id.asText()))
        .ifPresent(why -> errors.add(FieldError.body("value_error", "experiment_id", why, id)));
  }
}
