package io.fuxictr.dataset.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * The known values of a feature and their ids: 0 is padding, the known values follow from 1, behind
 * them one id stands for all others.
 *
 * <p>Values are compared by their texts, whole numbers written without a point.
 */
public final class Vocabulary {
  /** Text of id 0 in files. */
  static final String PAD = "__PAD__";

  /** Text of the last id in files. */
  static final String OOV = "__OOV__";

  private final TokenIndex index = new TokenIndex();

  /**
   * Creates a vocabulary.
   *
   * @param tokens known values in the order of their ids, no value twice
   */
  public Vocabulary(List<String> tokens) {
    for (String token : tokens) {
      if (index.indexOf(token) != index.size() - 1) {
        throw new IllegalArgumentException("token '" + token + "' twice");
      }
    }
  }

  /** Returns the number of ids, padding and out-of-vocabulary included. */
  public int size() {
    return index.size() + 2;
  }

  /** Returns the id of a value; that of all others if it is not known. */
  public int id(String token) {
    int found = index.find(token);
    return found == TokenIndex.ABSENT ? outOfVocabulary() : found + 1;
  }

  /** Returns the id that stands for every value that is not known. */
  public int outOfVocabulary() {
    return index.size() + 1;
  }

  /** Returns the known values in the order of their ids. */
  public List<String> tokens() {
    List<String> tokens = new ArrayList<>(index.size());
    for (int i = 0; i < index.size(); i++) {
      tokens.add(index.token(i));
    }
    return tokens;
  }
}
