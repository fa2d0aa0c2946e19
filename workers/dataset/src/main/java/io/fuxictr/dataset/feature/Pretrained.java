package io.fuxictr.dataset.feature;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Vectors that were learnt elsewhere and that a feature's embedding starts from.
 *
 * @param file name of their file in the dataset's folder
 * @param dim numbers of each; the width of the feature's embedding if it is not known
 * @param frozen whether they stay as they are
 * @param usage how they enter the embedding
 * @param oovId id of all values that are not known. Ids above it are those of values of which the
 *     file has a vector but that training never saw: they have no vector of their own to learn
 */
public record Pretrained(String file, OptionalInt dim, boolean frozen, Usage usage, int oovId) {

  /** How vectors learnt elsewhere enter an embedding. */
  public enum Usage {
    /** They are the embedding, brought to its width if theirs differs. */
    INIT("init"),
    /** They are added to a vector that is learnt. */
    SUM("sum"),
    /** They stand beside a vector that is learnt, and both are brought to the embedding's width. */
    CONCAT("concat");

    private final String wireName;

    Usage(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in configuration files. */
    public String wireName() {
      return wireName;
    }

    static Optional<Usage> of(String wireName) {
      return Arrays.stream(values()).filter(it -> it.wireName.equals(wireName)).findFirst();
    }
  }
}
