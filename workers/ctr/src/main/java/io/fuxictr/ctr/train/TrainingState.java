package io.fuxictr.ctr.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Where a training stands, besides its tensors.
 *
 * <p>All randomness follows from seed, epoch and step, so that no generator needs to be kept.
 *
 * @param epoch last epoch that is done, 0 before the first
 * @param steps done in all epochs
 * @param stop best value, failures and learning rate
 * @param bestFile file with the weights that are to win, if there is one yet
 */
record TrainingState(int epoch, long steps, EarlyStop stop, Optional<String> bestFile) {

  String toJson() {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("epoch", epoch).put("steps", steps);
    json.put("best", Double.toString(stop.best()));
    json.put("failures", stop.failures());
    json.put("learning_rate", Double.toString(stop.learningRate()));
    bestFile.ifPresent(name -> json.put("best_file", name));
    return json.toString();
  }

  static TrainingState fromJson(JsonNode json, EarlyStop.Rules rules) {
    return new TrainingState(
        json.path("epoch").asInt(),
        json.path("steps").asLong(),
        new EarlyStop(
            rules,
            Double.parseDouble(json.path("best").asText()),
            json.path("failures").asInt(),
            Double.parseDouble(json.path("learning_rate").asText())),
        Optional.ofNullable(json.get("best_file")).map(JsonNode::asText));
  }
}
