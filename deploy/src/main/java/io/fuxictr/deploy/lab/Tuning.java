package io.fuxictr.deploy.lab;

import io.fuxictr.deploy.text.WorkProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A grid of experiments, run until each has a result. Those that have one in the file of results
 * are not run again, so that an interrupted tuning goes on where it was.
 */
public final class Tuning {
  private final TunerFile file;
  private final Grid grid;
  private final ResultFile results;
  private final WorkProgress progress;

  private Tuning(TunerFile file, Grid grid, ResultFile results, WorkProgress progress) {
    this.file = file;
    this.grid = grid;
    this.results = results;
    this.progress = progress;
  }

  /**
   * Reads what is to be tried.
   *
   * @param path the tuner file
   * @param root folder that relative paths start from, and where results are noted
   * @throws LabException with everything that is wrong with the file
   */
  public static Tuning of(Path path, Path root, WorkProgress progress) {
    TunerFile file = TunerFile.read(path, root);
    var request = new ExperimentRequest(file.folder(), "", root, List.of());
    return new Tuning(file, Grid.of(file), new ResultFile(request.results()), progress);
  }

  /** Returns the folder in which the configurations of the experiments are written. */
  public Path folder() {
    return file.folder();
  }

  /** Runs experiments, several at a time or one by one. */
  public interface Runner {

    /**
     * Runs experiments; each notes its own result.
     *
     * @param experiments their names
     * @return why experiments failed, by name
     * @throws InterruptedException if it is interrupted; what is finished stays finished
     */
    Map<String, String> run(List<String> experiments) throws InterruptedException;
  }

  /** Runs all experiments that have no result yet, and returns the results of all. */
  public TuneResult run(Runner runner) throws InterruptedException {
    grid.write(file.folder());
    Map<String, ResultLine> before = results.read();
    List<String> open =
        grid.experiments().keySet().stream().filter(id -> !before.containsKey(id)).toList();
    progress.line(
        "%d experiments in %s, %d of them finished earlier"
            .formatted(
                grid.experiments().size(), file.folder(), grid.experiments().size() - open.size()));
    Map<String, String> failures = runner.run(open);
    return result(results.read(), failures);
  }

  private TuneResult result(Map<String, ResultLine> lines, Map<String, String> failures) {
    var rows = new ArrayList<TuneResult.Row>();
    grid.experiments()
        .forEach(
            (id, section) ->
                rows.add(row(id, section, Optional.ofNullable(lines.get(id)), failures)));
    Comparator<TuneResult.Row> byFigure = Comparator.comparingDouble(TuneResult.Row::monitored);
    boolean isLessBetter = "min".equals(String.valueOf(file.model().get("monitor_mode")));
    rows.sort(
        Comparator.comparing((TuneResult.Row row) -> Double.isNaN(row.monitored()))
            .thenComparing(isLessBetter ? byFigure : byFigure.reversed()));
    return new TuneResult(List.copyOf(file.space().keySet()), rows);
  }

  private TuneResult.Row row(
      String id,
      Map<String, Object> section,
      Optional<ResultLine> line,
      Map<String, String> failures) {
    Map<String, Object> dataset =
        grid.datasets().getOrDefault(String.valueOf(section.get("dataset_id")), Map.of());
    List<String> values =
        file.space().keySet().stream()
            .map(
                key ->
                    PythonText.str(dataset.containsKey(key) ? dataset.get(key) : section.get(key)))
            .toList();
    Map<String, Double> valid = line.map(ResultLine::valid).orElse(Map.of());
    Map<String, Double> test = line.map(ResultLine::test).orElse(Map.of());
    Optional<String> failure =
        line.isPresent()
            ? Optional.empty()
            : Optional.of(failures.getOrDefault(id, "it has no result"));
    return new TuneResult.Row(id, values, monitored(section, valid), valid, test, failure);
  }

  /** The weighted sum of metrics that {@code monitor} asks for; NaN if one is not there. */
  private static double monitored(Map<String, Object> section, Map<String, Double> metrics) {
    Object monitor = section.getOrDefault("monitor", "AUC");
    Map<String, Double> weights = new LinkedHashMap<>();
    if (monitor instanceof Map<?, ?> map) {
      map.forEach(
          (name, weight) ->
              weights.put(String.valueOf(name), Double.parseDouble(String.valueOf(weight))));
    } else {
      weights.put(String.valueOf(monitor), 1.0);
    }
    double sum = 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      sum += weight.getValue() * metrics.getOrDefault(weight.getKey(), Double.NaN);
    }
    return sum;
  }
}
