/** Tests of the checklist. */
@NullMarked
package io.fuxictr.deploy.preflight;

import org.jspecify.annotations.NullMarked;
