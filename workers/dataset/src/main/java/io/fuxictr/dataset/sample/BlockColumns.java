package io.fuxictr.dataset.sample;

import io.fuxictr.dataset.feature.EncodedColumn;
import io.fuxictr.dataset.feature.Xxh64;
import io.fuxictr.dataset.part.Words;
import java.util.HashMap;
import java.util.Map;

/** Gathers the columns of one block. */
final class BlockColumns {
  private final Map<String, float[]> numbers = new HashMap<>();
  private final Map<String, int[]> ids = new HashMap<>();
  private final Map<String, float[]> labels = new HashMap<>();
  private final Map<String, long[]> groups = new HashMap<>();
  private final Map<String, float[]> vectors = new HashMap<>();

  void putLabels(String name, float[] values) {
    labels.put(name, values);
  }

  void put(String name, EncodedColumn column) {
    switch (column) {
      case EncodedColumn.Numbers(float[] values) -> numbers.put(name, values);
      case EncodedColumn.Ids(int[] values) -> ids.put(name, values);
      case EncodedColumn.IdLists(int[] values, _) -> ids.put(name, values);
      case EncodedColumn.Vectors(float[] values, _) -> vectors.put(name, values);
      case EncodedColumn.Longs(long[] values) -> groups.put(name, values);
      case EncodedColumn.Texts(int[] codes, Words words) -> groups.put(name, hashes(codes, words));
    }
  }

  SampleBlock block(int rows) {
    return new SampleBlock(rows, numbers, ids, labels, groups, vectors);
  }

  /** A missing text is the empty one. */
  private static long[] hashes(int[] codes, Words words) {
    var known = new long[words.size()];
    var isKnown = new boolean[known.length];
    var result = new long[codes.length];
    for (int i = 0; i < result.length; i++) {
      int code = codes[i];
      if (code < 0) {
        result[i] = Xxh64.hash("");
        continue;
      }
      if (!isKnown[code]) {
        known[code] = Xxh64.hash(words.text(code));
        isKnown[code] = true;
      }
      result[i] = known[code];
    }
    return result;
  }
}
