package io.fuxictr.dataset.input;

/** What a raw column is declared to hold, where the file does not say it. */
public enum RawType {
  /** Texts. */
  TEXT,
  /** Whole numbers of 64 bits. */
  WHOLE,
  /** Numbers of 64 bits. */
  FRACTION
}
