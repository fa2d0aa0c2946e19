package io.fuxictr.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The form of every message as JSON Schema (draft 2020-12), for programs of others and for tests.
 * The schemas name each other by {@code fuxictr:/schemas/{name}.json}.
 */
public final class Schemas {

  /** Names of all schemas; {@code parts} holds what the others share. */
  public static final List<String> NAMES =
      List.of(
          "submission",
          "reply",
          "rejected",
          "order",
          "outcome",
          "command",
          "stop",
          "event",
          "beat",
          "parts");

  private Schemas() {}

  /**
   * Returns the text of a schema.
   *
   * @param name one of {@link #NAMES}
   * @throws IllegalArgumentException if it is none of them
   */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("unknown schema '" + name + "'");
    }
    try (InputStream in = Schemas.class.getResourceAsStream("schema/" + name + ".json")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the schema " + name, e);
    }
  }
}
