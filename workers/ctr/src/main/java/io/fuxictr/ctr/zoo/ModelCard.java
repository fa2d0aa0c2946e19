package io.fuxictr.ctr.zoo;

import io.fuxictr.ctr.model.ModelKind;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import java.util.function.Function;

/**
 * What is known of a model before it is built.
 *
 * @param name what experiments call it
 * @param kind how many objectives it has
 * @param title of the paper
 * @param venue where and when the paper appeared
 * @param link DOI or arXiv address of the paper
 * @param keepsSequences whether it reads sequences without encoder
 * @param constructor builds its network, without values
 */
public record ModelCard(
    String name,
    ModelKind kind,
    String title,
    String venue,
    String link,
    boolean keepsSequences,
    Function<ModelSetup, Network> constructor) {

  static ModelCard single(
      String name, String title, String venue, String link, Function<ModelSetup, Network> build) {
    return new ModelCard(name, ModelKind.SINGLE_OBJECTIVE, title, venue, link, false, build);
  }

  static ModelCard multi(
      String name, String title, String venue, String link, Function<ModelSetup, Network> build) {
    return new ModelCard(name, ModelKind.MULTI_OBJECTIVE, title, venue, link, false, build);
  }

  static ModelCard sequential(
      String name, String title, String venue, String link, Function<ModelSetup, Network> build) {
    return new ModelCard(name, ModelKind.SINGLE_OBJECTIVE, title, venue, link, true, build);
  }
}
