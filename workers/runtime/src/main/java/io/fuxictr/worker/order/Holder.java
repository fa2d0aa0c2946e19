package io.fuxictr.worker.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.message.StageOrder;
import io.fuxictr.task.Stage;
import java.util.Comparator;

/**
 * Who works in a task's folder. Ordered by how late its order was sent and delivered: the later one
 * wins.
 *
 * @param attempt number of the attempt
 * @param stage what is worked on
 * @param retries how often the dispatcher had sent it again
 * @param delivery how often the broker had delivered it
 * @param id tells this very delivery from all others
 */
record Holder(int attempt, Stage stage, int retries, int delivery, String id)
    implements Comparable<Holder> {

  private static final Comparator<Holder> BY_ORDER =
      Comparator.comparingInt(Holder::attempt)
          .thenComparing(Holder::stage)
          .thenComparingInt(Holder::retries);
  private static final Comparator<Holder> BY_LATENESS = BY_ORDER.thenComparingInt(Holder::delivery);

  static Holder of(StageOrder order, int delivery, String id) {
    return new Holder(
        order.attempt().number(), order.attempt().stage(), order.retries(), delivery, id);
  }

  /** Compares without regard to the id: two deliveries may be equally late. */
  @Override
  public int compareTo(Holder other) {
    return BY_LATENESS.compare(this, other);
  }

  /** Returns whether both hold the same order, delivered again or doubled. */
  boolean hasSameOrder(Holder other) {
    return BY_ORDER.compare(this, other) == 0;
  }

  String write() {
    return Json.write(
        Json.object()
            .put("attempt", attempt)
            .put("stage", stage.wireName())
            .put("retries", retries)
            .put("delivery", delivery)
            .put("id", id));
  }

  /** Throws {@link RuntimeException} if the text is none. */
  static Holder read(String text) {
    ObjectNode json = Json.read(text);
    return new Holder(
        json.path("attempt").asInt(),
        Stage.ofWireName(json.path("stage").asText()),
        json.path("retries").asInt(),
        json.path("delivery").asInt(),
        json.path("id").asText());
  }
}
