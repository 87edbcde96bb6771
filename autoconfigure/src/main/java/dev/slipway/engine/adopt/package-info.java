/**
 * The history of another tool: read, matched with the files, and taken over.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.adopt;

import org.jspecify.annotations.NullMarked;
