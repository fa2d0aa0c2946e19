/**
 * The third stage: scores the inference rows, part by part. Knows models and part files; knows no
 * broker and no SQL.
 *
 * <p>Start with {@link io.fuxictr.infer.InferStage}.
 */
@NullMarked
package io.fuxictr.infer;

import org.jspecify.annotations.NullMarked;
