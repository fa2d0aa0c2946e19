package io.fuxictr.dataset.feature;

/** Turns values into ids. 0 is padding. */
public sealed interface Coder permits Vocabulary, HashedIds, DeclaredIds {

  /** Returns the id of a value, in [0, size); 32 bits without a sign. */
  int id(String token);

  /** Returns the number of ids, padding included. */
  long size();

  /**
   * Returns whether values are told apart that training never saw, so that a missing value can be
   * padding and need not be one of those that are not known.
   */
  default boolean isHash() {
    return switch (this) {
      case HashedIds _ -> true;
      case Vocabulary _, DeclaredIds _ -> false;
    };
  }
}
