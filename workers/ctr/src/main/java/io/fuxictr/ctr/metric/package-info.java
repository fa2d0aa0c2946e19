/**
 * How good predictions are: exact metrics in double, over primitive arrays. Knows no tensor and no
 * model.
 *
 * <p>Start with {@link io.fuxictr.ctr.metric.Measure}, which defines what there is, and {@link
 * io.fuxictr.ctr.metric.ScoreCollector}, which computes it. A collector belongs to one thread; all
 * that is public besides is immutable.
 */
@NullMarked
package io.fuxictr.ctr.metric;

import org.jspecify.annotations.NullMarked;
