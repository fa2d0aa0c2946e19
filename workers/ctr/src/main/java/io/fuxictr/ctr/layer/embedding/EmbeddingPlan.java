package io.fuxictr.ctr.layer.embedding;

import io.fuxictr.dataset.feature.Feature;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a set of embeddings consists of.
 *
 * @param prefix name of its module in the reference
 * @param dim width of vectors whose feature does not say its own
 * @param form what is made of the features
 * @param members which features take part
 */
public record EmbeddingPlan(String prefix, int dim, Form form, Predicate<Feature> members) {

  /** What is made of the features. */
  public enum Form {
    /** One vector per feature; features may share tables. */
    POOLED,
    /** The same, but sequences without encoder stay lists of vectors. */
    SEQUENCES_KEPT,
    /** One weight per feature, summed over a sequence; nothing is shared. */
    LINEAR,
    /** One weight per feature, summed over a sequence; features may share tables. */
    LINEAR_SHARED;

    /** Returns whether each feature has one weight instead of a vector. */
    boolean isLinear() {
      return this == LINEAR || this == LINEAR_SHARED;
    }
  }

  /** Embeds all features, each as one vector. */
  public static EmbeddingPlan pooled(String prefix, int dim) {
    return new EmbeddingPlan(prefix, dim, Form.POOLED, _ -> true);
  }

  /** Embeds all features; sequences without encoder stay lists of vectors. */
  public static EmbeddingPlan keepingSequences(String prefix, int dim) {
    return new EmbeddingPlan(prefix, dim, Form.SEQUENCES_KEPT, _ -> true);
  }

  /** Gives each feature one weight per value. */
  public static EmbeddingPlan linear(String prefix) {
    return new EmbeddingPlan(prefix, 1, Form.LINEAR, _ -> true);
  }

  /** Gives each feature one weight per value; features that share tables share weights. */
  public static EmbeddingPlan linearShared(String prefix) {
    return new EmbeddingPlan(prefix, 1, Form.LINEAR_SHARED, _ -> true);
  }

  /** Leaves all features out but those named. */
  public EmbeddingPlan only(List<String> names) {
    return where(feature -> names.contains(feature.name()));
  }

  /** Leaves out features that do not fulfil a condition. */
  public EmbeddingPlan where(Predicate<Feature> condition) {
    return new EmbeddingPlan(prefix, dim, form, members.and(condition));
  }

  /** Returns the width of a feature's vector. */
  int dimOf(Feature feature) {
    return form.isLinear() ? 1 : feature.embeddingDim().orElse(dim);
  }
}
