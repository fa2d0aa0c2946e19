/**
 * Columns: how they are declared, recognised, derived, fitted, encoded and remembered. Knows
 * columns of {@link io.fuxictr.dataset.part} but no Parquet, and no tensor.
 *
 * <p>Start with {@link io.fuxictr.dataset.feature.FeatureMap}, what a model sees; then {@link
 * io.fuxictr.dataset.feature.ColumnSpec}, what a user declares, and {@link
 * io.fuxictr.dataset.feature.FeatureFitter}, which makes a {@link
 * io.fuxictr.dataset.feature.FeatureEncoder} of it. By what rule a value becomes an id says {@link
 * io.fuxictr.dataset.feature.Coding}. Data types are immutable; fitting and encoding keep state per
 * column, so that different columns may be worked on by different threads.
 */
@NullMarked
package io.fuxictr.dataset.feature;

import org.jspecify.annotations.NullMarked;
