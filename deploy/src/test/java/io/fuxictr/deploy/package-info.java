/** Tests of the command line and of the tree as a whole. */
@NullMarked
package io.fuxictr.deploy;

import org.jspecify.annotations.NullMarked;
