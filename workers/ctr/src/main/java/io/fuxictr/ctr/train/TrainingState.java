package io.fuxictr.ctr.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Where a training stands, besides its tensors. Immutable.
 *
 * <p>All randomness follows from seed, epoch and step, so that no generator needs to be kept.
 *
 * @param position how far it has come
 * @param sinceReport losses that the listener has not been told
 * @param sinceEvaluation losses since the last evaluation or the epoch's begin
 * @param stop best value, failures and learning rate
 * @param bestFile file with the weights that are to win, if there is one yet
 */
record TrainingState(
    Position position,
    LossMean sinceReport,
    LossMean sinceEvaluation,
    EarlyStop stop,
    Optional<String> bestFile) {

  /**
   * A place between two batches.
   *
   * @param epochs that are done
   * @param batches done in the epoch after these
   * @param steps done in all epochs
   */
  record Position(int epochs, long batches, long steps) {

    private Position afterBatch() {
      return new Position(epochs, batches + 1, steps + 1);
    }

    private Position afterEpoch() {
      return new Position(epochs + 1, 0, steps);
    }
  }

  /** Begins a training. */
  static TrainingState start(EarlyStop stop) {
    return new TrainingState(
        new Position(0, 0, 0), LossMean.NONE, LossMean.NONE, stop, Optional.empty());
  }

  /** Returns the state after one more batch. */
  TrainingState trained(double loss) {
    return new TrainingState(
        position.afterBatch(), sinceReport.plus(loss), sinceEvaluation.plus(loss), stop, bestFile);
  }

  /** Returns the state once the listener has been told. */
  TrainingState reported() {
    return new TrainingState(position, LossMean.NONE, sinceEvaluation, stop, bestFile);
  }

  /** Returns the state after an evaluation. */
  TrainingState evaluated(EarlyStop next, Optional<String> best) {
    return new TrainingState(position, sinceReport, LossMean.NONE, next, best);
  }

  /** Returns the state at the begin of the next epoch. */
  TrainingState epochDone() {
    return new TrainingState(position.afterEpoch(), LossMean.NONE, LossMean.NONE, stop, bestFile);
  }

  String toJson() {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("epochs", position.epochs());
    json.put("batches", position.batches());
    json.put("steps", position.steps());
    put(json.putObject("since_report"), sinceReport);
    put(json.putObject("since_evaluation"), sinceEvaluation);
    json.put("best", Double.toString(stop.best()));
    json.put("failures", stop.failures());
    json.put("learning_rate", Double.toString(stop.learningRate()));
    bestFile.ifPresent(name -> json.put("best_file", name));
    return json.toString();
  }

  static TrainingState fromJson(JsonNode json, EarlyStop.Rules rules) {
    return new TrainingState(
        new Position(
            json.path("epochs").asInt(),
            json.path("batches").asLong(),
            json.path("steps").asLong()),
        mean(json.path("since_report")),
        mean(json.path("since_evaluation")),
        new EarlyStop(
            rules,
            real(json.path("best")),
            json.path("failures").asInt(),
            real(json.path("learning_rate"))),
        Optional.ofNullable(json.get("best_file")).map(JsonNode::asText));
  }

  private static void put(ObjectNode json, LossMean mean) {
    json.put("sum", Double.toString(mean.sum())).put("count", mean.count());
  }

  private static LossMean mean(JsonNode json) {
    return new LossMean(real(json.path("sum")), json.path("count").asLong());
  }

  /** Numbers are kept as text, which holds every double exactly, infinite ones included. */
  private static double real(JsonNode json) {
    return Double.parseDouble(json.asText());
  }
}
