/**
 * Hyper-parameters of an experiment, read with their types and ranges checked. Knows no model and
 * no tensor.
 *
 * <p>Start with {@link io.fuxictr.ctr.config.HyperParameters}. All types are immutable.
 */
@NullMarked
package io.fuxictr.ctr.config;

import org.jspecify.annotations.NullMarked;
