/**
 * Updates of weights, done by libtorch's fused kernels. Knows no model and no data.
 *
 * <p>Start with {@link io.fuxictr.ctr.optimizer.Optimizer}. Used by the training thread alone.
 */
@NullMarked
package io.fuxictr.ctr.optimizer;

import org.jspecify.annotations.NullMarked;
