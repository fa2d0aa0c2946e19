package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.array.NpyArray;
import io.fuxictr.dataset.array.NpzFile;
import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Vectors learnt elsewhere: {@code .npz} with the arrays {@code key} and {@code value}, or {@code
 * .parquet} with the columns {@code key} and {@code value}, the latter a list of numbers. Read from
 * front to back, a thousand rows at a time.
 */
public final class PretrainedFile {
  private static final int BLOCK_ROWS = 1 << 10;
  private static final String KEY = "key";
  private static final String VALUE = "value";

  private final Path file;
  private final Optional<PretrainedSource> declared;

  private PretrainedFile(Path file, Optional<PretrainedSource> declared) {
    this.file = file;
    this.declared = declared;
  }

  /** Somebody who takes vectors. */
  public interface Vectors {
    /**
     * Takes a vector.
     *
     * @param id id of its value
     * @param values its numbers; the array is used again for the next one
     */
    void take(int id, float[] values);
  }

  /** Somebody who takes keys with their vectors. */
  private interface Entries {
    void take(String key, float[] values);
  }

  /**
   * Prepares to read a file.
   *
   * @throws DatasetException if its format is not known
   */
  public static PretrainedFile open(Path file) {
    extension(file);
    return new PretrainedFile(file, Optional.empty());
  }

  static PretrainedFile open(PretrainedSource source) {
    extension(source.file());
    return new PretrainedFile(source.file(), Optional.of(source));
  }

  /** Returns the name that the file of a feature has in a dataset's folder. */
  public static String name(String feature, Path source) {
    return "pretrained_" + feature + extension(source);
  }

  /**
   * Reads the vectors of all values that a vocabulary knows; the last counts if a key comes twice.
   *
   * @return the number of vectors taken
   * @throws DatasetException if the file is missing, damaged, or its vectors differ in length
   */
  public long read(Coder coder, Vectors vectors) {
    var taken = new long[1];
    forEach(
        (key, values) -> {
          boolean isKnown =
              switch (coder) {
                case Vocabulary vocabulary -> vocabulary.knows(key);
                case HashedIds _, DeclaredIds _ -> true;
              };
          if (isKnown) {
            vectors.take(coder.id(key), values);
            taken[0]++;
          }
        });
    return taken[0];
  }

  /** Returns all keys, in the order of the file. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    forEach((key, _) -> keys.add(key));
    return keys;
  }

  /** Describes the vectors to a model. */
  Pretrained described(String name, Vocabulary vocabulary) {
    PretrainedSource source =
        declared.orElseThrow(() -> new IllegalStateException("nothing was declared"));
    var dim = new int[1];
    forEach((_, values) -> dim[0] = values.length);
    if (dim[0] == 0 || dim[0] != source.dim().orElse(dim[0])) {
      throw new DatasetException(
          "Reading pretrained vectors of %s: each has %d numbers, pretrain_dim is %s"
              .formatted(
                  file,
                  dim[0],
                  source.dim().isPresent() ? source.dim().getAsInt() : "not declared"));
    }
    return new Pretrained(
        name,
        OptionalInt.of(dim[0]),
        source.frozen(),
        source.usage(),
        vocabulary.outOfVocabulary());
  }

  private void forEach(Entries entries) {
    if (extension(file).equals(".npz")) {
      readArrays(entries);
    } else {
      readColumns(entries);
    }
  }

  private void readArrays(Entries entries) {
    try (NpzFile archive = NpzFile.open(file);
        NpyArray keys = archive.array(KEY);
        NpyArray values = archive.array(VALUE)) {
      if (keys.rows() != values.rows() || keys.isMatrix() || !values.isMatrix()) {
        throw new DatasetException(
            "Reading pretrained vectors of %s: %d keys and %d x %d values; expected n keys, n x dim"
                    .formatted(file, keys.rows(), values.rows(), values.width())
                + " values");
      }
      var texts = new String[BLOCK_ROWS];
      var numbers = new double[Math.multiplyExact(BLOCK_ROWS, values.width())];
      var vector = new float[values.width()];
      for (long row = 0; row < keys.rows(); row += BLOCK_ROWS) {
        int count = (int) Math.min(BLOCK_ROWS, keys.rows() - row);
        keys.read(texts, count);
        values.read(numbers, count * vector.length);
        for (int i = 0; i < count; i++) {
          for (int j = 0; j < vector.length; j++) {
            vector[j] = (float) numbers[i * vector.length + j];
          }
          entries.take(texts[i], vector);
        }
      }
    }
  }

  private void readColumns(Entries entries) {
    var vector = new float[0];
    var forms = Map.of(KEY, ColumnForm.TOKENS, VALUE, ColumnForm.FLOAT_LISTS);
    try (PartReader reader = PartReader.open(file, forms, BLOCK_ROWS)) {
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        vector = readBlock(block.get(), vector, entries);
      }
    }
  }

  private float[] readBlock(PartBlock block, float[] before, Entries entries) {
    float[] vector = before;
    if (!(block.column(KEY) instanceof Column.Tokens keys)
        || !(block.column(VALUE) instanceof Column.FloatLists lists)) {
      throw new DatasetException(
          "Reading pretrained vectors of %s: key holds lists; expected one value per row"
              .formatted(file));
    }
    for (int row = 0; row < block.rows(); row++) {
      int from = lists.offsets()[row];
      int length = lists.offsets()[row + 1] - from;
      if (vector.length == 0) {
        vector = new float[length];
      }
      if (length != vector.length) {
        throw new DatasetException(
            "Reading pretrained vectors of %s: one has %d numbers, others %d"
                .formatted(file, length, vector.length));
      }
      System.arraycopy(lists.values(), from, vector, 0, length);
      if (keys.codes()[row] >= 0) {
        entries.take(keys.words().text(keys.codes()[row]), vector);
      }
    }
    return vector;
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (String known : List.of(".npz", ".parquet")) {
      if (name.endsWith(known)) {
        return known;
      }
    }
    throw new DatasetException(
        "Reading pretrained vectors of %s: the format is not supported; save key and value as .npz"
                .formatted(file)
            + " with numpy.savez, or as .parquet");
  }
}
