package io.fuxictr.dataset.feature;

/**
 * Ids that another program made: each value is its own id.
 *
 * @param size ids in all, at least 2; the last stands for every value that is none of the others
 */
record DeclaredIds(int size) implements Coder {

  @Override
  public int id(String token) {
    try {
      int id = Integer.parseInt(token);
      return id >= 0 && id < size ? id : size - 1;
    } catch (NumberFormatException _) {
      return size - 1;
    }
  }
}
