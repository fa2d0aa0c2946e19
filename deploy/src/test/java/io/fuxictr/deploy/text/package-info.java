/** Tests of text for terminals. */
@NullMarked
package io.fuxictr.deploy.text;

import org.jspecify.annotations.NullMarked;
