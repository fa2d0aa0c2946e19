package io.fuxictr.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A message that could not be accepted, put aside for the operator.
 *
 * @param reason what is wrong, in words
 * @param errors everything that is wrong field by field, as its sender was told; may be empty
 * @param content what the message said, from its beginning
 * @param encoding how {@code content} is written
 * @param complete whether {@code content} is all of it
 * @param size bytes of the whole message
 */
public record Rejection(
    String reason,
    List<ObjectNode> errors,
    String content,
    Encoding encoding,
    boolean complete,
    long size) {

  /** How the content of a rejected message is written. */
  public enum Encoding {
    /** As it was: it is text. */
    TEXT("utf-8"),
    /** In Base64: it is no text. */
    BASE64("base64");

    private final String wireName;

    Encoding(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in messages. */
    public String wireName() {
      return wireName;
    }
  }

  /** Type of a message that carries a rejection. */
  public static final String TYPE = "rejected";

  private static final int LONGEST_CONTENT = 1 << 20;

  /** Takes a copy of the errors. */
  public Rejection {
    errors = List.copyOf(errors);
  }

  /** Returns the rejection of a message that was a text. */
  public static Rejection of(String text, String reason, List<ObjectNode> errors) {
    long size = text.getBytes(StandardCharsets.UTF_8).length;
    boolean complete = text.length() <= LONGEST_CONTENT;
    return new Rejection(reason, errors, beginning(text), Encoding.TEXT, complete, size);
  }

  /** Returns the rejection of a message that was bytes, which may or may not be a text. */
  public static Rejection of(byte[] bytes, String reason, List<ObjectNode> errors) {
    try {
      return of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          reason,
          errors);
    } catch (CharacterCodingException _) {
      byte[] beginning = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_CONTENT));
      return new Rejection(
          reason,
          errors,
          Base64.getEncoder().encodeToString(beginning),
          Encoding.BASE64,
          beginning.length == bytes.length,
          bytes.length);
    }
  }

  private static String beginning(String text) {
    if (text.length() <= LONGEST_CONTENT) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(LONGEST_CONTENT - 1));
    return text.substring(0, splits ? LONGEST_CONTENT - 1 : LONGEST_CONTENT);
  }

  /**
   * Returns what the message said, for another try.
   *
   * @throws InvalidMessageException if not all of it was kept, or it was no text
   */
  public String original() {
    if (!complete || encoding != Encoding.TEXT) {
      throw new InvalidMessageException(
          "a rejected message that was %s cannot be tried again; send it anew"
              .formatted(complete ? "no text" : "too long to be kept"));
    }
    return content;
  }

  /** Returns the JSON text of a rejection. */
  public String write() {
    ObjectNode json = Json.object().put("reason", reason);
    json.set("errors", Json.toTree(errors));
    return Json.write(
        json.put("content", content)
            .put("encoding", encoding.wireName())
            .put("complete", complete)
            .put("size", size));
  }

  /**
   * Returns the rejection in a text.
   *
   * @throws InvalidMessageException if the text is none
   */
  public static Rejection read(String text) {
    return MessageCodec.reading("rejection", () -> read(Json.read(text)));
  }

  private static Rejection read(JsonNode json) {
    List<ObjectNode> errors =
        MessageCodec.required(json, "errors")
            .valueStream()
            .filter(ObjectNode.class::isInstance)
            .map(ObjectNode.class::cast)
            .toList();
    String written = MessageCodec.required(json, "encoding").asText();
    return new Rejection(
        MessageCodec.required(json, "reason").asText(),
        errors,
        MessageCodec.required(json, "content").asText(),
        Arrays.stream(Encoding.values())
            .filter(each -> each.wireName().equals(written))
            .findFirst()
            .orElseThrow(() -> new InvalidMessageException("unknown encoding '" + written + "'")),
        MessageCodec.required(json, "complete").asBoolean(),
        MessageCodec.required(json, "size").asLong());
  }
}
