package io.fuxictr.dataset.feature;

/**
 * Ids that another program made: each value is its own id.
 *
 * @param size ids in all, from 2 to 2^32; the last stands for every value that is none of the
 *     others
 */
record DeclaredIds(long size) implements Coder {

  @Override
  public int id(String token) {
    try {
      long id = Long.parseLong(token);
      return (int) (id >= 0 && id < size ? id : size - 1);
    } catch (NumberFormatException _) {
      return (int) (size - 1);
    }
  }
}
