package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * The known values of a feature and their ids: 0 is padding, the known values follow from 1, behind
 * them one id stands for all others. Behind that may stand values that training never saw but of
 * which a vector is known from elsewhere.
 *
 * <p>Values are compared by their texts, whole numbers written without a point.
 */
public final class Vocabulary implements Coder {
  /** Text of id 0 in files. */
  static final String PAD = "__PAD__";

  /** Text in files of the id that stands for all values not known. */
  static final String OOV = "__OOV__";

  private final TokenIndex index = new TokenIndex();
  private final int learnt;
  private final int[] ownIds;
  private final int outOfVocabulary;

  /**
   * Creates a vocabulary.
   *
   * @param tokens known values in the order of their ids, no value twice
   */
  public Vocabulary(List<String> tokens) {
    this(tokens, new int[0], tokens.size() + 1);
  }

  private Vocabulary(List<String> tokens, int[] ownIds, int outOfVocabulary) {
    this(tokens, ownIds, outOfVocabulary, List.of());
  }

  private Vocabulary(List<String> tokens, int[] ownIds, int outOfVocabulary, List<String> behind) {
    for (String token : tokens) {
      if (index.indexOf(token) != index.size() - 1) {
        throw new IllegalArgumentException("token '" + token + "' twice");
      }
    }
    learnt = index.size();
    behind.forEach(index::indexOf);
    this.ownIds = ownIds;
    this.outOfVocabulary = outOfVocabulary;
  }

  /**
   * Creates a vocabulary in which each value is its own id.
   *
   * @param column whose values they are, for messages
   * @param tokens known values, no value twice
   * @throws DatasetException if one is no whole number from 0 that a 32-bit id can be
   */
  static Vocabulary own(String column, List<String> tokens) {
    List<String> sorted = new ArrayList<>(tokens);
    sorted.sort(Comparator.comparingInt(token -> ownId(column, token)));
    int[] ids = sorted.stream().mapToInt(Integer::parseInt).toArray();
    return new Vocabulary(sorted, ids, ids.length == 0 ? 1 : Math.max(ids[ids.length - 1], 0) + 1);
  }

  private static int ownId(String column, String token) {
    try {
      int id = Integer.parseInt(token);
      if (id >= 0 && id < Integer.MAX_VALUE - 1 && Integer.toString(id).equals(token)) {
        return id;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number that no id can be.
    }
    throw new DatasetException(
        ("Counting the values of column '%s': found '%s', but remap is false, so that each value is"
                + " its own id; allowed: whole numbers from 0 to %d; set remap to true")
            .formatted(column, token, Integer.MAX_VALUE - 2));
  }

  /**
   * Returns this vocabulary with more values, whose ids stand behind all others. Values that it
   * knows stay as they are.
   */
  Vocabulary withBehind(Iterable<String> more) {
    List<String> tokens = new ArrayList<>(learnt);
    List<String> behind = new ArrayList<>();
    for (int i = 0; i < index.size(); i++) {
      (i < learnt ? tokens : behind).add(index.token(i));
    }
    var added = new TokenIndex();
    for (String token : more) {
      if (index.find(token) == TokenIndex.ABSENT && added.find(token) == TokenIndex.ABSENT) {
        added.indexOf(token);
        behind.add(token);
      }
    }
    return new Vocabulary(tokens, ownIds, outOfVocabulary, behind);
  }

  @Override
  public long size() {
    return outOfVocabulary + 1L + index.size() - learnt;
  }

  /** Returns the id of a value; that of all others if it is not known. */
  @Override
  public int id(String token) {
    int found = index.find(token);
    return found == TokenIndex.ABSENT ? outOfVocabulary : idOf(found);
  }

  /** Tells whether a value has an id of its own. */
  public boolean knows(String token) {
    return index.find(token) != TokenIndex.ABSENT;
  }

  /** Returns the id that stands for every value that is not known. */
  public int outOfVocabulary() {
    return outOfVocabulary;
  }

  /** Returns the values learnt in training, in the order of their ids. */
  public List<String> tokens() {
    return tokens(0, learnt);
  }

  /** Returns the values that stand behind all others, in the order of their ids. */
  List<String> behind() {
    return tokens(learnt, index.size());
  }

  /** Calls for each value and each of the two names of special ids, by rising id. */
  void forEach(ObjIntConsumer<String> entry) {
    entry.accept(PAD, 0);
    for (int i = 0; i < learnt; i++) {
      entry.accept(index.token(i), idOf(i));
    }
    entry.accept(OOV, outOfVocabulary);
    for (int i = learnt; i < index.size(); i++) {
      entry.accept(index.token(i), idOf(i));
    }
  }

  private int idOf(int position) {
    if (position >= learnt) {
      return outOfVocabulary + 1 + position - learnt;
    }
    return ownIds.length > 0 ? ownIds[position] : position + 1;
  }

  private List<String> tokens(int from, int to) {
    List<String> tokens = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      tokens.add(index.token(i));
    }
    return tokens;
  }
}
