package io.fuxictr.deploy.chaos;

/**
 * What is done to a fleet, how often beside the others, and from when to when it is timed. Of what
 * is never done on purpose, some trials of another fault turn out to be.
 */
enum Fault {
  KILLED_WORKER("worker killed at work, another one free", "its order runs elsewhere", 22),
  KILLED_WORKER_NONE_FREE(
      "the same, but the other one took another order meanwhile", "its order runs elsewhere", 0),
  KILLED_TRANSPORT("the only worker of its stage killed at work", "its order runs again", 5),
  STOPPED_WORKER("worker told to stop at work", "its order runs elsewhere", 5),
  FROZEN_WORKER("worker frozen at work (SIGSTOP)", "its order runs elsewhere", 5),
  SILENT_NETWORK("worker's network silent", "its order runs elsewhere", 4),
  CUT_CONNECTION("connection cut", "connected again", 14),
  KILLED_DISPATCHER("active dispatcher killed", "the other one works", 7),
  KILLED_WEB("web server killed", "it answers and is healthy", 7),
  KILLED_BROKER("broker killed", "up again to all consumers back", 4),
  POISON_ORDER("order that is no order", "it lies in workflow.rejected", 5),
  POISON_SUBMISSION("submission that is none", "it lies in workflow.rejected", 5),
  DOUBLE_SUBMISSION("submission sent again, two ways", "both get the known task", 8),
  CANCELLED_TASK("task cancelled", "no worker has it, task cancelled", 8),
  FULL_DISK("disk of the datasets full for 5 s", "room again to a stage done", 2),
  LOCKED_DATABASE("database locked for 8 s", "unlocked to web healthy", 3);

  private final String words;
  private final String until;
  private final int weight;

  Fault(String words, String until, int weight) {
    this.words = words;
    this.until = until;
    this.weight = weight;
  }

  String words() {
    return words;
  }

  String until() {
    return until;
  }

  int weight() {
    return weight;
  }

  /** Returns whether nothing else may be done to the fleet meanwhile, since all would suffer. */
  boolean isForAll() {
    return this == KILLED_BROKER || this == FULL_DISK || this == LOCKED_DATABASE;
  }
}
