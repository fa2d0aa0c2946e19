package io.fuxictr.dataset.part;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of a column in one row group, as texts, numbered from 0 by first appearance.
 *
 * <p>It grows while blocks of the row group are read; what a code means never changes. All blocks
 * of one row group share one object, so that a translation of codes can be kept and extended.
 */
public final class Words {
  private final List<String> texts = new ArrayList<>();

  /** Creates an empty set. */
  public Words() {}

  /** Returns the number of values seen so far. */
  public int size() {
    return texts.size();
  }

  /** Returns the value of a code. */
  public String text(int code) {
    return texts.get(code);
  }

  /** Adds a value and returns its code. */
  public int add(String text) {
    texts.add(text);
    return texts.size() - 1;
  }
}
