package io.fuxictr.deploy.lab;

import io.fuxictr.config.YamlFile;
import io.fuxictr.dataset.part.UnfinishedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All experiments of a tuning: every combination of the values to try, in the order of the keys of
 * the sections that are varied, the last key changing fastest.
 *
 * <p>A dataset is called {@code <dataset>_<hash>}, an experiment {@code <base>_<number>_<hash>},
 * with numbers from 001 and hashes as {@link GridHash} makes them. A dataset that is not built but
 * given keeps its name.
 *
 * @param datasets sections by name, in order
 * @param experiments sections by name, in order
 */
record Grid(
    Map<String, Map<String, Object>> datasets, Map<String, Map<String, Object>> experiments) {
  private static final String DATASET_ID = "dataset_id";

  /** Takes copies of the maps that keep their order. */
  Grid {
    datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
    experiments = Collections.unmodifiableMap(new LinkedHashMap<>(experiments));
  }

  /** Combines all values. */
  static Grid of(TunerFile file) {
    var datasets = new LinkedHashMap<String, Map<String, Object>>();
    for (Map<String, Object> section : combinations(file.dataset(), file.space())) {
      datasets.put(datasetName(file.datasetId(), section), section);
    }
    var experiments = new LinkedHashMap<String, Map<String, Object>>();
    int number = 0;
    for (Map<String, Object> model : combinations(file.model(), file.space())) {
      for (String dataset : datasets.keySet()) {
        number++;
        var section = new LinkedHashMap<>(model);
        section.put(DATASET_ID, dataset);
        experiments.put(
            "%s_%03d_%s".formatted(file.baseId(), number, GridHash.of(section)), section);
      }
    }
    return new Grid(datasets, experiments);
  }

  private static String datasetName(String base, Map<String, Object> section) {
    Object format = section.getOrDefault("data_format", "");
    boolean isGiven =
        format.equals("npz")
            || (format.equals("parquet")
                && Boolean.FALSE.equals(section.getOrDefault("rebuild_dataset", true)));
    if (isGiven) {
      return base;
    }
    var named = new LinkedHashMap<>(section);
    named.put(DATASET_ID, base);
    return base + "_" + GridHash.of(named);
  }

  private static List<Map<String, Object>> combinations(
      Map<String, Object> section, Map<String, List<Object>> space) {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(new LinkedHashMap<>(section));
    for (String key : section.keySet()) {
      if (!space.containsKey(key)) {
        continue;
      }
      List<Map<String, Object>> more = new ArrayList<>();
      for (Map<String, Object> each : all) {
        for (Object value : space.getOrDefault(key, List.of())) {
          var variant = new LinkedHashMap<>(each);
          variant.put(key, value);
          more.add(variant);
        }
      }
      all = more;
    }
    return all;
  }

  /** Writes {@code dataset_config.yaml} and {@code model_config.yaml}. */
  void write(Path folder) {
    write(folder.resolve("dataset_config.yaml"), datasets);
    write(folder.resolve("model_config.yaml"), experiments);
  }

  private static void write(Path file, Map<String, Map<String, Object>> sections) {
    try (UnfinishedFile aside = UnfinishedFile.of(file)) {
      Files.writeString(
          aside.path(), YamlFile.write(new LinkedHashMap<>(sections)), StandardCharsets.UTF_8);
      aside.publish();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing %s: %s".formatted(file, e), e);
    }
  }
}
