package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Words;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the codes of a column mean to its feature: one or several numbers each, worked out once per
 * distinct value and row group.
 */
final class Translation {
  private final Function<String, int[]> meaning;
  private @Nullable Words words;
  private int[][] known = new int[0][];

  /**
   * Creates a translation.
   *
   * @param meaning the numbers of a text
   */
  Translation(Function<String, int[]> meaning) {
    this.meaning = meaning;
  }

  /** Prepares for a block whose codes mean these words. */
  void use(Words current) {
    if (words != current) {
      words = current;
      known = new int[current.size()][];
    } else if (known.length < current.size()) {
      known = Arrays.copyOf(known, Math.max(current.size(), known.length * 2));
    }
  }

  /** Returns the numbers of a code. */
  int[] of(int code) {
    int[] result = known[code];
    if (result != null) {
      return result;
    }
    Words current = words;
    if (current == null) {
      throw new IllegalStateException("codes without words");
    }
    result = meaning.apply(current.text(code));
    known[code] = result;
    return result;
  }
}
