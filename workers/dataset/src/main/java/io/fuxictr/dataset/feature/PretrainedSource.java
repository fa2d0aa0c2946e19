package io.fuxictr.dataset.feature;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Vectors learnt elsewhere, as a column declares them.
 *
 * @param file where they lie: {@code .npz} or {@code .parquet} with {@code key} and {@code value}
 * @param dim numbers of each; what the file says if it is not declared
 * @param frozen whether they stay as they are
 * @param usage how they enter the embedding
 */
public record PretrainedSource(
    Path file, OptionalInt dim, boolean frozen, Pretrained.Usage usage) {}
