/**
 * PostgreSQL's lexical rules: lexer, statement splitter, kinds of statements, COPY data,
 * lines for psql.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.sql;

import org.jspecify.annotations.NullMarked;
