package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
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
      case FittedColumn.Sequence sequence -> new ListEncoding(sequence);
      case FittedColumn.Meta meta -> meta.isWhole() ? ColumnEncoding::longs : ColumnEncoding::texts;
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

  private static EncodedColumn longs(Column block) {
    return new EncodedColumn.Longs(((Column.Longs) block).values());
  }

  private static EncodedColumn texts(Column block) {
    var tokens = (Column.Tokens) block;
    return new EncodedColumn.Texts(tokens.codes(), tokens.words());
  }

  /** One id per row. */
  final class IdEncoding implements ColumnEncoding {
    private final Translation translation;
    private final int missing;

    IdEncoding(FittedColumn.Categorical column) {
      Vocabulary vocabulary = column.vocabulary();
      translation = new Translation(text -> new int[] {vocabulary.id(text)});
      missing = vocabulary.id(column.spec().tokens().filled(column.spec().dtype()));
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

  /** A row of ids per row, padded with 0 and cut to one length. */
  final class ListEncoding implements ColumnEncoding {
    private final Vocabulary vocabulary;
    private final String missing;
    private final Splitter splitter;
    private final Padding padding;
    private final int width;
    private final Translation single;
    private final Translation pieces;
    private final int[] ofNull;

    ListEncoding(FittedColumn.Sequence column) {
      vocabulary = column.vocabulary();
      missing = column.spec().tokens().missing();
      splitter = new Splitter(column.spec().list().splitter());
      padding = column.spec().list().padding();
      width = column.maxLength();
      single = new Translation(text -> new int[] {id(text)});
      pieces = new Translation(this::ids);
      ofNull = ids(column.spec().tokens().filled(column.spec().dtype()));
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
      return token.equals(missing) ? 0 : vocabulary.id(token);
    }
  }
}
