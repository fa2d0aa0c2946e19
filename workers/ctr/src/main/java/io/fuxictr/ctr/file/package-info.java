/**
 * Files of tensors: trained models, and what a training needs to go on. Knows no particular model
 * and no training.
 *
 * <p>The layout is that of safetensors: the length of a header in eight bytes, little-endian; the
 * header in JSON; then the numbers. Start with {@link io.fuxictr.ctr.file.ModelFile}. Files appear
 * under their names only when they are complete; an open file belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.file;

import org.jspecify.annotations.NullMarked;
