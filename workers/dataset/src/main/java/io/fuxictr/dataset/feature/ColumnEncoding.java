package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.NumberText;
import io.fuxictr.dataset.part.Words;
import java.util.Arrays;
import java.util.List;

/** Encodes one column block by block; keeps translations of codes from block to block. */
interface ColumnEncoding {

  /** Encodes all rows of a block. */
  EncodedColumn encode(Column block);

  static ColumnEncoding of(FittedColumn column) {
    return switch (column) {
      case FittedColumn.Numeric numeric -> block -> numbers(numeric, block);
      case FittedColumn.Categorical categorical -> new IdEncoding(categorical);
      case FittedColumn.Bucketed bucketed -> block -> buckets(bucketed, block);
      case FittedColumn.Sequence sequence -> new ListEncoding(sequence);
      case FittedColumn.Vector vector -> block -> vectors(vector.spec(), block);
      case FittedColumn.Meta meta ->
          block -> meta.isWhole() ? longs(meta.spec(), block) : texts(meta.spec(), block);
      case FittedColumn.MetaIds ids -> new GrowingEncoding(ids);
    };
  }

  private static EncodedColumn numbers(FittedColumn.Numeric column, Column block) {
    double[] values = ((Column.Numbers) block).values();
    double fill = column.spec().fill();
    var result = new float[values.length];
    if (column.normalizer().isEmpty()) {
      for (int i = 0; i < result.length; i++) {
        result[i] = (float) NormalizerFit.filled(values[i], fill);
      }
      return new EncodedColumn.Numbers(result);
    }
    Normalizer normalizer = column.normalizer().get();
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) normalizer.apply(NormalizerFit.filled(values[i], fill));
    }
    return new EncodedColumn.Numbers(result);
  }

  private static EncodedColumn buckets(FittedColumn.Bucketed column, Column block) {
    double[] values = ((Column.Numbers) block).values();
    double fill = QuantileFit.fill(column.spec());
    var ids = new int[values.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = column.buckets().id(NormalizerFit.filled(values[i], fill));
    }
    return new EncodedColumn.Ids(ids);
  }

  private static EncodedColumn vectors(ColumnSpec.Vector column, Column block) {
    var lists = (Column.FloatLists) block;
    for (int row = 0; row + 1 < lists.offsets().length; row++) {
      int length = lists.offsets()[row + 1] - lists.offsets()[row];
      if (length != column.dim()) {
        throw new DatasetException(
            "Reading vectors of column '%s': found one of %d numbers, pretrain_dim is %d"
                .formatted(column.name(), length, column.dim()));
      }
    }
    for (float value : lists.values()) {
      if (!Float.isFinite(value)) {
        throw new DatasetException(
            "Reading vectors of column '%s': found a missing number or one that is not finite"
                .formatted(column.name()));
      }
    }
    return new EncodedColumn.Vectors(lists.values(), column.dim());
  }

  private static EncodedColumn longs(ColumnSpec.Meta column, Column block) {
    var longs = (Column.Longs) block;
    long fill = NumberText.number(column.filled()).map(Double::longValue).orElse(0L);
    for (int i = 0; i < longs.values().length; i++) {
      if (longs.nulls()[i]) {
        longs.values()[i] = fill;
      }
    }
    return new EncodedColumn.Longs(longs.values());
  }

  private static EncodedColumn texts(ColumnSpec.Meta column, Column block) {
    var tokens = (Column.Tokens) block;
    if (column.fill().isEmpty() || Arrays.stream(tokens.codes()).allMatch(code -> code >= 0)) {
      return new EncodedColumn.Texts(tokens.codes(), tokens.words());
    }
    var words = new Words();
    for (int i = 0; i < tokens.words().size(); i++) {
      words.add(tokens.words().text(i));
    }
    int filled = words.add(column.filled());
    int[] codes = Arrays.stream(tokens.codes()).map(code -> code < 0 ? filled : code).toArray();
    return new EncodedColumn.Texts(codes, words);
  }

  /** One id per row. */
  final class IdEncoding implements ColumnEncoding {
    private final Translation translation;
    private final int missing;

    IdEncoding(FittedColumn.Categorical column) {
      Coder coder = column.coder();
      ColumnSpec.TokenRules rules = column.spec().tokens();
      translation =
          new Translation(
              coder.isHash()
                  ? text -> new int[] {text.equals(rules.missing()) ? 0 : coder.id(text)}
                  : text -> new int[] {coder.id(text)});
      missing = coder.isHash() ? 0 : coder.id(rules.filled(column.spec().dtype()));
    }

    @Override
    public EncodedColumn encode(Column block) {
      var tokens = (Column.Tokens) block;
      translation.use(tokens.words());
      int[] codes = tokens.codes();
      var ids = new int[codes.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = codes[i] < 0 ? missing : translation.of(codes[i])[0];
      }
      return new EncodedColumn.Ids(ids);
    }
  }

  /** One number per row; values never seen before get new numbers. */
  final class GrowingEncoding implements ColumnEncoding {
    private final TokenIndex index = new TokenIndex();
    private final Translation translation;
    private final String missing;

    GrowingEncoding(FittedColumn.MetaIds column) {
      column.vocabulary().tokens().forEach(index::indexOf);
      translation = new Translation(text -> new int[] {index.indexOf(text) + 1});
      missing = column.spec().filled();
    }

    @Override
    public EncodedColumn encode(Column block) {
      var tokens = (Column.Tokens) block;
      translation.use(tokens.words());
      int[] codes = tokens.codes();
      var ids = new int[codes.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = codes[i] < 0 ? index.indexOf(missing) + 1 : translation.of(codes[i])[0];
      }
      return new EncodedColumn.Ids(ids);
    }
  }

  /** A row of ids per row, padded with 0 and cut to one length. */
  final class ListEncoding implements ColumnEncoding {
    private final Coder coder;
    private final String missing;
    private final Splitter splitter;
    private final Padding padding;
    private final int width;
    private final Translation single;
    private final Translation pieces;
    private final int[] ofNull;

    ListEncoding(FittedColumn.Sequence column) {
      coder = column.coder();
      missing = column.spec().tokens().missing();
      splitter = new Splitter(column.spec().list().splitter());
      padding = column.spec().list().padding();
      width = column.maxLength();
      single = new Translation(text -> new int[] {id(text)});
      pieces = new Translation(this::ids);
      ofNull =
          coder.isHash() ? new int[0] : ids(column.spec().tokens().filled(column.spec().dtype()));
    }

    @Override
    public EncodedColumn encode(Column block) {
      return switch (block) {
        case Column.Tokens tokens -> encodeTexts(tokens);
        case Column.TokenLists lists -> encodeLists(lists);
        case Column.Numbers _,
            Column.Ids _,
            Column.IdLists _,
            Column.Longs _,
            Column.FloatLists _ ->
            throw new IllegalArgumentException("a sequence is read as tokens");
      };
    }

    private EncodedColumn encodeTexts(Column.Tokens tokens) {
      pieces.use(tokens.words());
      int[] codes = tokens.codes();
      var result = new int[codes.length * width];
      for (int row = 0; row < codes.length; row++) {
        int[] ids = codes[row] < 0 ? ofNull : pieces.of(codes[row]);
        put(ids, ids.length, result, row);
      }
      return new EncodedColumn.IdLists(result, width);
    }

    private EncodedColumn encodeLists(Column.TokenLists lists) {
      single.use(lists.words());
      int rows = lists.offsets().length - 1;
      var result = new int[rows * width];
      var ids = new int[16];
      for (int row = 0; row < rows; row++) {
        int length = 0;
        for (int i = lists.offsets()[row]; i < lists.offsets()[row + 1]; i++) {
          if (lists.codes()[i] >= 0) {
            if (length == ids.length) {
              ids = Arrays.copyOf(ids, length * 2);
            }
            ids[length++] = single.of(lists.codes()[i])[0];
          }
        }
        put(ids, length, result, row);
      }
      return new EncodedColumn.IdLists(result, width);
    }

    private void put(int[] ids, int length, int[] result, int row) {
      int kept = Math.min(length, width);
      switch (padding) {
        case POST -> System.arraycopy(ids, 0, result, row * width, kept);
        case PRE -> System.arraycopy(ids, length - kept, result, (row + 1) * width - kept, kept);
      }
    }

    private int[] ids(String text) {
      List<String> split = splitter.split(text);
      return split.stream().mapToInt(this::id).toArray();
    }

    private int id(String token) {
      return token.equals(missing) ? 0 : coder.id(token);
    }
  }
}
