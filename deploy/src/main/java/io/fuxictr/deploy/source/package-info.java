/**
 * What works with the source server, made out of its configuration: for the workers, for the web
 * server's clean-up and for the checklist.
 */
@NullMarked
package io.fuxictr.deploy.source;

import org.jspecify.annotations.NullMarked;
