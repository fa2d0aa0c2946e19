/**
 * Input columns and what is known of them. Knows no file format and no tensor.
 *
 * <p>Start with {@link io.fuxictr.dataset.feature.FeatureMap}. All types are immutable.
 */
@NullMarked
package io.fuxictr.dataset.feature;

import org.jspecify.annotations.NullMarked;
