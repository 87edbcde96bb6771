/**
 * Who may sign in. The accounts are in the database of the ingestion service.
 */
@NullMarked
package dev.slipway.sample.accounts;

import org.jspecify.annotations.NullMarked;
