package io.fuxictr.dataset.feature;

/**
 * Ids by hash: {@code 1 + h mod (size - 1)}, with h the {@linkplain Xxh64 64-bit hash} of the value
 * taken without a sign. Any program that has XXH64 finds the same ids.
 *
 * <p>Values are hashed as their texts are written: whole numbers without a point.
 *
 * @param size ids in all, from 2 to 2^32; no value has id 0
 */
record HashedIds(long size) implements Coder {

  @Override
  public int id(String token) {
    return (int) (1 + Long.remainderUnsigned(Xxh64.hash(token), size - 1));
  }
}
