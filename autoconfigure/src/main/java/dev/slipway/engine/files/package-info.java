/**
 * The class path as a {@link dev.slipway.engine.files.MigrationSet}: search, names and
 * layouts, versions, grouping, callbacks.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.files;

import org.jspecify.annotations.NullMarked;
