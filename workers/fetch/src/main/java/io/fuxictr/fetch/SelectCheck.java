package io.fuxictr.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * Lets only one plain SELECT through. The text goes to DuckDB's own parser as a bound value, and is
 * judged by the tree that comes back.
 *
 * <p>A text that parses as one statement by itself has balanced parentheses and closed literals, so
 * that it stays one operand when it is put between parentheses later.
 */
final class SelectCheck {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern END = Pattern.compile("[\\s;]+\\z");

  private SelectCheck() {}

  /**
   * Returns the query without semicolons at its end.
   *
   * @param field name of the query, for messages
   * @throws StageException if it is anything else than one SELECT
   */
  static String check(Connection connection, String field, String sql) throws SQLException {
    String query = END.matcher(sql).replaceFirst("");
    if (query.isBlank()) {
      throw refused(field, "it is empty");
    }
    JsonNode parsed = parse(connection, query);
    if (parsed.path("error").asBoolean()) {
      throw refused(field, problem(parsed));
    }
    int statements = parsed.path("statements").size();
    if (statements != 1) {
      throw refused(field, "it holds %d statements".formatted(statements));
    }
    checkTree(field, parsed);
    return query;
  }

  private static JsonNode parse(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT CAST(json_serialize_sql(?) AS VARCHAR)")) {
      statement.setString(1, query);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return MAPPER.readTree(rows.getString(1));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("DuckDB's parser gave no JSON", e);
      }
    }
  }

  private static String problem(JsonNode parsed) {
    if (parsed.path("error_type").asText().equals("not implemented")) {
      return "it is not a SELECT";
    }
    String position = parsed.path("position").asText();
    return parsed.path("error_message").asText()
        + (position.isEmpty() ? "" : " (character %s)".formatted(position));
  }

  /** Since version 2 a WITH may also insert, update or delete. */
  private static void checkTree(String field, JsonNode node) {
    String type = node.path("type").asText();
    if (type.endsWith("_QUERY_NODE")) {
      throw refused(field, "it changes data");
    }
    if (type.equals("SHOW_REF")) {
      throw refused(field, "it is not a SELECT");
    }
    if (type.equals("VALUE_PARAMETER")) {
      throw refused(field, "it has a parameter (? or $) and nothing to put there");
    }
    node.forEach(child -> checkTree(field, child));
  }

  private static StageException refused(String field, String why) {
    return new StageException(
        ErrorCode.INVALID_INPUT,
        "Checking %s: %s; one SELECT (or WITH ... SELECT) is expected".formatted(field, why));
  }
}
