package io.fuxictr.message;

import io.fuxictr.task.Stage;

/** The addresses of the broker. They are the whole contract between processes. */
public final class Addresses {

  /** Queue: submissions of outside producers, to the web server. */
  public static final String SUBMIT = "workflow.submit";

  /** Queue: submissions that could not be accepted, with their errors, for the operator. */
  public static final String REJECTED = "workflow.rejected";

  /** Queue with one active consumer: commands and outcomes, to the dispatcher. */
  public static final String DISPATCH = "workflow.dispatch";

  /** Topic: what the dispatcher wants stopped, to all workers. */
  public static final String CONTROL = "workflow.control";

  /** Topic: everything that happens. */
  public static final String EVENTS = "workflow.events";

  /** Queue on {@link #EVENTS}: the web server's durable subscription. */
  public static final String EVENTS_FOR_WEB = "web";

  /** Queue: orders that could not be delivered, to the dispatcher. */
  public static final String DEAD = "workflow.dead";

  /** Queue: orders that waited past their deadline, to the dispatcher. */
  public static final String EXPIRED = "workflow.expired";

  /**
   * First part of the names of reply addresses. Programs whose protocol makes up names by itself
   * need not know it; others listen to {@code temp.} and something that nobody can guess.
   */
  public static final String REPLIES = "temp";

  /** Property: number of the task, a long. */
  public static final String TASK_ID = "task_id";

  /** Property: wire name of the stage. */
  public static final String STAGE = "stage";

  /** Property: number of the attempt, an int. */
  public static final String ATTEMPT = "attempt";

  /** Property: type of the message. */
  public static final String TYPE = "type";

  /** Property: version of the schema, an int. */
  public static final String VERSION = "v";

  /** Property of a message that was put aside: what is wrong with it. */
  public static final String ERROR = "error";

  /** Property of a message that was put aside: the queue that it was taken from. */
  public static final String ORIGIN = "origin";

  /** Property that the broker sets: the queue that a dead or expired message lay in. */
  public static final String ORIGINAL_QUEUE = "_AMQ_ORIG_QUEUE";

  private Addresses() {}

  /** Returns the queue of orders for the workers of a stage. */
  public static String orders(Stage stage) {
    return "workflow.orders." + stage.wireName();
  }

  /**
   * Returns the priority of an order: stages that come later go first within a task's priority, so
   * that started tasks finish before new ones start.
   *
   * @param priority of the task, 0 to 9
   */
  public static int priority(int priority, Stage stage) {
    return Math.min(9, priority + (stage == Stage.DATA_FETCH ? 0 : 1));
  }
}
