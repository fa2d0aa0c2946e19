package io.fuxictr.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON text to trees and plain maps and back. Whole numbers in maps are always {@code Long}. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private Json() {}

  /** Returns an empty object to be filled. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns the text of a tree, or of a map, list or value of plain types, on one line. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /** Returns the text of a tree, map or list, indented for people. */
  public static String writePretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * Returns the tree of a text that holds one JSON object.
   *
   * @throws InvalidMessageException if it does not
   */
  public static ObjectNode read(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidMessageException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new InvalidMessageException("not a JSON object");
  }

  /**
   * Returns the map of a text that holds one JSON object.
   *
   * @throws InvalidMessageException if it does not
   */
  public static Map<String, Object> readMap(String text) {
    return toMap(read(text));
  }

  /** Returns a tree as plain maps, lists and values. */
  public static Map<String, Object> toMap(JsonNode tree) {
    return MAPPER.convertValue(tree, MAP);
  }

  /** Returns plain maps, lists and values as a tree. */
  public static JsonNode toTree(Object value) {
    return MAPPER.valueToTree(value);
  }
}
