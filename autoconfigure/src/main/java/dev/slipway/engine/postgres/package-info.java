/**
 * The server as everything else sees it: quoting, sessions, the pipeline, borrowed
 * connections, polling.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.postgres;

import org.jspecify.annotations.NullMarked;
