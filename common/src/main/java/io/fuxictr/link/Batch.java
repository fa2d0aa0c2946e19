package io.fuxictr.link;

import io.fuxictr.message.InvalidMessageException;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The messages of one transaction, and what else belongs to it. */
public final class Batch {
  private final JMSContext session;
  private final List<Message> messages;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Batch(JMSContext session, List<Message> messages) {
    this.session = session;
    this.messages = List.copyOf(messages);
  }

  /** Returns the messages, at least one, in the order of their arrival. */
  public List<Message> messages() {
    return messages;
  }

  /** Returns the one message of a loop that takes one at a time. */
  public Message message() {
    return messages.getFirst();
  }

  /**
   * Returns the texts of all messages, as {@link #text}.
   *
   * @throws InvalidMessageException if one has none
   * @throws LinkException if one cannot be read
   */
  public List<String> texts() {
    var texts = new ArrayList<String>();
    try {
      for (Message message : messages) {
        texts.add(text(message));
      }
    } catch (JMSException e) {
      throw new LinkException("Reading a message: " + e.getMessage(), e);
    }
    return texts;
  }

  /** Returns the transacted session; only the loop commits it. */
  public JMSContext session() {
    return session;
  }

  /** Returns a sender whose messages go out with the commit. */
  public Sender sender() {
    return new Sender(session);
  }

  /** Registers what to do once the transaction is committed; not done if it never is. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  /**
   * Returns the text of a message; bytes are read as UTF-8, since some protocols know nothing else.
   *
   * @throws InvalidMessageException if it has none
   */
  public static String text(Message message) throws JMSException {
    return switch (message) {
      case TextMessage text when text.getText() != null -> text.getText();
      case BytesMessage bytes -> {
        byte[] content = new byte[Math.toIntExact(bytes.getBodyLength())];
        bytes.readBytes(content);
        yield new String(content, StandardCharsets.UTF_8);
      }
      default -> throw new InvalidMessageException("neither text nor bytes");
    };
  }
}
