package io.fuxictr.web.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BatchHandler;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.Json;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.store.TaskStore.NewTask;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes submissions of other programs from a queue. Whoever says where to gets a reply: the number
 * of the task, or everything that is wrong; what is wrong is also put aside for the operator.
 *
 * <p>A message that comes again, because the broker did not learn that the database has its task,
 * is recognised by its own number where it brings no {@code submission_key}.
 */
final class QueueIntake implements BatchHandler {
  private static final Logger log = LoggerFactory.getLogger(QueueIntake.class);

  private final SubmissionDesk desk;
  private final Runnable outbox;

  QueueIntake(SubmissionDesk desk, Runnable outbox) {
    this.desk = desk;
    this.outbox = outbox;
  }

  /** A message and the task that it is to become. */
  private record Accepted(Message message, NewTask task) {}

  @Override
  public void handle(Batch batch) throws JMSException {
    var accepted = new ArrayList<Accepted>();
    for (Message message : batch.messages()) {
      check(batch, message).ifPresent(task -> accepted.add(new Accepted(message, task)));
    }
    List<TaskId> ids = desk.submit(accepted.stream().map(Accepted::task).toList());
    for (int i = 0; i < ids.size(); i++) {
      ObjectNode reply = Json.object().put("task_id", ids.get(i).value());
      reply(batch, accepted.get(i).message(), reply);
    }
    batch.afterCommit(outbox);
  }

  private Optional<NewTask> check(Batch batch, Message message) throws JMSException {
    String text = "";
    try {
      text = Batch.text(message);
      return Optional.of(desk.checked(Json.read(text), key(message)));
    } catch (InvalidMessageException e) {
      var error = FieldError.wholeBody("json_invalid", String.valueOf(e.getMessage()));
      reject(batch, message, text, List.of(error));
    } catch (InvalidSubmissionException e) {
      reject(batch, message, text, e.errors());
    }
    return Optional.empty();
  }

  private static String key(Message message) throws JMSException {
    String id = message.getJMSMessageID();
    return id == null ? "" : "message:" + id;
  }

  private static void reject(Batch batch, Message message, String text, List<FieldError> errors)
      throws JMSException {
    ObjectNode reply = Json.object();
    ArrayNode list = reply.putArray("errors");
    errors.forEach(error -> list.add(error.json()));
    batch.sender().rejected(Addresses.SUBMIT, text, Json.write(list));
    reply(batch, message, reply);
  }

  /** A reply that cannot be delivered is the asker's loss, not a reason to refuse the task. */
  private static void reply(Batch batch, Message message, ObjectNode reply) throws JMSException {
    Destination to = message.getJMSReplyTo();
    if (to == null) {
      return;
    }
    try {
      batch
          .session()
          .createProducer()
          .setJMSCorrelationID(correlation(message))
          .send(to, Json.write(reply));
    } catch (JMSRuntimeException e) {
      log.warn("No reply to {}: {}", to, e.getMessage());
    }
  }

  private static String correlation(Message message) throws JMSException {
    String correlation = message.getJMSCorrelationID();
    return correlation == null ? message.getJMSMessageID() : correlation;
  }
}
