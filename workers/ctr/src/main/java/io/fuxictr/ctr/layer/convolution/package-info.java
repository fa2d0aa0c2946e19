/**
 * Convolutions over the fields of a sample, and what picks the largest of their values.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.convolution.FieldConvolution}. Blocks belong to the
 * thread that trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.convolution;

import org.jspecify.annotations.NullMarked;
