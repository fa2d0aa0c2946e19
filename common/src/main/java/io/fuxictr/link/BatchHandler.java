package io.fuxictr.link;

import jakarta.jms.JMSException;

/** Does what a batch of messages asks for. */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Works on a batch. When it returns, the messages are acknowledged and what was sent is sent, in
   * one commit; when it throws, nothing has happened and the messages come again. It must expect
   * any message twice.
   */
  void handle(Batch batch) throws JMSException;
}
