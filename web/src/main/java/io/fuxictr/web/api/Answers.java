package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.Json;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.intake.FieldError;
import io.fuxictr.web.intake.InvalidSubmissionException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** JSON bodies and parameters of requests, JSON answers, and the shapes of errors. */
final class Answers {
  /** Understood, but not acceptable. */
  static final Status INVALID = Status.create(422, "Unprocessable Entity");

  private static final String JSON = "application/json; charset=utf-8";

  private Answers() {}

  static void send(ServerResponse response, JsonNode body) {
    send(response, Status.OK_200, body);
  }

  static void send(ServerResponse response, Status status, JsonNode body) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, JSON)
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(Json.write(body));
  }

  static void message(ServerResponse response, String message) {
    send(response, Json.object().put("message", message));
  }

  static void error(ServerResponse response, Status status, String detail) {
    send(response, status, Json.object().put("detail", detail));
  }

  static void invalid(ServerResponse response, List<FieldError> errors) {
    ObjectNode body = Json.object();
    ArrayNode detail = body.putArray("detail");
    errors.forEach(error -> detail.add(error.json()));
    send(response, INVALID, body);
  }

  /** Returns the JSON object that a client sent. */
  static ObjectNode body(ServerRequest request) {
    String text = request.content().hasEntity() ? request.content().as(String.class) : "";
    try {
      return Json.read(text);
    } catch (InvalidMessageException e) {
      throw new InvalidSubmissionException(
          List.of(FieldError.wholeBody("json_invalid", String.valueOf(e.getMessage()))));
    }
  }

  /** Returns the number of a task in the path. */
  static TaskId taskId(ServerRequest request) {
    String text = request.path().pathParameters().get("id");
    return integer(text, "path", "task_id", 1, Long.MAX_VALUE).map(TaskId::new).orElseThrow();
  }

  static String text(ServerRequest request, String name) {
    return request.query().first(name).orElse("");
  }

  /** Returns a text of the query, empty if it is not there, or says what it may be. */
  static String text(ServerRequest request, String name, Predicate<String> valid, String expected) {
    String text = text(request, name);
    if (text.isEmpty() || valid.test(text)) {
      return text;
    }
    throw invalid("enum", "query", name, "Input should be " + expected, text);
  }

  static long integer(ServerRequest request, String name, long otherwise, long least, long most) {
    String text = text(request, name);
    return text.isEmpty() ? otherwise : integer(text, "query", name, least, most).orElse(otherwise);
  }

  private static Optional<Long> integer(
      String text, String where, String name, long least, long most) {
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid(
          "int_parsing",
          where,
          name,
          "Input should be a valid integer, unable to parse string as an integer",
          text);
    }
    if (value < least) {
      throw invalid(
          "greater_than_equal",
          where,
          name,
          "Input should be greater than or equal to " + least,
          text);
    }
    if (value > most) {
      throw invalid(
          "less_than_equal", where, name, "Input should be less than or equal to " + most, text);
    }
    return Optional.of(value);
  }

  private static InvalidSubmissionException invalid(
      String type, String where, String name, String message, String input) {
    return new InvalidSubmissionException(
        List.of(FieldError.parameter(type, where, name, message, input)));
  }
}
