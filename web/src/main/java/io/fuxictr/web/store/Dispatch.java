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
 * @param cancel a user's wish to stop for good
 * @param pause a user's wish to go on later
 */
public record Dispatch(
    Optional<Instant> startRequestedAt,
    Optional<Instant> sendingSince,
    Optional<Instant> dispatchedAt,
    Wish cancel,
    Wish pause) {

  /**
   * Something that a user wants of an attempt that is out.
   *
   * @param requestedAt when it was asked for
   * @param sentAt when the broker had it
   */
  public record Wish(Optional<Instant> requestedAt, Optional<Instant> sentAt) {

    /** Nobody asked. */
    public static final Wish NONE = new Wish(Optional.empty(), Optional.empty());

    /** Returns whether it was asked for. */
    public boolean isRequested() {
      return requestedAt.isPresent();
    }

    Wish requested(Instant at) {
      return new Wish(Optional.of(requestedAt.orElse(at)), sentAt);
    }

    Wish sent(Instant at) {
      return new Wish(requestedAt, Optional.of(at));
    }
  }

  /** Nobody asked for anything. */
  public static final Dispatch NONE =
      new Dispatch(Optional.empty(), Optional.empty(), Optional.empty(), Wish.NONE, Wish.NONE);

  static Dispatch requested(Instant at) {
    return new Dispatch(Optional.of(at), Optional.empty(), Optional.empty(), Wish.NONE, Wish.NONE);
  }

  /** Returns the same, being sent. */
  public Dispatch sending(Instant at) {
    return new Dispatch(
        startRequestedAt, Optional.of(sendingSince.orElse(at)), dispatchedAt, cancel, pause);
  }

  /** Returns the same, with the broker. */
  public Dispatch dispatched(Instant at) {
    return new Dispatch(startRequestedAt, sendingSince, Optional.of(at), cancel, pause);
  }

  /** Returns the same, to be stopped. */
  public Dispatch cancelRequested(Instant at) {
    return new Dispatch(startRequestedAt, sendingSince, dispatchedAt, cancel.requested(at), pause);
  }

  /** Returns the same, its cancel with the broker. */
  public Dispatch cancelSent(Instant at) {
    return new Dispatch(startRequestedAt, sendingSince, dispatchedAt, cancel.sent(at), pause);
  }

  /** Returns the same, to be paused. */
  public Dispatch pauseRequested(Instant at) {
    return new Dispatch(startRequestedAt, sendingSince, dispatchedAt, cancel, pause.requested(at));
  }

  /** Returns the same, its pause with the broker. */
  public Dispatch pauseSent(Instant at) {
    return new Dispatch(startRequestedAt, sendingSince, dispatchedAt, cancel, pause.sent(at));
  }
}
