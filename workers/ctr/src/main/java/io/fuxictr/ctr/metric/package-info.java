/**
 * How good predictions are: exact metrics in double, over primitive arrays. Knows no tensor and no
 * model.
 *
 * <p>Start with {@link io.fuxictr.ctr.metric.Evaluation}. Metrics are functions; a collector
 * belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.metric;

import org.jspecify.annotations.NullMarked;
