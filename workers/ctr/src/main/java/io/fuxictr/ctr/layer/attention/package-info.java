/**
 * Layers that weigh vectors by each other: fields by fields, positions by positions.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.attention.Heads} and {@link
 * io.fuxictr.ctr.layer.attention.InteractingLayer}. Blocks belong to the thread that trains or
 * predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.attention;

import org.jspecify.annotations.NullMarked;
