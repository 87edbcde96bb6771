/**
 * Room 2: the history table. All of its SQL stands in
 * {@link dev.slipway.engine.history.HistoryTable}, that of a row in the making in
 * {@link dev.slipway.engine.history.RowProgress}.
 */
@NullMarked
package dev.slipway.engine.history;

import org.jspecify.annotations.NullMarked;
