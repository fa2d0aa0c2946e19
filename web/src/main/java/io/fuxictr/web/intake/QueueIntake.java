package io.fuxictr.web.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BatchHandler;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.Json;
import io.fuxictr.message.Rejection;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.store.TaskStore.NewTask;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes submissions of other programs from a queue. Whoever says where to gets a reply: the number
 * of the task, or everything that is wrong; what is wrong is also put aside for the operator.
 * Nothing that somebody sends keeps the others from being taken.
 *
 * <p>A message that comes again, because the broker did not learn that the database has its task,
 * is recognised by its own number where it brings no {@code submission_key}.
 */
final class QueueIntake implements BatchHandler {
  private static final Logger log = LoggerFactory.getLogger(QueueIntake.class);
  private static final long LARGEST = 10L << 20;

  private final SubmissionDesk desk;
  private final ReplyDesk replies;
  private final Runnable outbox;

  QueueIntake(SubmissionDesk desk, ReplyDesk replies, Runnable outbox) {
    this.desk = desk;
    this.replies = replies;
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
    batch.afterCommit(outbox);
    for (int i = 0; i < ids.size(); i++) {
      Message message = accepted.get(i).message();
      ObjectNode reply = Json.object().put("task_id", ids.get(i).value());
      batch.afterCommit(() -> replies.reply(message, reply));
    }
  }

  private Optional<NewTask> check(Batch batch, Message message) throws JMSException {
    try {
      return Optional.of(desk.checked(body(message), "message:" + Batch.identity(message)));
    } catch (InvalidMessageException e) {
      String why = String.valueOf(e.getMessage());
      reject(batch, message, List.of(FieldError.wholeBody("json_invalid", why)));
    } catch (InvalidSubmissionException e) {
      reject(batch, message, e.errors());
    } catch (JMSException e) {
      log.error("Reading submission {}", message, e);
      batch.sender().rejected(Addresses.SUBMIT, "", "it cannot be read: " + e.getMessage());
    } catch (RuntimeException e) { // the edge of the intake: one message must not stop the others
      log.error("Checking submission {}", Batch.identity(message), e);
      String why = "the server could not check it: " + e.getClass().getSimpleName();
      reject(batch, message, List.of(FieldError.wholeBody("internal_error", why)));
    }
    return Optional.empty();
  }

  private static ObjectNode body(Message message) throws JMSException {
    long size = Batch.size(message);
    if (size > LARGEST) {
      throw new InvalidMessageException(
          "%d bytes are too many: a submission has at most %d".formatted(size, LARGEST));
    }
    return Json.read(Batch.text(message));
  }

  private void reject(Batch batch, Message message, List<FieldError> errors) throws JMSException {
    List<ObjectNode> faults = errors.stream().map(FieldError::briefJson).toList();
    String reason = String.valueOf(new InvalidSubmissionException(errors).getMessage());
    batch.sender().rejected(Addresses.SUBMIT, Rejection.of(Batch.bytes(message), reason, faults));
    ObjectNode reply = Json.object();
    ArrayNode list = reply.putArray("errors");
    list.addAll(faults);
    batch.afterCommit(() -> replies.reply(message, reply));
  }
}
