package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.NumberText;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.Words;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one declared column of a raw one, block by block. What becomes of a text is worked out once
 * per distinct value and row group.
 */
final class DerivedColumn {
  private static final int NULL = -1;

  private final ColumnSpec spec;
  private final ColumnForm form;
  private @Nullable Words source;
  private Words target = new Words();
  private int[] translated = new int[0];
  private int ofNull = NULL;

  DerivedColumn(ColumnSpec spec, ColumnForm form) {
    this.spec = spec;
    this.form = form;
  }

  /** Returns the form in which the raw column is best read. */
  ColumnForm source() {
    boolean isText = spec.derivation().map(it -> !it.isOfNumbers()).orElse(false);
    boolean isLog =
        spec.derivation().map(it -> it.function() != Derivation.Function.COPY_FROM).orElse(false);
    return switch (form) {
      case NUMBERS -> isText ? ColumnForm.TOKENS : form;
      case LONGS -> isLog ? ColumnForm.TOKENS : form;
      case TOKENS, IDS, FLOAT_LISTS -> form;
    };
  }

  /** Makes the column of a block. */
  Column make(PartBlock block) {
    Column raw = block.column(spec.rawColumn());
    Column made =
        spec.derivation().isEmpty()
                || spec.derivation().get().function() == Derivation.Function.COPY_FROM
            ? raw
            : derived(raw, spec.derivation().get());
    return converted(made);
  }

  private Column derived(Column raw, Derivation derivation) {
    return switch (raw) {
      case Column.Numbers(double[] values) -> new Column.Numbers(numbers(values, derivation));
      case Column.Tokens tokens -> texts(tokens, derivation);
      case Column.TokenLists _,
          Column.Ids _,
          Column.IdLists _,
          Column.Longs _,
          Column.FloatLists _ ->
          throw new IllegalStateException("'" + spec.name() + "' is made of single values");
    };
  }

  private static double[] numbers(double[] values, Derivation derivation) {
    var result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Double.isNaN(values[i]) ? Double.NaN : derivation.number(values[i]);
    }
    return result;
  }

  private Column texts(Column.Tokens tokens, Derivation derivation) {
    translate(tokens.words(), derivation);
    var codes = new int[tokens.codes().length];
    for (int i = 0; i < codes.length; i++) {
      int code = tokens.codes()[i];
      codes[i] = code < 0 ? ofNull : translated[code];
    }
    return new Column.Tokens(codes, target);
  }

  private void translate(Words words, Derivation derivation) {
    int known = translated.length;
    if (words != source) {
      source = words;
      target = new Words();
      ofNull = derivation.text(null).map(target::add).orElse(NULL);
      known = 0;
    }
    var all = new int[words.size()];
    System.arraycopy(translated, 0, all, 0, known);
    for (int code = known; code < all.length; code++) {
      all[code] = derivation.text(words.text(code)).map(target::add).orElse(NULL);
    }
    translated = all;
  }

  /** Turns texts into what is wanted instead, where another column needs the texts. */
  private Column converted(Column made) {
    return switch (made) {
      case Column.Tokens tokens when form == ColumnForm.NUMBERS -> numbers(tokens);
      case Column.Tokens tokens when form == ColumnForm.LONGS -> longs(tokens);
      case Column.TokenLists lists when form == ColumnForm.FLOAT_LISTS -> floatLists(lists);
      case Column.Tokens _,
          Column.TokenLists _,
          Column.Numbers _,
          Column.Ids _,
          Column.IdLists _,
          Column.Longs _,
          Column.FloatLists _ ->
          made;
    };
  }

  private Column numbers(Column.Tokens tokens) {
    double[] ofCode = numbers(tokens.words());
    var result = new double[tokens.codes().length];
    for (int i = 0; i < result.length; i++) {
      int code = tokens.codes()[i];
      result[i] = code < 0 ? Double.NaN : ofCode[code];
    }
    return new Column.Numbers(result);
  }

  private Column longs(Column.Tokens tokens) {
    var ofCode = new long[tokens.words().size()];
    for (int i = 0; i < ofCode.length; i++) {
      ofCode[i] = whole(tokens.words().text(i));
    }
    var values = new long[tokens.codes().length];
    var nulls = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      int code = tokens.codes()[i];
      nulls[i] = code < 0;
      values[i] = code < 0 ? 0 : ofCode[code];
    }
    return new Column.Longs(values, nulls);
  }

  private Column floatLists(Column.TokenLists lists) {
    double[] ofCode = numbers(lists.words());
    var values = new float[lists.codes().length];
    for (int i = 0; i < values.length; i++) {
      int code = lists.codes()[i];
      values[i] = code < 0 ? Float.NaN : (float) ofCode[code];
    }
    return new Column.FloatLists(lists.offsets(), values);
  }

  private double[] numbers(Words words) {
    var result = new double[words.size()];
    for (int i = 0; i < result.length; i++) {
      String text = words.text(i);
      Optional<Double> number = text.isEmpty() ? Optional.of(Double.NaN) : NumberText.number(text);
      result[i] = number.orElseThrow(() -> noNumber(text));
    }
    return result;
  }

  private long whole(String text) {
    try {
      return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      throw noNumber(text);
    }
  }

  private DatasetException noNumber(String text) {
    return new DatasetException(
        "Reading column '%s' for '%s': found '%s', which is no number; cast it in the query or"
                .formatted(spec.rawColumn(), spec.name(), text)
            + " declare it otherwise");
  }
}
