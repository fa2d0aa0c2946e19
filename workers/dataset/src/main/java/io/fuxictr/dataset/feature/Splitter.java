package io.fuxictr.dataset.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts a list that is stored as a text.
 *
 * @param separator text between two values
 */
record Splitter(String separator) {

  /** Returns the values; an empty text is one empty value. */
  List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    int end = text.indexOf(separator);
    while (end >= 0) {
      pieces.add(text.substring(from, end));
      from = end + separator.length();
      end = text.indexOf(separator, from);
    }
    pieces.add(text.substring(from));
    return pieces;
  }
}
