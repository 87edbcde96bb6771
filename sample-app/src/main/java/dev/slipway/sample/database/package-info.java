/**
 * Where the two databases come from: named ones, or an embedded server.
 */
@NullMarked
package dev.slipway.sample.database;

import org.jspecify.annotations.NullMarked;
