package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import java.util.List;

/** Learns the vocabulary of one column, and how long its lists are. */
final class TokenFit {
  private final ColumnSpec spec;
  private final ColumnSpec.TokenRules rules;
  private final boolean mustBeWhole;
  private final TokenCounter counter = new TokenCounter();
  private final Translation translation;
  private int longest = 1;

  TokenFit(ColumnSpec.Categorical spec, ColumnType type) {
    this.spec = spec;
    rules = spec.tokens();
    mustBeWhole = type.mayBeFractional() && spec.dtype() != DataType.FLOAT;
    translation = new Translation(text -> new int[] {numberOf(text)});
  }

  TokenFit(ColumnSpec.Sequence spec, ColumnType type) {
    this.spec = spec;
    rules = spec.tokens();
    mustBeWhole = false;
    var splitter = new Splitter(spec.list().splitter());
    translation =
        type.isList()
            ? new Translation(text -> new int[] {numberOf(text)})
            : new Translation(
                text -> splitter.split(text).stream().mapToInt(counter::indexOf).toArray());
  }

  /** Adds rows of a block. */
  void add(Column block, int[] rows) {
    switch (block) {
      case Column.Tokens tokens -> addValues(tokens, rows);
      case Column.TokenLists lists -> addLists(lists, rows);
      case Column.Numbers _, Column.Ids _, Column.IdLists _, Column.Longs _, Column.FloatLists _ ->
          throw new IllegalArgumentException("'" + spec.name() + "' was not read as tokens");
    }
  }

  /** Returns the known values in the order of their ids. */
  List<String> tokens() {
    return counter.tokens(rules.minCount(), rules.missing());
  }

  /** Returns the length of the longest list, at least 1. */
  int longest() {
    return longest;
  }

  private void addValues(Column.Tokens tokens, int[] rows) {
    translation.use(tokens.words());
    for (int row : rows) {
      int code = tokens.codes()[row];
      if (code >= 0) {
        add(translation.of(code));
      } else {
        counter.count(counter.indexOf(rules.filled(spec.dtype())));
      }
    }
  }

  private void add(int[] numbers) {
    longest = Math.max(longest, numbers.length);
    for (int number : numbers) {
      counter.count(number);
    }
  }

  private void addLists(Column.TokenLists lists, int[] rows) {
    translation.use(lists.words());
    for (int row : rows) {
      int length = 0;
      for (int i = lists.offsets()[row]; i < lists.offsets()[row + 1]; i++) {
        if (lists.codes()[i] >= 0) {
          counter.count(translation.of(lists.codes()[i])[0]);
          length++;
        }
      }
      longest = Math.max(longest, length);
    }
  }

  private int numberOf(String text) {
    if (mustBeWhole && !text.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
      throw new DatasetException(
          ("Counting the values of column '%s': found %s; a categorical column of fractional"
                  + " numbers must hold whole ones; cast it in the query, or declare it with dtype"
                  + " float or as numeric")
              .formatted(spec.name(), text));
    }
    return counter.indexOf(text);
  }
}
