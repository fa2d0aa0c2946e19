/**
 * What happens between fields: products of pairs, crossings, compressed interactions.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.interaction.FieldPairs} and {@link
 * io.fuxictr.ctr.layer.interaction.FieldSums}. Blocks belong to the thread that trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.interaction;

import org.jspecify.annotations.NullMarked;
