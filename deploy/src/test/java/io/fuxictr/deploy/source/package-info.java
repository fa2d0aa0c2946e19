/** What tests do with a source server. */
@NullMarked
package io.fuxictr.deploy.source;

import org.jspecify.annotations.NullMarked;
