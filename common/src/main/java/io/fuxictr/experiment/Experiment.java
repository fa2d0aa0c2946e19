package io.fuxictr.experiment;

import io.fuxictr.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named block of model configuration, with what it inherits merged in.
 *
 * @param id its key
 * @param values all parameters; maps and lists are replaced by inheritance, never merged
 * @param source the file it was found in
 * @param datasetTemplate the dataset section that it names; empty if there is no dataset file
 * @param datasetSource the file of that section
 */
public record Experiment(
    String id,
    Map<String, Object> values,
    Path source,
    Map<String, Object> datasetTemplate,
    Optional<Path> datasetSource) {

  /** Takes copies of the maps that keep their order. */
  public Experiment {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    datasetTemplate = Collections.unmodifiableMap(new LinkedHashMap<>(datasetTemplate));
  }

  /** Returns the class of the model, such as {@code MMoE}. */
  public String modelClass() {
    return String.valueOf(values.get("model"));
  }

  /** Returns the columns to predict, in the order of the predictions. */
  public List<LabelColumn> labels() {
    Object labelCol = datasetTemplate.get("label_col");
    return labelCol == null ? LabelColumn.DEFAULT : LabelColumn.parse(labelCol);
  }

  /** Refuses labels that cannot be read, and as many as the model does not expect. */
  void checkLabels() {
    List<LabelColumn> labels;
    try {
      labels = labels();
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(datasetSource.orElse(source) + ": " + e.getMessage());
    }
    if (values.get("num_tasks") instanceof Number tasks && tasks.intValue() != labels.size()) {
      throw new InvalidConfigException(
          "Experiment '%s' has num_tasks %s, but its dataset has %d label columns: %s"
              .formatted(
                  id,
                  tasks,
                  labels.size(),
                  String.join(", ", labels.stream().map(LabelColumn::name).toList())));
    }
  }
}
