package io.fuxictr.ctr.model;

/** Names of modules that many models of the reference have in common. */
public final class ReferenceNames {
  /** The tables inside a FeatureEmbedding named {@code embedding_layer}. */
  public static final String TABLES = tables("embedding_layer");

  /** The tables inside a FeatureEmbeddingDict named {@code embedding_layer}. */
  public static final String TABLE_DICT = "embedding_layer.embedding_layers";

  private ReferenceNames() {}

  /** Returns the name of the tables inside a FeatureEmbedding of another name. */
  public static String tables(String embedding) {
    return embedding + ".embedding_layer.embedding_layers";
  }
}
