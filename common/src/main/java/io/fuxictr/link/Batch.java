package io.fuxictr.link;

import io.fuxictr.message.Addresses;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.Rejection;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/** The messages of one transaction, and what else belongs to it. */
public final class Batch {
  /** When the broker got the message. */
  private static final String ARRIVED = "_AMQ_INGRESS_TIMESTAMP";

  private final JMSContext session;
  private final List<Message> messages;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final List<Runnable> afterFailure = new ArrayList<>();

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

  /** Registers what to do if the transaction is not, or not for certain, committed. */
  public void afterFailure(Runnable action) {
    afterFailure.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  void failed() {
    afterFailure.forEach(Runnable::run);
  }

  /**
   * Returns the text of a message; bytes are read as UTF-8, since some protocols know nothing else.
   * Of one that was put aside, and may be there once more, it is what it said at first.
   *
   * @throws InvalidMessageException if it has none, or its bytes are no UTF-8
   */
  public static String text(Message message) throws JMSException {
    String text = plainText(message);
    return Rejection.TYPE.equals(message.getObjectProperty(Addresses.TYPE))
        ? Rejection.read(text).original()
        : text;
  }

  private static String plainText(Message message) throws JMSException {
    return switch (message) {
      case TextMessage text when text.getText() != null -> text.getText();
      case BytesMessage _ -> utf8(bytes(message));
      default -> throw new InvalidMessageException("neither text nor bytes");
    };
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidMessageException("the bytes are not UTF-8", e);
    }
  }

  /** Returns what a message holds, as bytes; none if it holds neither text nor bytes. */
  public static byte[] bytes(Message message) throws JMSException {
    return switch (message) {
      case TextMessage text when text.getText() != null ->
          text.getText().getBytes(StandardCharsets.UTF_8);
      case BytesMessage bytes -> {
        byte[] content = new byte[Math.toIntExact(bytes.getBodyLength())];
        bytes.reset();
        bytes.readBytes(content);
        yield content;
      }
      default -> new byte[0];
    };
  }

  /** Returns about how much memory a message takes: bytes, or characters of text. */
  public static long size(Message message) throws JMSException {
    return switch (message) {
      case TextMessage text when text.getText() != null -> text.getText().length();
      case BytesMessage bytes -> bytes.getBodyLength();
      default -> 0;
    };
  }

  /** Returns the plain name of the address that its sender waits at for a reply, if any. */
  public static Optional<String> replyAddress(Message message) throws JMSException {
    return message.getJMSReplyTo() instanceof ActiveMQDestination asker
        ? Optional.ofNullable(asker.getAddress()).filter(name -> !name.isBlank())
        : Optional.empty();
  }

  /**
   * Returns what tells a message from all others that this broker or an earlier one on another
   * journal ever had; a message that comes again has it again. What senders call their messages
   * plays no part, as some call them all alike.
   */
  public static String identity(Message message) throws JMSException {
    if (!(message instanceof ActiveMQMessage ours)) {
      return String.valueOf(message.getJMSMessageID());
    }
    Object arrived = message.getObjectProperty(ARRIVED);
    return "%d@%s"
        .formatted(
            ours.getCoreMessage().getMessageID(),
            arrived == null ? message.getJMSTimestamp() : arrived);
  }
}
