package io.fuxictr.remote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds, in all that Spark's or Hive's program says, why it failed. */
public final class SparkErrors {
  private static final Pattern REASON =
      Pattern.compile(
          "(?m)^(?:Error in query|Error:|FAILED:|Exception in thread|Caused by:"
              + "|[\\w.$]+(?:Exception|Error):|\\[[A-Z][A-Z_.]+\\]|.*\\bERROR\\b)");

  private static final int REASON_CHARACTERS = 1500;
  private static final int TAIL_CHARACTERS = 800;

  private SparkErrors() {}

  /**
   * Returns the reason, cut off where it becomes long; the end of the text if there is none in it.
   *
   * @param errors what it wrote to its standard error
   */
  public static String reason(String errors) {
    Matcher matcher = REASON.matcher(errors);
    if (matcher.find()) {
      String from = errors.substring(matcher.start()).strip();
      return from.length() > REASON_CHARACTERS ? from.substring(0, REASON_CHARACTERS) + "…" : from;
    }
    String text = errors.strip();
    return text.length() > TAIL_CHARACTERS
        ? "…" + text.substring(text.length() - TAIL_CHARACTERS)
        : text;
  }
}
