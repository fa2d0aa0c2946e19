package io.fuxictr.web.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What the dispatcher was asked about the current attempt. Once a start is being sent it may have
 * arrived, whether or not anybody learned of it.
 *
 * @param startRequestedAt when the attempt was asked for; empty for a draft
 * @param sendingSince when the start was first handed to the broker
 * @param dispatchedAt when the broker had it
 * @param cancelRequestedAt when a user asked to stop
 * @param cancelSentAt when the broker had that
 */
public record Dispatch(
    Optional<Instant> startRequestedAt,
    Optional<Instant> sendingSince,
    Optional<Instant> dispatchedAt,
    Optional<Instant> cancelRequestedAt,
    Optional<Instant> cancelSentAt) {

  /** Nobody asked for anything. */
  public static final Dispatch NONE =
      new Dispatch(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static Dispatch requested(Instant at) {
    return new Dispatch(
        Optional.of(at), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Returns the same, being sent. */
  public Dispatch sending(Instant at) {
    return new Dispatch(
        startRequestedAt,
        Optional.of(sendingSince.orElse(at)),
        dispatchedAt,
        cancelRequestedAt,
        cancelSentAt);
  }

  /** Returns the same, with the broker. */
  public Dispatch dispatched(Instant at) {
    return new Dispatch(
        startRequestedAt, sendingSince, Optional.of(at), cancelRequestedAt, cancelSentAt);
  }

  /** Returns the same, to be stopped. */
  public Dispatch cancelRequested(Instant at) {
    return new Dispatch(
        startRequestedAt,
        sendingSince,
        dispatchedAt,
        Optional.of(cancelRequestedAt.orElse(at)),
        cancelSentAt);
  }

  /** Returns the same, its cancel with the broker. */
  public Dispatch cancelSent(Instant at) {
    return new Dispatch(
        startRequestedAt, sendingSince, dispatchedAt, cancelRequestedAt, Optional.of(at));
  }
}
