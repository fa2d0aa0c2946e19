package io.fuxictr.transport;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which output column goes into which column of an existing table. Names are compared without
 * regard to case.
 *
 * <p>A table column takes, in this order: the output column that the submission maps to it; the
 * prediction of the objective it is named after, unless the table has a column of its own for that;
 * the output column of the same name. Predictions are called {@code prediction_i} or {@code
 * {objective}_pred}.
 *
 * @param pairs what goes where, in the order of the table
 * @param leftOut output columns that the table has no place for
 * @param unfilled table columns that the output has nothing for
 */
record ColumnMatch(List<Pair> pairs, List<String> leftOut, List<String> unfilled) {
  /**
   * One column's way.
   *
   * @param from output column
   * @param to table column
   */
  record Pair(Column from, Column to) {}

  /**
   * Matches by the load's map and objectives.
   *
   * @throws StageException if the map names columns that are not there, or no prediction would
   *     arrive
   */
  static ColumnMatch of(Load load, List<Column> output, List<Column> table) {
    var sources = new Sources(load, output, table);
    var pairs = new ArrayList<Pair>();
    var unfilled = new ArrayList<String>();
    for (Column to : table) {
      sources
          .of(to)
          .ifPresentOrElse(from -> pairs.add(new Pair(from, to)), () -> unfilled.add(to.name()));
    }
    Set<String> used = pairs.stream().map(pair -> pair.from().name()).collect(Collectors.toSet());
    List<String> leftOut =
        output.stream().map(Column::name).filter(Predicate.not(used::contains)).toList();
    if (used.stream().noneMatch(sources::isPrediction)) {
      throw invalid(
          load,
          "it has no column for a prediction; columns of the table: %s; name one prediction_0 or"
                  .formatted(names(table))
              + " after the label, or map one with result_columns");
    }
    return new ColumnMatch(pairs, leftOut, unfilled);
  }

  /** Where the values of a table column come from. */
  private static final class Sources {
    private final List<Column> output;
    private final List<Column> table;
    private final Map<String, String> mappedFrom;
    private final List<String> objectives;

    Sources(Load load, List<Column> output, List<Column> table) {
      this.output = output;
      this.table = table;
      this.objectives = load.objectives();
      checkMap(load, output, table);
      this.mappedFrom =
          load.columns().entrySet().stream()
              .collect(Collectors.toMap(entry -> lower(entry.getValue()), Map.Entry::getKey));
    }

    Optional<Column> of(Column to) {
      return mapped(to).or(() -> predictionOf(to)).or(() -> unmapped(to.name()));
    }

    private Optional<Column> mapped(Column to) {
      return Optional.ofNullable(mappedFrom.get(lower(to.name())))
          .flatMap(name -> find(output, name));
    }

    private Optional<Column> predictionOf(Column to) {
      for (int i = 0; i < objectives.size(); i++) {
        if (objectives.get(i).equalsIgnoreCase(to.name())) {
          return prediction(i)
              .filter(column -> find(table, column.name()).isEmpty())
              .flatMap(column -> unmapped(column.name()));
        }
      }
      return Optional.empty();
    }

    private Optional<Column> prediction(int objective) {
      return find(output, "prediction_" + objective)
          .or(() -> find(output, objectives.get(objective) + "_pred"));
    }

    boolean isPrediction(String name) {
      return IntStream.range(0, objectives.size())
          .mapToObj(this::prediction)
          .flatMap(Optional::stream)
          .anyMatch(column -> column.name().equals(name));
    }

    /** A column that the map sends elsewhere does not go by its own name as well. */
    private Optional<Column> unmapped(String name) {
      return find(output, name)
          .filter(
              column -> mappedFrom.values().stream().noneMatch(column.name()::equalsIgnoreCase));
    }

    private static void checkMap(Load load, List<Column> output, List<Column> table) {
      var targets = new HashSet<String>();
      load.columns()
          .forEach(
              (from, to) -> {
                checkKnown(load, from, output, "the output has");
                checkKnown(load, to, table, "the table has");
                if (!targets.add(lower(to))) {
                  throw invalid(load, "result_columns names '%s' twice".formatted(to));
                }
              });
    }

    private static void checkKnown(Load load, String name, List<Column> columns, String where) {
      if (find(columns, name).isEmpty()) {
        throw invalid(
            load, "result_columns names '%s', but %s %s".formatted(name, where, names(columns)));
      }
    }
  }

  /** Returns the columns of a table that is to be made for an output, under their mapped names. */
  static List<Pair> forNewTable(Load load, List<Column> output) {
    load.columns()
        .keySet()
        .forEach(name -> Sources.checkKnown(load, name, output, "the output has"));
    List<Pair> pairs =
        output.stream()
            .map(
                column ->
                    new Pair(
                        column,
                        new Column(
                            load.columns().getOrDefault(column.name(), column.name()),
                            column.type())))
            .toList();
    Map<String, Long> counts =
        pairs.stream()
            .collect(Collectors.groupingBy(pair -> lower(pair.to().name()), Collectors.counting()));
    counts.forEach(
        (name, count) -> {
          if (count > 1) {
            throw invalid(load, "result_columns leads to two columns '%s'".formatted(name));
          }
        });
    return pairs;
  }

  /** Returns a list of the names on one side of the pairs. */
  static List<String> names(List<Pair> pairs, Function<Pair, Column> side) {
    return pairs.stream().map(side).map(Column::name).toList();
  }

  private static Optional<Column> find(List<Column> columns, String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static StageException invalid(Load load, String why) {
    return new StageException(
        ErrorCode.INVALID_INPUT, "Loading into %s: %s".formatted(load.table(), why));
  }
}
