/**
 * Layers that read a sequence of vectors: target attention, gated recurrence, transformer.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.sequence.TargetAttention} and {@link
 * io.fuxictr.ctr.layer.sequence.Gru}. Blocks belong to the thread that trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.sequence;

import org.jspecify.annotations.NullMarked;
