package io.fuxictr.worker.order;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.Json;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the attempts at a task leave on disk for each other: how far a stage has come ({@code
 * train.json}) and how it ended ({@code train.outcome.json}). Both count for their own attempt
 * only: a user who asks for another one may want it from the start, and the order says so.
 */
final class AttemptFolder {
  private final Path folder;
  private final StageOrder order;

  AttemptFolder(StorageLayout layout, StageOrder order) {
    this.folder = layout.attemptFolder(order.attempt().task(), order.createdAt());
    this.order = order;
  }

  Path path() {
    return folder;
  }

  /** Returns what this attempt has saved, or else what the order brings along. */
  Checkpoint saved() throws IOException {
    return content("")
        .map(Json::readMap)
        .filter(saved -> Long.valueOf(attempt().number()).equals(saved.get("attempt")))
        .map(saved -> new Checkpoint(saved).map("checkpoint"))
        .map(Checkpoint::new)
        .orElseGet(() -> order.checkpoint(attempt().stage()));
  }

  void save(Checkpoint checkpoint) throws IOException {
    var json = Json.object().put("attempt", attempt().number());
    json.set("checkpoint", Json.toTree(checkpoint.values()));
    WholeFile.writeDurably(folder, name(""), Json.writePretty(json));
  }

  /** Returns the success of an earlier delivery of this very attempt. */
  Optional<StageOutcome> outcome() throws IOException {
    try {
      return content(".outcome")
          .flatMap(AttemptFolder::success)
          .filter(outcome -> outcome.order().attempt().equals(attempt()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<StageOutcome> success(String text) {
    try {
      return MessageCodec.readDispatch(text) instanceof MessageCodec.Ended(StageOutcome outcome)
          ? Optional.of(outcome)
          : Optional.empty();
    } catch (InvalidMessageException e) {
      return Optional.empty();
    }
  }

  /**
   * Keeps a success for a delivery that comes after this worker's death. After a loss of power it
   * may be gone; then the stage runs again and finds its work done.
   */
  void publish(StageOutcome.Succeeded outcome) throws IOException {
    WholeFile.write(folder, name(".outcome"), MessageCodec.write(outcome));
  }

  private Optional<String> content(String kind) throws IOException {
    try {
      return Optional.of(Files.readString(folder.resolve(name(kind))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private String name(String kind) {
    return attempt().stage().wireName() + kind + ".json";
  }

  private Attempt attempt() {
    return order.attempt();
  }
}
