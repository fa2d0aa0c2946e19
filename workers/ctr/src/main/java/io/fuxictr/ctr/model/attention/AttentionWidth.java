package io.fuxictr.ctr.model.attention;

import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.model.ModelSetup;

/** The width A of attention that heads divide among themselves, hyper-parameter attention_dim. */
final class AttentionWidth {
  private static final String KEY = "attention_dim";

  private AttentionWidth() {}

  /**
   * Reads it.
   *
   * @throws ModelConfigException if it is no multiple of the number of heads
   */
  static int of(ModelSetup setup, int fallback, int heads) {
    int width = setup.parameters().integer(KEY, fallback, a -> a >= 1, "at least 1");
    if (width % heads != 0) {
      throw ModelConfigException.of(KEY, width, "multiples of num_heads, which is " + heads);
    }
    return width;
  }
}
