package io.fuxictr.web.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import java.util.List;

/**
 * One thing that is wrong with what somebody sent.
 *
 * @param type kind of fault, such as {@code missing}
 * @param location where it is: {@code body}, {@code path} or {@code query}, then the field
 * @param message what is wrong, in words
 * @param input what was sent
 */
public record FieldError(String type, List<String> location, String message, JsonNode input) {

  private static final int LONGEST_ECHO = 200;

  /** Takes a copy of the location. */
  public FieldError {
    location = List.copyOf(location);
  }

  /** Returns a fault of a field of the body. */
  public static FieldError body(String type, String field, String message, JsonNode input) {
    return new FieldError(type, List.of("body", field), message, input);
  }

  /** Returns a fault of a path or query parameter. */
  public static FieldError parameter(
      String type, String where, String name, String message, String input) {
    return new FieldError(type, List.of(where, name), message, Json.object().textNode(input));
  }

  /** Returns a fault of the body as a whole. */
  public static FieldError wholeBody(String type, String message) {
    return new FieldError(type, List.of("body"), message, NullNode.getInstance());
  }

  /** Returns the JSON form that clients know, without what was sent if that is long. */
  ObjectNode briefJson() {
    ObjectNode json = json();
    if (input.isContainerNode() || input.asText().length() > LONGEST_ECHO) {
      json.remove("input");
    }
    return json;
  }

  /** Returns the JSON form that clients know. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("type", type);
    location.forEach(json.putArray("loc")::add);
    json.put("msg", message);
    json.set("input", input);
    return json;
  }
}
