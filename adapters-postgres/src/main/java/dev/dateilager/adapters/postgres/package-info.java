/** The catalogue's store in SQL: schema, migrations, queries, and the embedded server. */
@NullMarked
package dev.dateilager.adapters.postgres;

import org.jspecify.annotations.NullMarked;
